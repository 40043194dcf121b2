"""What people said of moving, by person and day: willing or not, and where to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from snapshots.coding import (
    Codes,
    Vocabulary,
    fold,
    read_days,
    read_integers,
    read_rows,
    read_texts,
)
from snapshots.days import Days
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Ledger
from snapshots.snapshot import Snapshot

TABLE = "preferences"
STRANGE = -2
"""A job family that no post has: asked for, and met by none."""


@dataclass(frozen=True)
class Wishes:
    """One entry a row of the table; `said` finds rows by person and the day they are known after.

    `willing` is 1, 0 or UNKNOWN. `position`, `agency` and `family` are indexes and codes, UNKNOWN
    where nothing was named. `entered` is the day an entry was made on, UNKNOWN_DAY of a record.
    """

    said: Ledger
    willing: Codes
    position: Codes
    agency: Codes
    family: Codes
    entered: Days


def read_wishes(
    snapshot: Snapshot,
    person: Codes,
    positions: pa.StringArray,
    units: Sequence[str],
    families: Vocabulary,
) -> Wishes:
    """Return every wish; `person` is whose each row is. Of one day's rows the last one holds."""
    texts = read_texts(snapshot, TABLE, "wanted_job_family")
    codes = families.encode(texts)
    strange = np.array([fold(text) is not None for text in texts], np.bool_) & (codes == UNKNOWN)
    return Wishes(
        said=Ledger(person, read_days(snapshot, TABLE, "submitted_on"), np.arange(len(person))),
        willing=read_integers(snapshot, TABLE, "willing"),
        position=read_rows(snapshot, TABLE, "wanted_position_id", positions),
        agency=read_rows(snapshot, TABLE, "wanted_agency_id", units),
        family=np.where(strange, STRANGE, codes).astype(np.int32),
        entered=read_days(snapshot, TABLE, "entered_on"),
    )
