"""What is known as of a date: strictly before it, with ends that were fixed in advance."""

from datetime import date

import numpy as np
import pytest

from snapshots.days import UNKNOWN_DAY, to_date, to_day
from snapshots.ladders import PREDICATE_CODES, RANK_CODES, UNKNOWN
from snapshots.view import view_day, view_rows
from tests.records import make_history

POSITIONS = [
    {"position_id": "A", "kind": "pelaksana", "replaces": None},
    {"position_id": "B", "kind": "pengawas", "replaces": None},
    {"position_id": "B2", "kind": "pengawas", "replaces": "B"},
]


def history_of(*stays, as_of="2025-06-01", person=None, **tables):
    """Return the history of one person with stays (position, start, end, appointment)."""
    names = ("position_id", "started_on", "ended_on", "appointment")
    rows = [dict(zip(names, (*stay, "definitive")[:4], strict=True)) for stay in stays]
    row = {"nip": "X", "position_id": "A", "position_since": "2010-01-01"} | (person or {})
    assignments = [{"nip": "X", **stay} for stay in rows]
    given = {"positions": POSITIONS, "employees": [row], "assignments": assignments}
    return make_history(given | tables, as_of)


def view_on(history, day):
    return view_day(history, to_day(date.fromisoformat(day)))


def held(history, day):
    """Return the position held and since when, as of a day."""
    view = view_on(history, day)
    place = int(view.position[0])
    name = history.positions.position_id[place] if place >= 0 else None
    return name, to_date(int(view.position_since[0]))


MOVED = (("A", "2020-01-01", "2024-03-01"), ("B", "2024-03-01", None))


@pytest.mark.parametrize(
    ("day", "position", "since"),
    [
        ("2020-01-01", None, None),  # the first stay begins this day: not known yet
        ("2020-01-02", "A", date(2020, 1, 1)),
        ("2024-03-01", "A", date(2020, 1, 1)),  # the decree of this day is not seen
        ("2024-03-02", "B", date(2024, 3, 1)),
    ],
)
def test_a_decree_is_known_from_the_day_after_it_takes_effect(day, position, since):
    assert held(history_of(*MOVED), day) == (position, since)


@pytest.mark.parametrize(
    ("day", "position"), [("2022-05-31", "A"), ("2022-06-01", "A"), ("2022-06-02", None)]
)
def test_a_stay_that_ends_today_still_counts_today(day, position):
    history = history_of(("A", "2020-01-01", "2022-06-01"))
    assert held(history, day)[0] == position


def test_of_several_stays_the_one_begun_last_is_held():
    history = history_of(("A", "2020-01-01", None), ("B", "2021-01-01", "2022-01-01"))
    assert [held(history, day)[0] for day in ("2020-06-01", "2021-06-01", "2022-06-01")] == [
        "A",
        "B",
        "A",
    ]


@pytest.mark.parametrize("appointment", ["acting", "additional"])
def test_only_a_definitive_stay_is_ones_position(appointment):
    history = history_of(("A", "2020-01-01", None), ("B", "2021-01-01", None, appointment))
    assert held(history, "2022-01-01")[0] == "A"


def test_at_the_snapshots_own_date_the_employees_row_holds():
    history = history_of(
        ("A", "2020-01-01", None),
        person={"position_id": "B", "position_since": "2021-01-01"},
    )
    assert held(history, "2025-06-01") == ("B", date(2021, 1, 1))
    assert held(history, "2025-05-31") == ("A", date(2020, 1, 1))


def test_tenure_carries_over_to_a_post_that_replaces_the_one_before():
    history = history_of(
        ("B", "2015-01-01", "2020-01-01"),
        ("B2", "2020-01-01", None),
        person={"position_id": "B2", "position_since": "2020-01-01"},
    )
    for day in ("2021-01-01", "2025-06-01"):
        view = view_on(history, day)
        assert to_date(int(view.position_since[0])) == date(2020, 1, 1)
        assert to_date(int(view.counted_since[0])) == date(2015, 1, 1)


def test_tenure_does_not_carry_over_from_any_other_post():
    history = history_of(
        ("B", "2010-01-01", "2015-01-01"),
        ("A", "2015-01-01", "2020-01-01"),
        ("B2", "2020-01-01", None),
    )
    assert to_date(int(view_on(history, "2021-01-01").counted_since[0])) == date(2020, 1, 1)


