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
"""A post, an agency or a job family that the records do not hold: asked for, and met by none."""


@dataclass(frozen=True)
class Wishes:
    """One entry a row of the table; `said` finds rows by person and the day they are known after.

    `willing` is 1, 0 or UNKNOWN. `position`, `agency` and `family` are indexes and codes, UNKNOWN
    where nothing was named and STRANGE where the records hold nothing of that name, as after a
    reorganisation. `entered` is the day an entry was made on, UNKNOWN_DAY of a record.
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
    post, agency, family = "wanted_position_id", "wanted_agency_id", "wanted_job_family"
    codes = families.encode(read_texts(snapshot, TABLE, family))
    return Wishes(
        said=Ledger(person, read_days(snapshot, TABLE, "submitted_on"), np.arange(len(person))),
        willing=read_integers(snapshot, TABLE, "willing"),
        position=_mark_strange(snapshot, post, read_rows(snapshot, TABLE, post, positions)),
        agency=_mark_strange(snapshot, agency, read_rows(snapshot, TABLE, agency, units)),
        family=_mark_strange(snapshot, family, codes),
        entered=read_days(snapshot, TABLE, "entered_on"),
    )


def _mark_strange(snapshot: Snapshot, column: str, found: Codes) -> Codes:
    """Return what was found, STRANGE where a cell of the column names what was not found."""
    texts = read_texts(snapshot, TABLE, column)
    named = np.array([fold(text) is not None for text in texts], np.bool_)
    return np.where(named & (found == UNKNOWN), STRANGE, found).astype(np.int32)
