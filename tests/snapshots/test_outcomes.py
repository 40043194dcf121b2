"""How a move turned out, where the records do not state it: each kind of failure and doubt."""

from datetime import date

import pytest

from snapshots.days import to_date
from snapshots.moves import OutcomeDefinition, derive_moves
from tests.records import make_history

POSITIONS = [
    {"position_id": "staff", "kind": "pelaksana", "replaces": None, "tier": None},
    {"position_id": "other", "kind": "pelaksana", "replaces": None, "tier": None},
    {"position_id": "renamed", "kind": "pelaksana", "replaces": "other", "tier": None},
    {"position_id": "head", "kind": "pengawas", "replaces": None, "tier": None},
    {"position_id": "untiered", "kind": "fungsional", "replaces": None, "tier": None},
]
MOVE = "2021-08-01"
WORDS = {1: "success", 0: "failure", -1: "unknown"}


def turnout(*later, until=None, listed=None, as_of="2025-06-01", move=MOVE, left=None, **tables):
    """Return how a move from `staff` to `other` on MOVE turned out, and when it is known.

    `later` holds (position, start) of the stays that followed; `listed` (position, day, reason)
    makes a transfers table; `left` is (left_on, left_reason).
    """
    stays = [("staff", "2010-01-01"), ("other", move), *later]
    ends = [start for _, start in stays[1:]] + [until]
    rows = [
        {"nip": "A", "position_id": position, "started_on": start, "ended_on": end}
        for (position, start), end in zip(stays, ends, strict=True)
    ]
    person = {"nip": "A", "position_id": stays[-1][0], "position_since": stays[-1][1]}
    if left:
        person |= {"left_on": left[0], "left_reason": left[1]}
    if listed is not None:
        tables["transfers"] = [
            {"nip": "A", "to_position_id": target, "effective_on": day, "reason": reason}
            for target, day, reason in listed
        ]
    history = make_history(
        {"positions": POSITIONS, "employees": [person], "assignments": rows, **tables}, as_of
    )
    moves = derive_moves(history, OutcomeDefinition())
    return WORDS[moves.outcome[0]], to_date(moves.known_on[0])


def predicates(**years):
    return [
        {"nip": "A", "year": int(name[1:]), "predicate": predicate}
        for name, predicate in years.items()
    ]


def sanction(severity="sedang", started_on="2021-09-01", **others):
    return [{"nip": "A", "severity": severity, "started_on": started_on, **others}]


def test_who_stays_has_succeeded_once_the_months_are_over():
    assert turnout() == ("success", date(2022, 8, 1))


@pytest.mark.parametrize(
    ("as_of", "outcome"), [("2022-08-01", "success"), ("2022-07-31", "unknown")]
)
def test_a_move_is_judged_only_where_the_records_reach_the_end_of_its_months(as_of, outcome):
    assert turnout(as_of=as_of)[0] == outcome


@pytest.mark.parametrize(("day", "outcome"), [("2022-07-31", "failure"), ("2022-08-01", "success")])
def test_going_on_to_an_equal_position_within_the_months_is_a_failure(day, outcome):
    assert turnout(("staff", "2022-07-31"))[0] == "failure"
    assert turnout(("staff", day), listed=[("other", MOVE, None)])[0] == outcome


def test_going_on_to_a_higher_position_is_no_failure():
    assert turnout(("head", "2022-02-01"))[0] == "success"


def test_after_a_promotion_the_rest_is_judged_on():
    performance = predicates(y2022="kurang")
    assert turnout(("head", "2022-02-01"), performance=performance)[0] == "failure"


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (None, "failure"),
        ("other", "failure"),
        ("own_request", "failure"),
        ("performance", "failure"),
        ("sanction", "failure"),
        ("need", "unknown"),
        ("reorganisation", "unknown"),
    ],
)
def test_the_reason_for_going_on_decides(reason, outcome):
    listed = [("other", MOVE, None), ("staff", "2022-02-01", reason)]
    assert turnout(("staff", "2022-02-01"), listed=listed)[0] == outcome


def test_an_onward_change_that_the_table_does_not_list_has_an_unknown_reason():
    assert turnout(("staff", "2022-02-01"), listed=[("other", MOVE, "need")])[0] == "failure"