def test_a_rank_is_known_from_the_day_after_it_was_reached():
    ranks = [
        {"nip": "X", "rank": "III/a", "since": "2015-04-01"},
        {"nip": "X", "rank": "III/b", "since": "2019-04-01"},
    ]
    history = history_of(*MOVED, ranks=ranks)
    found = [
        int(view_on(history, day).rank[0]) for day in ("2015-04-01", "2019-04-01", "2019-04-02")
    ]
    assert found == [UNKNOWN, RANK_CODES["III/a"], RANK_CODES["III/b"]]


def test_without_a_rank_history_a_rank_is_unknown_before_its_own_date():
    history = history_of(*MOVED, person={"rank": "IV/a", "rank_since": "2020-04-01"})
    found = [
        int(view_on(history, day).rank[0]) for day in ("2020-04-01", "2020-04-02", "2025-06-01")
    ]
    assert found == [UNKNOWN, RANK_CODES["IV/a"], RANK_CODES["IV/a"]]
    since = [int(view_on(history, day).rank_since[0]) for day in ("2020-04-01", "2025-06-01")]
    assert since == [UNKNOWN_DAY, to_day(date(2020, 4, 1))]


def test_education_holds_for_every_date_where_there_is_no_history_of_it():
    person = {"education_level": "s1", "education_field": "Ekonomi "}
    history = history_of(*MOVED, person=person)
    for day in ("2001-01-01", "2025-06-01"):
        view = view_on(history, day)
        assert (int(view.education[0]), history.fields.words[view.field[0]]) == (7 - 1, "ekonomi")


def test_with_a_history_of_education_the_highest_degree_so_far_holds():
    educations = [
        {"nip": "X", "level": "s1", "graduated_on": "2008-08-30", "field": "hukum"},
        {"nip": "X", "level": "d3", "graduated_on": "2012-08-30", "field": "akuntansi"},
        {"nip": "X", "level": "s2", "graduated_on": "2015-08-30", "field": "ekonomi"},
    ]
    person = {"education_level": "s2", "education_field": "ekonomi"}
    history = history_of(*MOVED, person=person, educations=educations)
    views = [view_on(history, d) for d in ("2008-08-30", "2013-01-01", "2015-08-31", "2025-06-01")]
    assert [int(view.education[0]) for view in views] == [UNKNOWN, 6, 7, 7]
    words = [history.fields.words[view.field[0]] for view in views[1:]]
    assert words == ["hukum", "ekonomi", "ekonomi"]


@pytest.mark.parametrize(
    ("known_on", "day", "known"),
    [
        (None, "2023-01-31", False),
        (None, "2023-02-01", True),
        ("2023-03-15", "2023-03-15", False),
        ("2023-03-15", "2023-03-16", True),
    ],
)
def test_a_years_predicate_is_known_after_31_january_or_its_own_date(known_on, day, known):
    row = {"nip": "X", "year": 2022, "predicate": "baik", "known_on": known_on}
    view = view_on(history_of(*MOVED, performance=[row]), day)
    assert int(view.predicate(2022)[0]) == (PREDICATE_CODES["baik"] if known else UNKNOWN)
    assert int(view.predicate(2021)[0]) == UNKNOWN


def test_what_a_position_is_follows_the_position_held():
    view = view_on(history_of(*MOVED), "2020-01-01")
    assert (view.level[0], view.unit[0], view.kind[0]) == (UNKNOWN, UNKNOWN, UNKNOWN)
    later = view_on(history_of(*MOVED), "2024-03-02")
    assert (later.level[0], later.unit[0]) == (1, 0)


def test_rows_of_different_days_stand_side_by_side():
    view = view_rows(
        history_of(*MOVED), [0, 0], [to_day(date(2024, 3, 1)), to_day(date(2024, 3, 2))]
    )
    assert view.position.tolist() == [0, 1]


def test_a_column_of_ones_own_is_computed_once_for_all_parts_of_a_view():
    calls = []

    def compute(view):
        calls.append(len(view))
        return view.day + view.person

    view = view_rows(history_of(*MOVED), np.zeros(6, np.int32), np.arange(6))
    part = view.take(np.array([False, True, True, False, True, True]))
    assert part.take(np.array([3, 0])).derive(compute).tolist() == [5, 1]
    assert part.derive(compute).tolist() == [1, 2, 4, 5]
    assert view.derive(compute).tolist() == list(range(6))
    assert calls == [6]
