"""A plan's limits held against the records of today and what other plans have decided."""

from datetime import date

import pytest

from planning.desk.desk import open_desk
from planning.plan import build_plan
from planning.promised import Promise
from planning.requests import PlanRequest
from planning.work.limits import find_broken_limits
from tests.planning.borough import (
    AS_OF,
    EVEN,
    LOOSE,
    crew,
    make_borough,
    post,
    with_weights,
    work,
    worker,
)

POSTS = [post("A1", "A", 6), post("B1P", "B1", 6)]
NEEDS = [work("A1", 6), work("B1P", 6)]


def borough(full=6, short=2, **tables):
    """A has so many of its six people, the puskesmas so many of its six."""
    people = [*crew("1", "A1", full), *crew("2", "B1P", short)]
    return make_borough(POSTS, people, workloads=NEEDS, **tables)


def fix(matcher, **asked):
    request = PlanRequest(**({"weights": EVEN} | asked))
    return build_plan(open_desk(matcher, request, "p"), "id")


def promise(nip, origin="A1", target="B1P", on=AS_OF):
    return Promise("other", nip, origin, target, on)


def broken(plan, matcher, *promises, language="id"):
    return find_broken_limits(plan, plan.moves, promises, matcher, language)


def codes(*asked):
    return [one.code for one in broken(*asked)]


@pytest.mark.parametrize("limits", [{}, LOOSE, {"min_fill_ratio": 0.83, "max_share_leaving": 0.5}])
def test_a_plan_alone_breaks_no_limit_of_the_records_it_was_made_from(limits):
    plan = fix(borough(), **limits)
    assert plan.moves
    assert broken(plan, borough()) == ()


def test_a_plan_that_another_was_decided_beside_names_the_agency_that_releases_too_many():
    plan = fix(borough(), min_fill_ratio=0.0)
    (found,) = broken(plan, borough(), promise("14"))
    assert (found.code, found.move_ids) == ("max_share_leaving", (plan.moves[0].move_id,))
    assert "Dinas A" in found.text
    assert found.text != broken(plan, borough(), promise("14"), language="en")[0].text


def test_who_another_plan_keeps_in_the_agency_does_not_leave_it():
    plan = fix(borough(), min_fill_ratio=0.0)
    assert codes(plan, borough(), promise("20", "B1P", "B1P")) == []


def test_a_unit_that_falls_below_its_floor_with_what_another_plan_decided_is_named_once():
    asked = {"max_share_leaving": 1.0, "min_fill_ratio": 0.83}
    plan = fix(borough(), **asked)
    assert codes(plan, borough()) == []
    (found,) = broken(plan, borough(), promise("14"))
    assert (found.code, found.move_ids) == ("min_fill_ratio", (plan.moves[0].move_id,))
    assert "Dinas A akan tersisa 4" in found.text
    assert "83%" in found.text


def test_who_comes_by_another_plan_makes_up_for_who_goes_once_they_are_there():
    plan = fix(borough(), max_share_leaving=1.0, min_fill_ratio=0.83)
    due = (promise("14"), promise("21", "B1P", "A1"))
    assert codes(plan, borough(), *due) == []
    late = promise("21", "B1P", "A1", date(2025, 7, 1))
    assert codes(plan, borough(), due[0], late) == ["min_fill_ratio"]


def test_what_the_records_hold_by_now_counts_no_more():
    plan = fix(borough(), max_share_leaving=1.0, min_fill_ratio=0.66)
    held = [*crew("1", "A1", 5), worker("15", "B1P"), *crew("2", "B1P", 2)]
    later = make_borough(POSTS, held, workloads=NEEDS)
    moves = [move for move in plan.moves if move.nip != "15"]
    assert find_broken_limits(plan, moves[:1], (promise("15"),), later, "id") == ()


def test_newer_records_in_which_many_have_left_hinder_a_plan_that_takes_one_more():
    plan = fix(borough(), max_share_leaving=1.0, min_fill_ratio=0.83)
    mover = plan.moves[0].nip
    left = [worker(mover, "A1"), worker("99", "A1"), *crew("2", "B1P", 2)]
    (found,) = broken(plan, make_borough(POSTS, left, workloads=NEEDS))
    assert found.code == "min_fill_ratio"
    assert "Dinas A akan tersisa 1" in found.text


def test_who_is_below_the_floor_may_still_be_exchanged_one_for_one():
    people = [worker("1", "A1"), worker("2", "B1P")]
    wishes = [
        {"nip": "1", "submitted_on": "2025-01-01", "willing": True, "wanted_agency_id": "B"},
        {"nip": "2", "submitted_on": "2025-01-01", "willing": True, "wanted_agency_id": "A"},
    ]
    matcher = make_borough(POSTS, people, preferences=wishes)
    plan = fix(matcher, weights=with_weights(preference=1.0), min_fill_ratio=0.9)
    assert len(plan.moves) == 2
    assert broken(plan, matcher) == ()
    (found,) = find_broken_limits(plan, plan.moves[:1], (), matcher, "id")
    assert found.code == "min_fill_ratio"