def test_the_first_move_into_a_post_tells_why_somebody_went_there():
    listed = [("other", MOVE, None), ("staff", "2022-02-01", "need"), ("staff", "2023-02-01", None)]
    later = ("staff", "2022-02-01"), ("staff", "2023-02-01")
    assert turnout(*later, listed=listed)[0] == "unknown"


def test_being_moved_up_for_need_leaves_the_outcome_unknown():
    listed = [("other", MOVE, None), ("head", "2022-02-01", "need")]
    assert turnout(("head", "2022-02-01"), listed=listed)[0] == "unknown"


def test_a_post_that_is_replaced_within_the_months_leaves_the_outcome_unknown():
    assert turnout(("renamed", "2022-02-01"))[0] == "unknown"


def test_going_on_to_a_position_of_unknown_level_leaves_the_outcome_unknown():
    assert turnout(("untiered", "2022-02-01"))[0] == "unknown"


def test_a_stay_that_ends_with_none_following_leaves_the_outcome_unknown():
    assert turnout(until="2022-02-01")[0] == "unknown"


def test_a_second_stay_in_the_same_post_has_not_ended_it():
    assert turnout(("other", "2022-02-01"))[0] == "success"


def test_a_move_whose_stay_the_records_lack_stays_unknown():
    listed = [("head", "2021-09-01", "need")]
    assert turnout(listed=listed)[0] == "unknown"


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("resigned", "failure"),
        ("dismissed", "failure"),
        ("retired", "unknown"),
        ("died", "unknown"),
        ("moved_out", "unknown"),
        (None, "unknown"),
    ],
)
def test_resigning_and_dismissal_are_failures_other_leaving_tells_nothing(reason, outcome):
    assert turnout(left=("2022-07-31", reason), until="2022-07-31")[0] == outcome


def test_who_leaves_when_the_months_are_over_has_succeeded():
    assert turnout(left=("2022-08-01", "resigned"), until="2022-08-01")[0] == "success"


@pytest.mark.parametrize(
    ("predicate", "outcome"),
    [
        ("sangat_baik", "success"),
        ("baik", "success"),
        ("butuh_perbaikan", "failure"),
        ("sangat_kurang", "failure"),
    ],
)
def test_a_predicate_of_the_next_year_below_baik_is_a_failure(predicate, outcome):
    assert turnout(performance=predicates(y2022=predicate)) == (outcome, date(2023, 1, 31))


@pytest.mark.parametrize(
    ("move", "outcome"), [("2021-06-30", "failure"), ("2021-07-01", "success")]
)
def test_the_own_years_predicate_counts_only_for_a_move_before_july(move, outcome):
    performance = predicates(y2021="kurang", y2022="baik")
    assert turnout(move=move, performance=performance) == (outcome, date(2023, 1, 31))


def test_a_predicate_missing_though_the_table_exists_leaves_the_outcome_unknown():
    assert turnout(performance=predicates(y2020="baik"))[0] == "unknown"


def test_failure_wins_over_a_missing_predicate_and_is_known_when_the_predicate_was_due():
    performance = predicates(y2020="baik")
    known = turnout(("staff", "2022-02-01"), performance=performance)
    assert known == ("failure", date(2023, 1, 31))


def test_a_predicate_that_came_late_delays_the_outcome():
    performance = [
        {"nip": "A", "year": 2022, "predicate": "baik", "known_on": date(2023, 5, 1)},
    ]
    assert turnout(performance=performance) == ("success", date(2023, 5, 1))


def test_a_predicate_that_came_early_does_not_shorten_the_months():
    performance = [
        {"nip": "A", "year": 2022, "predicate": "baik", "known_on": date(2022, 7, 1)},
    ]
    assert turnout(performance=performance) == ("success", date(2022, 8, 1))


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        ({"severity": "sedang"}, "failure"),
        ({"severity": "berat"}, "failure"),
        ({"severity": "ringan"}, "success"),
        ({"severity": "berat", "cancelled": True}, "success"),
        ({"severity": "berat", "under_investigation": True}, "success"),
        ({"started_on": MOVE}, "failure"),
        ({"started_on": "2021-07-31"}, "success"),
        ({"started_on": "2022-07-31"}, "failure"),
        ({"started_on": "2022-08-01"}, "success"),
    ],
)
def test_a_grave_sanction_that_starts_within_the_months_is_a_failure(case, outcome):
    assert turnout(discipline=sanction(**case))[0] == outcome
