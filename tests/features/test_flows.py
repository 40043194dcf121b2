"""Past moves: how often one like this happened before the day, and how those ended."""

import math

import pytest

from tests.features.asking import ask

POSITIONS = [
    {"position_id": "p1", "title": "Perawat", "job_family": "Kesehatan"},
    {"position_id": "p2", "title": "Bendahara", "job_family": "Keuangan", "unit_id": "V"},
    {"position_id": "p3", "title": "Perawat", "job_family": "Kesehatan", "unit_id": "V"},
]


def move(nip, origin, target, on, outcome=None, known=None, reason="other"):
    return {
        "nip": nip,
        "from_position_id": origin,
        "to_position_id": target,
        "effective_on": on,
        "outcome": outcome,
        "outcome_on": known,
        "reason": reason,
    }


def records(*moves):
    return {
        "units": [{"unit_id": "U"}, {"unit_id": "V", "agency_id": "V"}],
        "positions": POSITIONS,
        "employees": [
            {"nip": nip, "position_id": "p1", "position_since": "2015-01-01"} for nip in "abcde"
        ],
        "transfers": list(moves),
    }


MOVES = [
    move("b", "p1", "p2", "2020-01-01", "success", "2021-01-01"),
    move("c", "p3", "p2", "2021-01-01", "failure", "2022-01-01"),
    move("d", "p2", "p2", "2022-01-01", "success", "2023-01-01"),
    move("e", "p1", "p2", "2024-01-01", "success", "2025-01-01"),
]


def test_moves_before_the_day_are_counted_by_what_they_share():
    found = ask(records(*MOVES), "a", "p2", "2024-01-01")
    assert found["moves_position"] == pytest.approx(math.log(2))
    assert found["moves_title"] == pytest.approx(math.log(3))
    assert found["moves_agency"] == pytest.approx(math.log(2))
    assert found["moves_into_position"] == pytest.approx(math.log(4))
    later = ask(records(*MOVES), "a", "p2", "2024-01-02")
    assert later["moves_position"] == pytest.approx(math.log(3))


def test_shares_are_of_all_who_came_and_of_all_who_left():
    found = ask(records(*MOVES), "a", "p2", "2024-01-01")
    assert found["arrivals_title"] == 2 / (3 + 2)
    assert found["departures_title"] == 2 / (2 + 2)


def test_reorganisations_and_sanctions_are_nobodys_choice():
    forced = [
        move("b", "p1", "p2", "2020-01-01", reason="reorganisation"),
        move("c", "p1", "p2", "2020-01-01", reason="sanction"),
    ]
    assert ask(records(*forced), "a", "p2", "2024-01-01")["moves_position"] == 0


def test_success_counts_from_the_day_after_it_became_known():
    assert ask(records(*MOVES), "a", "p2", "2022-01-01")["success_into_family"] == 1
    found = ask(records(*MOVES), "a", "p2", "2022-01-02")
    assert found["success_into_family"] == (1 + 5 * 0.5) / (2 + 5)
    assert found["success_family"] == (1 + 5 * 0.5) / (2 + 5)


def test_where_nothing_happened_before_the_rate_of_all_is_expected():
    found = ask(records(*MOVES), "a", "p3", "2024-01-01")
    assert found["success_into_family"] == pytest.approx(2 / 3)
    assert math.isnan(ask(records(*MOVES), "a", "p3", "2021-01-01")["success_into_family"])


def test_a_persons_own_moves_speak_for_the_person():
    tables = records(*MOVES)
    own = ask(tables, "b", "p2", "2024-01-01")["own_success"]
    assert own == pytest.approx((1 + 5 * 2 / 3) / 6)
    assert own > ask(tables, "c", "p2", "2024-01-01")["own_success"]
