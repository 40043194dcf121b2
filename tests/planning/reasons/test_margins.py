"""What one move is worth while all others stay, told by the objective with and without it."""

import numpy as np
from hypothesis import given, settings

from planning.errors import InfeasiblePlanError
from planning.optimum.breaches import value
from planning.optimum.instance import NOWHERE
from planning.optimum.solve import solve
from planning.reasons.margins import NONE, Margins
from tests.planning.optimum.instances import instances


def solve_or_none(instance):
    try:
        return solve(instance).chosen
    except InfeasiblePlanError:
        return None


@settings(deadline=None, max_examples=60)
@given(instances())
def test_what_a_move_brings_is_the_plan_without_it_less_the_plan_with_it(instance):
    chosen = solve_or_none(instance)
    if chosen is None:
        return
    margins = Margins(instance, chosen)
    brings = margins.exchange(chosen, NONE)
    for place, edge in enumerate(chosen):
        rest = np.setdiff1d(chosen, [edge])
        assert -brings.total[place] == value(instance, rest) - value(instance, chosen)


@settings(deadline=None, max_examples=60)
@given(instances())
def test_another_move_in_its_place_brings_the_difference_of_both_plans(instance):
    chosen = solve_or_none(instance)
    if chosen is None or not len(chosen):
        return
    margins = Margins(instance, chosen)
    out = chosen[0]
    others = np.setdiff1d(np.arange(len(instance.edges)), chosen)
    found = margins.exchange(out, others)
    for place, edge in enumerate(others):
        changed = np.sort(np.r_[np.setdiff1d(chosen, [out]), edge])
        assert found.total[place] == value(instance, chosen) - value(instance, changed)
        broken = Margins(instance, changed)
        full = [node for node in range(instance.nodes) if is_beyond(broken, node)]
        assert found.floor[place] == min(full, default=NOWHERE)


def is_beyond(margins, node):
    net = int(margins.net[node])
    return abs(net) > margins.room(np.array([node]), gain=net > 0)[0]
