"""What is told of a move afterwards: outcome, ratios of both units, ways back, service results."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.baselines import make_baseline
from planning.aftermath.answers import Checkpoint
from snapshots.reported import ReportedOutcome
from snapshots.surrogate import person_id
from tests.planning.aftermath.later import (
    GOOD,
    MOVER,
    ON,
    SECRET,
    STAYS,
    follow,
    follow_one,
    matcher_of,
    planned,
)

BACK = [
    *STAYS[:1],
    STAYS[1] | {"ended_on": "2024-09-01"},
    {"nip": MOVER, "position_id": "OLD", "started_on": "2024-09-01"},
    STAYS[2],
]


def report(outcome="success"):
    return ReportedOutcome(person_id(SECRET, MOVER), "NEW", ON, outcome, date(2025, 3, 5))


def test_an_outcome_that_the_records_tell_is_told_with_its_day():
    """Moved on 2024-03-01: the predicates of 2024 and 2025 are known on 2026-01-31."""
    outcome = follow_one().outcome
    assert (outcome.state, outcome.succeeded, outcome.source) == ("success", True, "judged")
    assert outcome.known_on == date(2026, 1, 31)


@pytest.mark.parametrize("as_of", ["2024-03-02", "2025-06-01", "2026-01-31"])
def test_before_an_outcome_can_be_known_its_day_is_told(as_of):
    outcome = follow_one(matcher_of(as_of)).outcome
    assert (outcome.state, outcome.expected_on) == ("expected", date(2026, 1, 31))
    assert outcome.succeeded is None


def test_a_move_that_the_records_do_not_reach_is_still_to_come():
    matcher = matcher_of("2024-02-15", assignments=[STAYS[0] | {"ended_on": None}, STAYS[2]])
    found = follow_one(matcher)
    assert (found.outcome.state, found.in_post) == ("to_come", None)
    assert found.outcome.expected_on == date(2026, 1, 31)


def test_a_move_that_never_reached_the_records_is_named():
    matcher = matcher_of(assignments=[STAYS[0] | {"ended_on": None}, STAYS[2]])
    assert follow_one(matcher).outcome.state == "not_in_records"


def test_what_cannot_be_judged_is_neither_success_nor_failure():
    outcome = follow_one(matcher_of(performance=GOOD[:1])).outcome
    assert (outcome.state, outcome.succeeded) == ("unclear", None)


def test_whoever_went_back_did_not_succeed():
    found = follow_one(matcher_of(assignments=BACK, holds="OLD"))
    assert (found.outcome.state, found.outcome.succeeded) == ("failure", False)
    assert found.in_post is False
    assert [(one.kind, one.on) for one in found.returns] == [("moved_back", date(2024, 9, 1))]


def test_a_report_counts_until_the_records_know_better():
    early = follow_one(matcher_of("2025-06-01"), reports=[report("failure")]).outcome
    assert (early.state, early.succeeded, early.taught) == ("reported", False, False)
    assert follow_one(reports=[report("failure")]).outcome.state == "success"
    other = replace(report(), to_position_id="OLD")
    assert follow_one(matcher_of("2025-06-01"), reports=[other]).outcome.state == "expected"


@pytest.mark.parametrize("on", [ON, ON + timedelta(days=1)])
def test_a_report_is_found_by_the_day_of_the_records_and_by_that_of_the_plan(on):
    """The plan's TMT is a day before or after that of the records: the report says either."""
    told = follow_one(matcher_of("2025-06-01"), reports=[report()], on=on).outcome
    assert told.state == "reported"
    other = replace(report(), effective_on=on)
    assert follow_one(matcher_of("2025-06-01"), reports=[other], on=on).outcome.state == "reported"


@pytest.mark.parametrize(("as_of", "taught"), [("2026-01-31", False), ("2026-02-01", True)])
def test_a_model_learned_from_what_was_known_before_its_day(as_of, taught):
    bundle = replace(make_baseline("competency_match"), basis="learned", card={"as_of": as_of})
    assert follow_one(matcher_of(bundle=bundle)).outcome.taught is taught


def test_a_rule_learns_from_nothing():
    assert follow_one().outcome.taught is False


