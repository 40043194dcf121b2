"""Definitive stays of a draft by person and start, as checks ask for them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes, read_codes, read_days, read_rows
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days, to_day
from snapshots.validation.draft import Draft


@dataclass(frozen=True)
class DraftStays:
    """Sorted by person, start and position; `place` is the row of the draft's assignments.

    `person` and `position` are rows of employees and positions, -1 where nobody is named so.
    """

    person: Codes
    position: Codes
    start: Days
    end: Days
    place: npt.NDArray[np.intp]

    @property
    def follows(self) -> npt.NDArray[np.bool_]:
        """Whether a stay has the same person as the one before it."""
        same = np.zeros(len(self.person), np.bool_)
        same[1:] = (self.person[1:] == self.person[:-1]) & (self.person[1:] >= 0)
        return same


def read_stays(draft: Draft) -> DraftStays | None:
    """Return the definitive stays with a known start; None where the columns are missing."""
    if not draft.has("assignments", "nip", "position_id", "started_on"):
        return None
    records = draft.records
    nips, positions = (
        [text or "" for text in draft.ids(table)] for table in ("employees", "positions")
    )
    person = read_rows(records, "assignments", "nip", nips)
    position = read_rows(records, "assignments", "position_id", positions)
    start = read_days(records, "assignments", "started_on")
    end = read_days(records, "assignments", "ended_on", OPEN_END)
    definitive = read_codes(records, "assignments", "appointment", {"definitive": 0}, 0) == 0
    order = np.lexsort((position, start, person))
    kept = order[(definitive & (start != UNKNOWN_DAY))[order]]
    return DraftStays(person[kept], position[kept], start[kept], end[kept], kept)


def find_in_service(draft: Draft) -> npt.NDArray[np.bool_]:
    """Tell of each employees row whether the person is in service at the draft's date."""
    if draft.as_of is None:
        return np.zeros(draft.tables["employees"].num_rows, np.bool_)
    today = to_day(draft.as_of)
    appointed = read_days(draft.records, "employees", "appointed_on")
    left = read_days(draft.records, "employees", "left_on", OPEN_END)
    return (appointed < today) & (left >= today)


def find_held_stays(draft: Draft, stays: DraftStays) -> npt.NDArray[np.int64]:
    """Return for each employees row the stay held at the draft's date, -1 for none or not serving.

    Held: begun before the date and not ended before it; of several the one begun last.
    """
    serving = find_in_service(draft)
    held = np.full(len(serving), -1, np.int64)
    if draft.as_of is None:
        return held
    today = to_day(draft.as_of)
    now = np.flatnonzero((stays.person >= 0) & (stays.start < today) & (stays.end >= today))
    held[stays.person[now]] = now  # in the order of starts: the last begun stays
    return np.where(serving, held, -1)
