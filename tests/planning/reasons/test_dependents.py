"""Which moves fall with a refused one: the fewest, and of these the least valuable."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings

from planning.errors import InfeasiblePlanError
from planning.optimum.breaches import find_breaches, value
from planning.optimum.dependents import find_dependents
from planning.optimum.solve import solve
from tests.planning.optimum.instances import instances


def find_best_rest(instance, rest):
    """Return (number that falls, value of what stands) of the best part of `rest` that stands."""
    for fallen in range(len(rest) + 1):
        parts = [np.setdiff1d(rest, out) for out in combinations(rest.tolist(), fallen)]
        standing = [part for part in parts if not breaks(instance, part)]
        if standing:
            return fallen, min(value(instance, part) for part in standing)
    return None


def breaks(instance, chosen):
    return [
        one for one in find_breaches(instance, chosen) if one.code not in ("pinned", "forbidden")
    ]


@settings(deadline=None, max_examples=80)
@given(instances())
def test_as_few_moves_as_possible_fall_with_a_refused_one_and_the_least_valuable(instance):
    try:
        chosen = solve(instance).chosen
    except InfeasiblePlanError:
        return
    for edge in chosen:
        fallen = find_dependents(instance, chosen, np.array([edge]))
        rest = np.setdiff1d(chosen, [edge])
        standing = np.setdiff1d(rest, fallen)
        assert set(fallen) <= set(rest)
        assert (len(fallen), value(instance, standing)) == find_best_rest(instance, rest)
        assert not breaks(instance, standing)
