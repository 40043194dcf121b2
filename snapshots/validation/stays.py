"""Who serves at a draft's date, and in which of the definitive stays."""

import numpy as np

from snapshots.coding import read_days
from snapshots.days import OPEN_END, to_day
from snapshots.ledger import Flags, Ints
from snapshots.presence import serves
from snapshots.validation.draft import Draft, DraftStays


def find_in_service(draft: Draft) -> Flags:
    """Tell of each employees row whether the person is in service at the draft's date."""
    if draft.as_of is None:
        return np.zeros(draft.tables["employees"].num_rows, np.bool_)
    today = to_day(draft.as_of)
    appointed = read_days(draft.records, "employees", "appointed_on")
    left = read_days(draft.records, "employees", "left_on", OPEN_END)
    return serves(appointed, left, today)


def find_held_stays(draft: Draft, stays: DraftStays) -> Ints:
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
