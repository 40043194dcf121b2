"""Whatever is dated on or after a day changes nothing that a view of that day tells."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshots.days import to_day
from snapshots.view import view_day, view_rows
from tests.records import make_history

START, AS_OF = date(2018, 1, 1), date(2024, 1, 1)
MIDDLE = date(2021, 1, 1)
PEOPLE = ("X", "Y")
POSITIONS = [
    {"position_id": "A", "kind": "pelaksana", "replaces": None},
    {"position_id": "B", "kind": "pengawas", "replaces": "A"},
    {"position_id": "C", "kind": "fungsional", "tier": "ahli_madya", "replaces": "B"},
]
COLUMNS = (
    *("position", "position_since", "counted_since", "rank", "rank_since", "education"),
    *("level", "unit", "agency", "family", "kind"),
)

person = st.sampled_from(PEOPLE)


def days(first, last):
    """Draw days on a coarse grid, so that rows often meet on one day."""
    return st.integers(0, (last - first).days // 45).map(lambda n: first + timedelta(45 * n))


def rows_between(first, last):
    """Draw rows of every dated table whose date lies in [first, last)."""
    day = days(first, last - timedelta(1))
    return st.fixed_dictionaries(
        {
            "assignments": st.lists(
                st.tuples(person, st.sampled_from("ABC"), day, st.integers(0, 30) | st.none()),
                max_size=5,
                unique_by=lambda row: row[:3],
            ),
            "ranks": st.lists(
                st.tuples(person, st.sampled_from(["III/a", "III/d", "IX"]), day),
                max_size=4,
                unique_by=lambda row: (row[0], row[2]),
            ),
            "educations": st.lists(
                st.tuples(person, st.sampled_from(["d3", "s1", "d4", "s2"]), day),
                max_size=4,
                unique_by=lambda row: row,
            ),
            "performance": st.lists(
                st.tuples(person, st.sampled_from(["baik", "kurang"]), day),
                max_size=4,
                unique_by=lambda row: (row[0], row[2].year),
            ),
        }
    )


HEADINGS = {
    "assignments": ("nip", "position_id", "started_on", "ended_on"),
    "ranks": ("nip", "rank", "since"),
    "educations": ("nip", "level", "graduated_on"),
    "performance": ("nip", "predicate", "known_on"),
}


def history_of(*parts):
    """Return the history of rows drawn in parts; a stay's end is given in steps after its start."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in HEADINGS}
    for part in parts:
        for name, rows in part.items():
            tables[name] += [dict(zip(HEADINGS[name], row, strict=True)) for row in rows]
    for row in tables["assignments"]:
        if row["ended_on"] is not None:
            row["ended_on"] = row["started_on"] + timedelta(45 * row["ended_on"])
    for row in tables["performance"]:
        row["year"] = row["known_on"].year - 1
    people = [{"nip": nip, "position_id": "A", "position_since": START} for nip in PEOPLE]
    unplaced = {"nip": "Z", "position_id": "A", "started_on": START, "ended_on": START}
    tables["assignments"] += [{**unplaced, "nip": nip} for nip in PEOPLE]
    return make_history({"positions": POSITIONS, "employees": people, **tables}, AS_OF)


def everything(view):
    """Return all that a view of a day tells, as plain lists."""
    history, known = view.history, {name: getattr(view, name).tolist() for name in COLUMNS}
    known |= {f"predicate {y}": view.predicate(y).tolist() for y in range(2016, 2024)}
    levels = np.arange(6)
    keys = view.person[:, None] * 6 + levels
    known["level spans"] = history.level_spans.days_before(keys, view.day[:, None]).tolist()
    return known


def with_other_ends(part, day, steps):
    """Give the stays that are open, or end on or after a day, another end not before it."""
    stays = []
    for nip, position, start, length in part["assignments"]:
        until = None if length is None else start + timedelta(45 * length)
        lasts = until is None or until >= day
        new = (day - start).days // 45 + 1 + steps if lasts else length
        stays.append((nip, position, start, new))
    return {**part, "assignments": stays}


@settings(max_examples=60)
@given(past=rows_between(START, MIDDLE), later=rows_between(MIDDLE, AS_OF), steps=st.integers(0, 9))
def test_rows_added_or_altered_later_change_no_column_of_the_day(past, later, steps):
    day = to_day(MIDDLE)
    before = everything(view_day(history_of(past), day))
    assert everything(view_day(history_of(past, later), day)) == before
    altered = with_other_ends(past, MIDDLE, steps)
    assert everything(view_day(history_of(altered, later), day)) == before


@settings(max_examples=30)
@given(rows=rows_between(START, AS_OF), day=days(START, AS_OF))
def test_a_part_of_a_view_tells_what_a_view_of_that_part_would(rows, day):
    history = history_of(rows)
    person, asked = np.array([0, 1, 0, 1]), to_day(day) + np.array([0, 0, 45, 1])
    whole = view_rows(history, person, asked)
    chosen = np.array([3, 0])
    part, direct = whole.take(chosen), view_rows(history, person[chosen], asked[chosen])
    assert everything(part) == everything(direct)
