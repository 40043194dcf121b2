"""Seats held against the records of today: those of a scenario apart, none freed by a refusal."""

from datetime import UTC, datetime

from planning.desk.desk import open_desk
from planning.plan import build_plan
from planning.requests import Pin, PlanRequest
from planning.scenarios.scenario import Factor, Scenario
from planning.work.deciding import find_hindrances
from planning.work.since import find_changes
from planning.work.steps import StepTaken, read_progress
from tests.planning.borough import (
    EVEN,
    LOOSE,
    crew,
    make_borough,
    post,
    with_weights,
    work,
    worker,
)

AT = datetime(2025, 6, 2, tzinfo=UTC)


def fix(matcher, **asked):
    request = PlanRequest(**({"weights": EVEN} | LOOSE | asked))
    return build_plan(open_desk(matcher, request, "p"), "id")


def find_steps(plan, matcher, **rejected):
    """Return the progress of every move: at its proposal, but for who is rejected by name."""
    return [
        read_progress(
            move.move_id,
            move.target.kind,
            [StepTaken("rejected", "planner", "Menolak.", AT, 1)] if move.nip in rejected else [],
            matcher.policy.steps,
            1,
            False,
        )
        for move in plan.moves
    ]


def tell(plan, matcher, **rejected):
    """Return the codes of what changed of moves, and of what hinders the decision."""
    progress = find_steps(plan, matcher, **rejected)
    changes = find_changes(plan, progress, matcher, "id")
    hindrances = find_hindrances(plan, progress, changes, matcher, "id")
    codes = {one.code for one in hindrances} - {"steps_missing"}
    return {one.code for one in changes if one.move_id}, codes


def surged(seats):
    """Return a borough where a clinic has so many seats, six of them held, and a surge of it."""
    posts = [post("A1", "A", 6), post("B1P", "B1", seats)]
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 6)]
    return make_borough(posts, people, workloads=[work("A1", 3), work("B1P", 6)])


SURGE = Scenario("lonjakan", (Factor("unit", "B1", 1.5),))


def test_a_plan_under_a_surge_fills_vacant_seats_alone_and_may_be_decided():
    matcher = surged(8)
    plan = fix(matcher, scenario=SURGE)
    assert [move.to_position_id for move in plan.moves] == ["B1P", "B1P"]
    assert tell(plan, matcher) == (set(), set())


def test_a_surge_where_no_seat_is_vacant_moves_nobody_there():
    assert not fix(surged(6), scenario=SURGE).moves


def test_a_seat_of_who_leaves_in_the_scenario_alone_is_not_free_yet():
    posts = [post("A1", "A", 6), post("B1P", "B1", 2)]
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    matcher = make_borough(posts, people, workloads=[work("A1", 2), work("B1P", 2)])
    leaver = matcher.person_id(matcher.person("20"))
    plan = fix(matcher, scenario=Scenario("pergi", leaving=(leaver,)))
    assert [move.to_position_id for move in plan.moves] == ["B1P"]
    assert tell(plan, matcher) == (set(), {"scenario_seat"})
    gone = make_borough(
        posts, [one for one in people if one["nip"] != "20"], workloads=[work("A1", 2)]
    )
    assert tell(plan, gone) == (set(), set())


def test_a_seat_that_is_taken_since_is_a_change_under_a_scenario_too():
    plan = fix(surged(8), scenario=SURGE)
    changes, hindrances = tell(plan, surged(6))
    assert changes == {"seat_not_free"}
    assert "scenario_seat" not in hindrances


def test_a_rejected_move_frees_no_seat_for_who_follows():
    posts = [post("A1", "A", 1), post("A2", "A", 1), post("B1P", "B1", 2)]
    people = [worker("1", "A1"), *crew("2", "B1P", 2)]
    matcher = make_borough(posts, people, workloads=[work("A1", 1), work("A2", 1), work("B1P", 1)])
    pin = (Pin(matcher.person_id(0), "A2"),)
    plan = fix(matcher, pin=pin, chains=True, weights=with_weights(empty_post=1.0))
    assert {move.to_position_id for move in plan.moves} >= {"A1", "A2"}
    assert tell(plan, matcher)[0] == set()
    assert tell(plan, matcher, **{"1": True})[0] == {"seat_not_free"}
