"""Rows that contradict themselves or each other: an end before its start, two posts at once."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots import ladders
from snapshots.coding import read_codes, read_days
from snapshots.days import OPEN_END, UNKNOWN_DAY, to_date
from snapshots.problems import Problem
from snapshots.validation.draft import Draft
from snapshots.validation.stays import find_held_stays

SPANS = (
    ("assignments", "started_on", "ended_on"),
    ("discipline", "started_on", "ended_on"),
    ("vacancies", "opened_on", "closed_on"),
    ("consents", "issued_on", "valid_until"),
    ("employees", "appointed_on", "left_on"),
)
"""Table, start and end; a span without length (end on its start) is none and harms nobody."""


def check_consistency(draft: Draft) -> list[Problem]:
    """List ends before starts, tiers of another kind, and people in two open definitive stays."""
    problems: list[Problem] = []
    for table, start, end in SPANS:
        problems += find_reversed(draft, "end_before_start", table, start, end)
    return problems + _find_foreign_tiers(draft) + _find_two_open_stays(draft)


def find_reversed(draft: Draft, code: str, table: str, start: str, end: str) -> list[Problem]:
    """Name rows whose `end` lies before `start`."""
    if not draft.has(table, start, end):
        return []
    first, last = (read_days(draft.records, table, column) for column in (start, end))
    places = np.flatnonzero((first != UNKNOWN_DAY) & (last != UNKNOWN_DAY) & (last < first))
    starts = [to_date(day) for day in first[places]]
    return draft.find(code, table, places, end, start=start, started_on=starts)


def _find_foreign_tiers(draft: Draft) -> list[Problem]:
    """A functional position has a functional jenjang; the tier of any other is its kind."""
    if not draft.has("positions", "kind", "tier"):
        return []
    kind = read_codes(draft.records, "positions", "kind", _numbered(ladders.KINDS))
    tier = read_codes(draft.records, "positions", "tier", _numbered(ladders.TIERS))
    functional = kind == ladders.FUNCTIONAL
    fits = np.where(functional, tier >= len(ladders.STRUCTURAL_KINDS), tier == kind)
    places = np.flatnonzero((kind >= 0) & (tier >= 0) & ~fits)
    kinds = [ladders.KINDS[code] for code in kind[places]]
    return draft.find("tier_not_of_kind", "positions", places, "tier", kind=kinds)


def _numbered(choices: tuple[str, ...]) -> dict[str, int]:
    return {choice: code for code, choice in enumerate(choices)}


def _find_two_open_stays(draft: Draft) -> list[Problem]:
    """Name each open definitive stay of a person beyond the first begun."""
    stays = draft.stays
    if stays is None:
        return []
    open_ones = np.flatnonzero((stays.end == OPEN_END) & (stays.person >= 0))
    again = np.zeros(len(open_ones), np.bool_)
    again[1:] = stays.person[open_ones][1:] == stays.person[open_ones][:-1]
    return draft.find("two_open_stays", "assignments", stays.place[open_ones[again]], "nip")


def check_present_positions(draft: Draft) -> list[Problem]:
    """List people in service whose employees row differs from the definitive stay they hold.

    Contract: at the snapshot's own date the row holds and agrees with the open stay. Somebody
    without any stay is left to the warnings.
    """
    stays = draft.stays
    needed = ("nip", "position_id", "position_since")
    if stays is None or not draft.has("employees", *needed):
        return []
    held = find_held_stays(draft, stays)
    people = np.flatnonzero(held >= 0)
    place = stays.place[held[people]]
    problems: list[Problem] = []
    for column, other in (("position_id", "position_id"), ("position_since", "started_on")):
        own = draft.tables["employees"].column(column).take(pa.array(people))
        stay = draft.tables["assignments"].column(other).take(pa.array(place))
        differs = pc.not_equal(own, stay).fill_null(False).to_numpy()
        rows = [str(row) for row in draft.rows["assignments"][place[differs]]]
        expected = stay.filter(pa.array(differs)).to_pylist()
        code = f"{column}_disagrees"
        problems += draft.find(
            code, "employees", people[differs], column, stay_row=rows, expected=expected
        )
    return problems