def test_ratios_are_those_of_the_plan_and_of_each_day_that_the_records_reach():
    """Two of four in the unit entered; the unit left has nobody of its two any more."""
    left, entered = follow_one(matcher_of("2024-10-01")).units
    assert (left.side, left.before, left.expected, left.now) == ("left", 0.5, 0.0, 0.0)
    assert (entered.before, entered.expected, entered.now) == (0.25, 0.5, 0.5)
    assert entered.checkpoints == (
        Checkpoint(3, date(2024, 6, 1), True, 0.5),
        Checkpoint(6, date(2024, 9, 1), True, 0.5),
        Checkpoint(12, date(2025, 3, 1), False, None),
    )


def test_a_ratio_is_of_its_own_day():
    """Back on 2024-09-01: known from the day after, so that six months after shows them there."""
    points = [
        point.ratio for point in follow_one(matcher_of(assignments=BACK)).units[1].checkpoints
    ]
    assert points == [0.5, 0.5, 0.25]


def test_predicates_are_those_since_the_year_of_the_move():
    found = follow_one(matcher_of("2025-06-01"))
    assert [(one.year, one.predicate) for one in found.predicates] == [(2024, "baik")]


@pytest.mark.parametrize(
    ("wish", "count"),
    [
        ({"wanted_position_id": "OLD"}, 1),
        ({"wanted_agency_id": "D1"}, 1),
        ({"wanted_agency_id": "D2"}, 0),
        ({"wanted_agency_id": "D1", "submitted_on": "2024-02-01"}, 0),
        ({"wanted_agency_id": "D1", "submitted_on": "2026-03-01"}, 0),
    ],
)
def test_a_wish_counts_that_asks_for_the_old_place_since_the_move(wish, count):
    rows = [{"nip": MOVER, "submitted_on": "2025-01-01", **wish}]
    assert len(follow_one(matcher_of(preferences=rows)).returns) == count


def test_an_own_request_back_to_the_old_agency_is_told_as_one():
    listed = [
        {"nip": MOVER, "to_position_id": "NEW", "effective_on": "2024-03-01", "reason": "need"},
        {
            "nip": MOVER,
            "to_position_id": "OLD",
            "effective_on": "2024-09-01",
            "reason": "own_request",
        },
    ]
    found = follow_one(matcher_of(assignments=BACK, transfers=listed))
    assert [one.kind for one in found.returns] == ["own_request"]


def measured(on, value, **others):
    return {"unit_id": "D2", "measure": "Waktu layanan", "measured_on": on, "value": value} | others


def test_service_results_stand_before_and_after_with_their_counts():
    rows = [
        measured("2022-01-01", 99.0, direction="lower"),
        measured("2023-06-01", 10.0, direction="lower"),
        measured("2024-01-01", 12.0, direction="lower"),
        measured("2024-03-01", 8.0, direction="lower"),
        measured("2026-03-01", 99.0, direction="lower"),
    ]
    (told,) = follow_one(matcher_of(service_results=rows)).results
    assert (told.side, told.measure) == ("entered", "Waktu layanan")
    assert (told.before, told.before_count, told.after, told.after_count) == (11.0, 2, 8.0, 1)
    assert told.better is True


def test_without_a_direction_or_a_side_nothing_is_better():
    rows = [measured("2023-06-01", 10.0), measured("2025-01-01", 12.0)]
    (told,) = follow_one(matcher_of(service_results=rows)).results
    assert told.better is None
    alone = [measured("2025-01-01", 12.0, direction="higher")]
    (told,) = follow_one(matcher_of(service_results=alone)).results
    assert (told.before, told.before_count, told.better) == (None, 0, None)


def test_poor_records_are_followed_as_far_as_they_go():
    bare = matcher_of()
    for table in ("performance", "preferences", "service_results"):
        bare.history.snapshot.tables.pop(table, None)
    found = follow_one(bare)
    assert found.predicates == found.results == found.returns == ()
    assert found.outcome.known_on == date(2025, 3, 1)


def test_a_post_or_person_that_the_records_lost_breaks_nothing():
    gone = (planned(nip="196001011985011000", to_position_id="GONE"),)
    found = follow(moves=gone).items[0]
    assert (found.outcome.state, found.in_post, found.predicates) == ("not_in_records", None, ())


def test_each_text_is_written_in_both_languages():
    one, other = (follow(language=each) for each in ("id", "en"))
    assert one.total.text != other.total.text
    assert one.items[0].outcome.text != other.items[0].outcome.text
    assert one.notices[-1].code == "no_cause"
