"""Planning again over few edges finds what planning again over all of them finds."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings

from planning.errors import InfeasiblePlanError
from planning.optimum.breaches import find_breaches
from planning.optimum.solve import solve
from planning.reasons.replanning import Replanner
from tests.planning.optimum.instances import instances


def change(instance, refused, taken):
    barred, pinned = instance.barred.copy(), instance.pinned.copy()
    barred[refused], pinned[refused] = True, False
    pinned[taken] = True
    return replace(instance, barred=barred, pinned=pinned)


def solve_or_none(instance):
    try:
        return solve(instance)
    except InfeasiblePlanError:
        return None


@settings(deadline=None, max_examples=60)
@given(instances())
def test_refusing_a_move_costs_what_a_whole_new_plan_without_it_costs(instance):
    solution = solve_or_none(instance)
    assume(solution is not None)
    replanner = Replanner(instance, solution)
    for edge in solution.chosen:
        found = replanner.replan(refused=np.array([edge]))
        whole = solve_or_none(change(instance, [edge], []))
        assert (found is None) == (whole is None)
        if found is not None:
            assert found.loses == whole.objective - solution.objective
            assert edge not in found.chosen


@settings(deadline=None, max_examples=60)
@given(instances())
def test_another_move_in_its_place_costs_what_a_whole_new_plan_with_it_costs(instance):
    solution = solve_or_none(instance)
    assume(solution is not None)
    replanner = Replanner(instance, solution)
    free = np.setdiff1d(np.flatnonzero(~instance.barred), solution.chosen)
    for edge in free:
        found = replanner.replan(refused=solution.chosen[:1], taken=np.array([edge]))
        changed = change(instance, solution.chosen[:1], [edge])
        whole = solve_or_none(changed)
        assert (found is None) == (whole is None)
        if found is not None:
            assert found.loses == whole.objective - solution.objective
            assert not find_breaches(changed, found.chosen)
            assert found.loses >= replanner.bound_loss(np.array([edge]))[0] or (
                instance.pinned[solution.chosen[:1]].any()
            )
