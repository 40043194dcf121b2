"""What a refused or replaced move costs is what planning again without it costs."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given

from planning.errors import InfeasiblePlanError
from planning.optimum.breaches import find_breaches
from planning.optimum.refusal import Replanner
from planning.optimum.solve import solve
from tests.planning.optimum.instances import bar, find_best, instances
from tests.planning.optimum.test_solve import quick


def change(instance, refused, taken, unlocked=False):
    barred, pinned = instance.barred.copy(), instance.pinned & (not unlocked)
    barred[refused], pinned[refused] = True, False
    pinned[taken] = True
    return replace(instance, barred=barred, pinned=pinned)


def solve_or_none(instance):
    try:
        return solve(instance)
    except InfeasiblePlanError:
        return None


def check(found, solution, changed):
    whole = solve_or_none(changed)
    assert (found is None) == (whole is None)
    if found is not None:
        assert found.loses == whole.objective - solution.objective
        assert not find_breaches(changed, found.chosen)


@given(instances(fixed=False))
@quick
def test_a_refusal_costs_what_the_plan_without_the_move_is_worse_by(instance):
    solution = solve(instance)
    replanner = Replanner(instance, solution)
    for edge in solution.chosen[:, None]:
        again = find_best(bar(instance, edge))[1]
        found = replanner.replan(refused=edge)
        assert found is not None
        assert found.loses == again - solution.objective


@given(instances(fixed=False))
@quick
def test_refusing_a_whole_person_costs_what_planning_without_that_person_costs(instance):
    solution = solve(instance)
    replanner = Replanner(instance, solution)
    for person in range(instance.people):
        own = np.flatnonzero(instance.edges.person == person)
        again = find_best(bar(instance, own))[1]
        found = replanner.replan(refused=own)
        assert found is not None
        assert found.loses == again - solution.objective


@given(instances())
@quick
def test_refusing_beside_locked_moves_costs_what_a_whole_new_plan_costs(instance):
    solution = solve_or_none(instance)
    assume(solution is not None)
    replanner = Replanner(instance, solution)
    for edge in solution.chosen:
        for unlocked in (False, True):
            found = replanner.replan(refused=np.array([edge]), unlocked=unlocked)
            check(found, solution, change(instance, [edge], [], unlocked))


@given(instances())
@quick
def test_another_move_in_its_place_costs_what_a_whole_new_plan_with_it_costs(instance):
    solution = solve_or_none(instance)
    assume(solution is not None)
    replanner, refused = Replanner(instance, solution), solution.chosen[:1]
    for edge in np.setdiff1d(np.flatnonzero(~instance.barred), solution.chosen)[:, None]:
        found = replanner.replan(refused=refused, taken=edge)
        check(found, solution, change(instance, refused, edge))
        if found is not None and not instance.pinned[refused].any():
            assert found.loses >= replanner.bound_loss(edge)[0]


@given(instances())
@quick
def test_a_barred_move_takes_no_place(instance):
    barred = replace(instance, pinned=instance.pinned & False, barred=instance.barred | True)
    replanner = Replanner(barred, solve(barred))
    for edge in range(len(barred.edges)):
        assert replanner.replan(taken=np.array([edge])) is None
