"""Performance: the predicates of the last five calendar years, as known before the day."""

import math

import pytest

from snapshots.ladders import PREDICATES
from tests.features.asking import ask


def years(nip, **predicates):
    return [
        {"nip": nip, "year": int(year[1:]), "predicate": PREDICATES[value - 1]}
        for year, value in predicates.items()
    ]


def records(*rows, people=("a",), unit_of=None):
    unit_of = unit_of or {}
    return {
        "units": [{"unit_id": "U"}, {"unit_id": "V", "parent_id": "U"}],
        "positions": [
            {"position_id": "in U"},
            {"position_id": "in V", "unit_id": "V"},
        ],
        "employees": [
            {
                "nip": nip,
                "position_id": f"in {unit_of.get(nip, 'U')}",
                "position_since": "2010-01-01",
            }
            for nip in people
        ],
        "performance": [row for some in rows for row in some],
    }


def test_years_are_summed_up_over_three_and_five():
    own = years("a", y2023=5, y2022=4, y2021=4, y2020=2, y2019=5, y2018=1)
    found = ask(records(own), "a", "in V", "2024-06-01")
    assert found["performance_latest"] == 5
    assert found["performance_mean_3"] == 13 / 3
    assert found["performance_mean_5"] == 4
    assert found["performance_lowest_5"] == 2
    assert found["performance_share_top"] == 2 / 5


def test_a_predicate_falls_due_on_the_last_of_january():
    own = years("a", y2023=5, y2022=3)
    assert ask(records(own), "a", "in V", "2024-01-31")["performance_latest"] == 3
    assert ask(records(own), "a", "in V", "2024-02-01")["performance_latest"] == 5


def test_a_predicate_that_became_known_later_is_not_known_before():
    late = [{"nip": "a", "year": 2022, "predicate": "baik", "known_on": "2023-09-01"}]
    assert math.isnan(ask(records(late), "a", "in V", "2023-09-01")["performance_latest"])
    assert ask(records(late), "a", "in V", "2023-09-02")["performance_latest"] == 4


def test_without_predicates_nothing_is_known():
    found = ask(records(years("a")), "a", "in V", "2024-06-01")
    assert math.isnan(found["performance_mean_3"])


PEOPLE = ("a", "b", "c", "d", "e")


def test_the_person_is_compared_with_the_colleagues_of_the_unit():
    others = [years(nip, y2023=value) for nip, value in zip("bcd", (3, 3, 4), strict=True)]
    tables = records(years("a", y2023=4), *others, years("e", y2023=5), people=PEOPLE)
    tables["employees"][4]["position_id"] = "in V"
    found = ask(tables, "a", "in V", "2024-06-01")
    assert found["performance_against_peers_3"] == pytest.approx(4 - 10 / 3)


def test_with_fewer_than_three_colleagues_the_agency_is_the_measure():
    others = [years(nip, y2023=value) for nip, value in zip("bcd", (5, 5, 5), strict=True)]
    tables = records(
        years("a", y2023=4), *others, people=PEOPLE, unit_of={"b": "V", "c": "V", "d": "V"}
    )
    assert ask(tables, "a", "in V", "2024-06-01")["performance_against_peers_5"] == -1


def test_the_standing_over_ten_years_is_drawn_to_the_mean_where_few_years_are_known():
    others = [years(nip, y2023=4, y2016=4) for nip in "bcd"]
    tables = records(years("a", y2023=5, y2016=5), *others, people=PEOPLE)
    assert ask(tables, "a", "in V", "2024-06-01")["performance_standing"] == 2 / (2 + 2)


def test_with_too_few_colleagues_anywhere_nothing_is_said():
    tables = records(years("a", y2023=4), years("b", y2023=5), people=PEOPLE)
    assert math.isnan(ask(tables, "a", "in V", "2024-06-01")["performance_against_peers_3"])


def test_colleagues_are_those_of_the_year_not_those_of_today():
    others = [years(nip, y2021=3) for nip in "bcd"]
    tables = records(years("a", y2021=5), *others, people=PEOPLE)
    tables["assignments"] = [
        {
            "nip": "a",
            "position_id": "in U",
            "started_on": "2015-01-01",
            "ended_on": "2022-05-01",
        },
        {"nip": "a", "position_id": "in V", "started_on": "2022-05-01"},
    ]
    assert ask(tables, "a", "in U", "2024-06-01")["performance_against_peers_3"] == 2
