"""What a refused move costs is what planning again without it costs."""

import numpy as np
from hypothesis import given

from planning.optimum.instance import bar
from planning.optimum.refusal import refusal_cost, refusal_costs
from planning.optimum.solve import solve
from tests.planning.optimum.instances import find_best, instances
from tests.planning.optimum.test_solve import quick


@given(instances(fixed=False))
@quick
def test_a_refusal_costs_what_the_plan_without_the_move_is_worse_by(instance):
    solution = solve(instance)
    costs = refusal_costs(instance, solution, solution.chosen)
    again = [find_best(bar(instance, edge))[1] for edge in solution.chosen[:, None]]
    assert costs.tolist() == [objective - solution.objective for objective in again]


@given(instances(fixed=False))
@quick
def test_refusing_a_whole_person_costs_what_planning_without_that_person_costs(instance):
    solution = solve(instance)
    for person in range(instance.people):
        own = np.flatnonzero(instance.edges.person == person)
        best = find_best(bar(instance, own))[1]
        assert refusal_cost(instance, solution, own) == best - solution.objective
