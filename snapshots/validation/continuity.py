"""Doubts about time: stays that overlap or leave gaps, and dates that should not be there yet."""

from collections.abc import Iterable

import numpy as np

from snapshots.coding import read_days, read_rows
from snapshots.days import UNKNOWN_DAY, to_date, to_day
from snapshots.ledger import Ints
from snapshots.problems import Problem
from snapshots.tables import TABLES
from snapshots.validation.draft import Draft, DraftStays
from snapshots.validation.stays import find_held_stays, find_in_service
from wording import Fact

FIXED_IN_ADVANCE = {"ended_on", "left_on", "valid_until", "closed_on"}
"""Ends that are decided before they come: lying after the snapshot is no doubt."""

_SHIFT = 2**33
_OFFSET = 2**31


def find_broken_service(draft: Draft) -> list[Problem]:
    """Warn of definitive stays that overlap, leave a gap, begin before appointment, or lack."""
    stays = draft.stays
    if stays is None or not draft.has("employees", "nip"):
        return []
    ids = draft.ids("employees")
    # Stays are those of the first row of a NIP; that another row repeats it is told as such.
    own = read_rows(draft.records, "employees", "nip", ids) == np.arange(len(ids))
    serving = find_in_service(draft) & own
    unplaced = np.flatnonzero(serving & (find_held_stays(draft, stays) < 0))
    return [
        *_find_seams(draft, stays),
        *_find_early_starts(draft, stays),
        *draft.find("no_open_stay", "employees", unplaced, "nip"),
    ]


def _find_seams(draft: Draft, stays: DraftStays) -> list[Problem]:
    """Compare each start with the greatest end among the person's earlier stays.

    Two open stays overlap too; they are an error of their own.
    """
    before = np.append(np.int64(UNKNOWN_DAY), _reach(stays)[:-1])
    twice_open = (stays.end == before) & (before > stays.start)
    overlapping = np.flatnonzero(stays.follows & (stays.start < before) & ~twice_open)
    apart = np.flatnonzero(stays.follows & (stays.start > before))
    return [
        *draft.find("overlapping_stays", "assignments", stays.place[overlapping], "started_on"),
        *draft.find(
            "gap_between_stays",
            "assignments",
            stays.place[apart],
            "started_on",
            ended_on=_dates(before[apart]),
        ),
    ]


def _reach(stays: DraftStays) -> Ints:
    """Return the greatest end of the person so far; the stays are sorted by person."""
    joined = stays.person.astype(np.int64) * _SHIFT + np.maximum(stays.end, stays.start) + _OFFSET
    greatest = np.maximum.accumulate(joined) if len(joined) else joined
    return greatest - stays.person.astype(np.int64) * _SHIFT - _OFFSET


def _find_early_starts(draft: Draft, stays: DraftStays) -> list[Problem]:
    appointed = np.append(read_days(draft.records, "employees", "appointed_on"), UNKNOWN_DAY)
    early = np.flatnonzero(stays.start < appointed[stays.person])
    days = _dates(appointed[stays.person[early]])
    return draft.find(
        "stay_before_appointment",
        "assignments",
        stays.place[early],
        "started_on",
        appointed_on=days,
    )


def find_dates_to_come(draft: Draft) -> list[Problem]:
    """Warn of dates after the snapshot's own, ends that were fixed in advance left aside."""
    if draft.as_of is None:
        return []
    problems: list[Problem] = []
    for name, table in draft.tables.items():
        for column in TABLES[name]:
            if column.type != "date" or column.name in FIXED_IN_ADVANCE:
                continue
            if column.name in table.column_names:
                late = read_days(draft.records, name, column.name) > to_day(draft.as_of)
                places = np.flatnonzero(late)
                problems += draft.find(
                    "date_after_snapshot", name, places, column.name, as_of=draft.as_of
                )
    return problems


def _dates(days: Iterable[int]) -> list[Fact]:
    return [to_date(int(day)) for day in days]
