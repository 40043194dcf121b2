"""What counts as a past move, which moves train, and when their outcomes may be used."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshots.days import to_date, to_day
from snapshots.moves import REASONS, OutcomeDefinition, derive_moves
from tests.records import make_history

POSITIONS = [
    {"position_id": "staff", "kind": "pelaksana", "replaces": None},
    {"position_id": "other", "kind": "pelaksana", "replaces": None},
    {"position_id": "renamed", "kind": "pelaksana", "replaces": "staff"},
    {"position_id": "head", "kind": "pengawas", "replaces": None},
]


def moves_of(*stays, transfers=None, as_of="2025-06-01", **tables):
    """Return the moves of one person who stayed in (position, start) one after the other."""
    ends = [start for _, start in stays[1:]] + [None]
    rows = [
        {"nip": "A", "position_id": position, "started_on": start, "ended_on": end}
        for (position, start), end in zip(stays, ends, strict=True)
    ]
    person = {"nip": "A", "position_id": stays[-1][0], "position_since": stays[-1][1]}
    given_tables = {"transfers": transfers} if transfers is not None else {}
    history = make_history(
        {
            "positions": POSITIONS,
            "employees": [person],
            "assignments": rows,
            **given_tables,
            **tables,
        },
        as_of,
    )
    moves = derive_moves(history, OutcomeDefinition())
    names = history.positions.position_id
    return moves, [
        (names[origin] if origin >= 0 else None, names[target], str(to_date(day)))
        for origin, target, day in zip(
            moves.from_position, moves.to_position, moves.day, strict=True
        )
    ]


def row(target, day, **others):
    return {"nip": "A", "to_position_id": target, "effective_on": day, **others}


def test_every_change_of_definitive_position_is_a_move_where_no_table_lists_them():
    _, moves = moves_of(("staff", "2010-01-01"), ("other", "2015-01-01"), ("head", "2020-01-01"))
    assert moves == [("staff", "other", "2015-01-01"), ("other", "head", "2020-01-01")]


def test_a_second_stay_in_the_same_position_is_no_move():
    _, moves = moves_of(("staff", "2010-01-01"), ("staff", "2015-01-01"), ("head", "2020-01-01"))
    assert moves == [("staff", "head", "2020-01-01")]


def test_a_change_that_the_transfers_table_does_not_list_is_no_move():
    stays = ("staff", "2010-01-01"), ("other", "2015-01-01"), ("head", "2020-01-01")
    _, moves = moves_of(*stays, transfers=[row("head", "2020-01-01")])
    assert moves == [("other", "head", "2020-01-01")]


def test_the_table_may_name_where_somebody_came_from():
    stays = ("staff", "2010-01-01"), ("head", "2020-01-01")
    listed = row("head", "2020-01-01", from_position_id="other")
    assert moves_of(*stays, transfers=[listed])[1] == [("other", "head", "2020-01-01")]


def test_acting_and_additional_stays_are_no_moves():
    rows: list[dict[str, Any]] = [
        {"position_id": "staff", "started_on": "2010-01-01", "appointment": None},
        {"position_id": "head", "started_on": "2015-01-01", "appointment": "acting"},
        {"position_id": "other", "started_on": "2016-01-01", "appointment": "additional"},
    ]
    _, moves = moves_of(("staff", "2010-01-01"), assignments=[{"nip": "A", **r} for r in rows])
    assert moves == []


@pytest.mark.parametrize("reason", REASONS)
def test_only_reorganisations_and_sanctions_train_nothing(reason):
    stays = ("staff", "2010-01-01"), ("other", "2015-01-01")
    moves, _ = moves_of(*stays, transfers=[row("other", "2015-01-01", reason=reason)])
    assert moves.trains[0] == (reason not in ("reorganisation", "sanction"))
    assert REASONS[moves.reason[0]] == reason


def test_a_move_into_the_post_that_replaces_the_one_held_is_a_reorganisation():
    moves, _ = moves_of(("staff", "2010-01-01"), ("renamed", "2015-01-01"))
    assert REASONS[moves.reason[0]] == "reorganisation"
    assert not moves.trains[0]


def test_the_way_back_within_the_months_fails_the_first_move_and_trains_nothing_itself():
    moves, _ = moves_of(("staff", "2010-01-01"), ("other", "2020-01-01"), ("staff", "2020-12-31"))
    assert moves.trains.tolist() == [True, False]
    assert moves.outcome.tolist() == [0, 1]


def test_the_way_back_from_a_lower_post_to_the_higher_one_held_before_fails_the_move_too():
    moves, _ = moves_of(("head", "2010-01-01"), ("staff", "2020-01-01"), ("head", "2020-06-01"))
    assert moves.outcome.tolist() == [0, 1]


def test_a_return_after_the_months_is_a_move_of_its_own():
    moves, _ = moves_of(("staff", "2010-01-01"), ("other", "2020-01-01"), ("staff", "2021-01-01"))
    assert moves.trains.tolist() == [True, True]
    assert moves.outcome.tolist() == [1, 1]


def test_a_listed_way_back_trains_like_any_other_move():
    stays = ("staff", "2010-01-01"), ("other", "2020-01-01"), ("staff", "2020-06-01")
    moves, _ = moves_of(*stays, transfers=[row("other", "2020-01-01"), row("staff", "2020-06-01")])
    assert moves.trains.tolist() == [True, True]


def test_an_outcome_that_the_table_gives_holds_from_its_day_on():
    stays = ("staff", "2010-01-01"), ("other", "2020-01-01")
    listed = row("other", "2020-01-01", outcome="failure", outcome_on="2020-03-03")
    moves, _ = moves_of(*stays, transfers=[listed])
    assert (moves.outcome[0], moves.given) == (0, True)
    assert not moves.known_before(to_day(date(2020, 3, 3)))[0]
    assert moves.known_before(to_day(date(2020, 3, 4)))[0]


def test_an_outcome_dated_before_its_move_is_not_known_as_of_the_move():
    stays = ("staff", "2010-01-01"), ("other", "2022-01-01")
    listed = row("other", "2022-01-01", outcome="failure", outcome_on="2020-05-01")
    moves, _ = moves_of(*stays, transfers=[listed])
    assert not moves.known_before(to_day(date(2022, 1, 1)))[0]
    assert moves.known_before(to_day(date(2022, 1, 2)))[0]


def test_a_given_outcome_without_a_day_is_known_when_the_months_are_over():
    stays = ("staff", "2010-01-01"), ("other", "2020-01-01")
    moves, _ = moves_of(*stays, transfers=[row("other", "2020-01-01", outcome="success")])
    assert to_date(moves.known_on[0]) == date(2021, 1, 1)


def test_an_empty_outcome_in_a_table_that_gives_others_stays_unknown():
    stays = ("staff", "2010-01-01"), ("other", "2015-01-01"), ("head", "2020-01-01")
    listed = [row("other", "2015-01-01"), row("head", "2020-01-01", outcome="success")]
    moves, _ = moves_of(*stays, transfers=listed)
    assert moves.outcome.tolist() == [-1, 1]
    assert to_date(moves.known_on[0]) is None


def test_a_table_without_any_outcome_leaves_them_to_be_judged():
    stays = ("staff", "2010-01-01"), ("other", "2015-01-01")
    moves, _ = moves_of(*stays, transfers=[row("other", "2015-01-01", outcome=None)])
    assert (moves.outcome.tolist(), moves.given) == ([1], False)


def test_the_base_rate_counts_what_trains_and_is_known():
    stays = ("staff", "2010-01-01"), ("other", "2015-01-01"), ("head", "2024-09-01")
    moves, _ = moves_of(*stays)
    assert moves.outcome.tolist() == [1, -1]
    assert moves.base_rate == 1.0
    assert moves.rate_before(to_day(date(2016, 1, 1))) is None
    assert moves.rate_before(to_day(date(2016, 1, 2))) == 1.0


@pytest.mark.parametrize("reason", ["reorganisation", "sanction"])
def test_what_never_trains_moves_no_base_rate_and_separates_nobody(reason):
    stays = ("staff", "2010-01-01"), ("other", "2015-01-01"), ("head", "2018-01-01")
    failed = row("other", "2015-01-01", reason=reason, outcome="failure")
    moves, _ = moves_of(*stays, transfers=[failed, row("head", "2018-01-01", outcome="success")])
    assert moves.outcome.tolist() == [0, 1]
    assert moves.outcomes_before(moves.reach).tolist() == [1]
    assert (moves.base_rate, moves.separates_nobody) == (1.0, True)


def test_a_way_back_moves_no_base_rate():
    moves, _ = moves_of(("staff", "2010-01-01"), ("other", "2020-01-01"), ("staff", "2020-12-31"))
    assert moves.outcome.tolist() == [0, 1]
    assert moves.base_rate == 0.0


@given(successes=st.integers(0, 40), failures=st.integers(0, 40))
def test_outcomes_separate_somebody_between_5_and_95_percent(successes, failures):
    people = [f"{index:03}" for index in range(successes + failures)]
    listed = [
        {
            "nip": nip,
            "to_position_id": "other",
            "effective_on": "2020-01-01",
            "outcome": "success" if index < successes else "failure",
        }
        for index, nip in enumerate(people)
    ]
    seat = {"position_id": "other", "position_since": "2020-01-01"}
    history = make_history(
        {
            "positions": POSITIONS,
            "employees": [{"nip": nip, **seat} for nip in people],
            "transfers": listed,
        }
    )
    moves = derive_moves(history, OutcomeDefinition())
    count = successes + failures
    separates = count > 0 and 0.05 <= np.float64(successes) / count <= 0.95
    assert moves.separates_nobody is not separates


def test_records_without_any_move_give_none():
    moves, listed = moves_of(("staff", "2010-01-01"))
    assert (len(moves), listed, moves.base_rate, moves.separates_nobody) == (0, [], None, True)
