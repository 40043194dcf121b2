"""Limits beside other decided plans: what these still have to move counts as if it were made."""

from dataclasses import asdict
from datetime import date

import pytest

from planning.desk.desk import open_desk
from planning.optimum.solve import solve
from planning.plan import build_plan
from planning.promised import Promise
from planning.requests import PlanRequest
from tests.planning.borough import EVEN, LOOSE, crew, make_borough, name_moves, post, work, worker

SHORT = [post("A1", "A", 6), post("B1P", "B1", 6)]


@pytest.fixture
def uneven():
    """A has all six of its people, the puskesmas two of six."""
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    return make_borough(SHORT, people, workloads=[work("A1", 6), work("B1P", 6)])


def promise(nip, origin="A1", target="B1P", on=date(2025, 6, 1)):
    return Promise("other", nip, origin, target, on)


def plan_beside(matcher, *due, **asked):
    request = PlanRequest(**({"weights": EVEN} | asked))
    desk = open_desk(matcher, request, "p", due=due)
    return name_moves(desk, solve(desk.instance).chosen)


def test_who_leaves_by_another_plan_counts_among_those_who_may_leave_an_agency(uneven):
    half = {"max_share_leaving": 0.34, "min_fill_ratio": 0.0}
    assert len(plan_beside(uneven, **half)) == 2
    assert len(plan_beside(uneven, promise("10"), **half)) == 1
    assert not plan_beside(uneven, promise("10"), promise("11"), **half)
    assert not plan_beside(uneven, promise("10"), promise("11"), promise("12"), **half)


def test_a_post_left_open_says_whom_other_plans_take_from_the_agency(uneven):
    asked = PlanRequest(weights=EVEN, max_share_leaving=0.1, min_fill_ratio=0.0)
    for due, told in ((), False), ((promise("10"),), True):
        plan = build_plan(open_desk(uneven, asked, "p", due=due), "id")
        (limit,) = (one for one in plan.open[0].stopped_by if one.code == "max_share_leaving")
        assert ("mengeluarkan 1 orang" in limit.text) is told


def test_who_stays_in_the_agency_by_another_plan_does_not_count_as_leaving():
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    posts = [*SHORT, post("A2", "A", 1)]
    matcher = make_borough(posts, people, workloads=[work("A1", 6), work("B1P", 6)])
    asked = {"max_share_leaving": 0.1, "min_fill_ratio": 0.0, "positions": ("B1P",)}
    assert len(plan_beside(matcher, promise("10", target="A2"), **asked)) == 1


def test_the_floor_holds_with_who_leaves_by_another_plan(uneven):
    asked = {"max_share_leaving": 1.0, "min_fill_ratio": 0.83}
    assert len(plan_beside(uneven, **asked)) == 1
    assert not plan_beside(uneven, promise("10"), **asked)


def test_who_comes_by_another_plan_fills_the_pool():
    """Three of six are there; with two who come one seat less pays."""
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 3), *crew("3", "C1", 2)]
    posts = [*SHORT, post("C1", "B", 2)]
    matcher = make_borough(posts, people, workloads=[work("A1", 6), work("B1P", 6), work("C1", 2)])
    alone = plan_beside(matcher, **LOOSE)
    beside = plan_beside(matcher, promise("30", "C1"), promise("31", "C1"), **LOOSE)
    assert sum(nip.startswith("1") for nip in alone) > sum(nip.startswith("1") for nip in beside)


def test_who_comes_by_another_plan_replaces_who_goes_unless_they_come_too_late(uneven):
    people = [*crew("1", "A1", 5), *crew("2", "B1P", 2), worker("9", "B1P")]
    matcher = make_borough(SHORT, people, workloads=[work("A1", 5), work("B1P", 6)])
    asked = {"max_share_leaving": 1.0, "min_fill_ratio": 1.0}
    assert not plan_beside(matcher, **asked)
    assert len(plan_beside(matcher, promise("9", "B1P", "A1"), **asked)) == 1
    late = promise("9", "B1P", "A1", date(2025, 7, 1))
    assert not plan_beside(matcher, late, **asked)
    assert len(plan_beside(matcher, late, effective_on=date(2025, 7, 1), **asked)) == 1


def test_an_exchange_that_another_plan_decided_for_later_leaves_the_floor_as_it_is(uneven):
    """Two of A1 change with two who come on the same later day: six stay there throughout."""
    asked = {"max_share_leaving": 1.0, "min_fill_ratio": 0.83}
    later = date(2025, 7, 1)
    due = (promise("10", on=later), promise("20", "B1P", "A1", later))
    assert len(plan_beside(uneven, *due, **asked)) == 1


def test_fill_ratios_of_a_plan_count_the_moves_that_others_decided(uneven):
    desk = open_desk(uneven, PlanRequest(weights=EVEN, **LOOSE), "p", due=(promise("10"),))
    plan = build_plan(desk, "id")
    before = {one.id: one.staff_before for one in plan.fill if one.level == "agency"}
    assert before == {"A": 5.0, "B": 3.0}
    parts = asdict(plan.objective.parts)
    assert abs(sum(parts.values()) - 2 * parts["total"]) < 1e-9


def test_a_promise_that_the_records_do_not_know_changes_nothing(uneven):
    unknown = Promise("other", "99", "A1", "B1P", date(2025, 6, 1))
    assert plan_beside(uneven, unknown, **LOOSE) == plan_beside(uneven, **LOOSE)
