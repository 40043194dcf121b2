"""What a limit, loosened by one, brings is what planning anew under the looser limit brings."""

from dataclasses import replace

import numpy as np
from hypothesis import given

from planning.optimum.instance import UNLIMITED, Steps
from planning.optimum.loosening import Loosener
from planning.optimum.solve import solve
from tests.planning.optimum.instances import find_best, instances
from tests.planning.optimum.test_solve import quick

DEAR = 9_000_000


def spare_losses(instance):
    """One loss more for each node, dearer than any step drawn."""
    nodes = np.arange(instance.nodes, dtype=np.int32)
    ones = np.ones(len(nodes), np.int32)
    return Steps(nodes, np.zeros(len(nodes), np.bool_), ones, np.full(len(nodes), DEAR))


def add(steps, spare, places):
    return Steps(
        np.r_[steps.node, spare.node[places]],
        np.r_[steps.gain, spare.gain[places]],
        np.r_[steps.capacity, spare.capacity[places]],
        np.r_[steps.price, spare.price[places]],
    )


@given(instances(fixed=False))
@quick
def test_each_limit_loosened_alone_brings_what_a_whole_new_plan_brings(instance):
    solution, spare = solve(instance), spare_losses(instance)
    loosener = Loosener(instance, solution, spare)
    most, leaving = instance.most_moves, instance.most_leaving
    more_moves = replace(instance, most_moves=None if most is None else most + 1)
    told = [(loosener.loosen_moves(), more_moves)]
    for group in range(len(leaving)):
        more = leaving.copy()
        more[group] += leaving[group] != UNLIMITED
        told.append((loosener.loosen_leaving(group), replace(instance, most_leaving=more)))
    for node in range(instance.nodes):
        places = np.array([node, instance.parent[node]])
        places = places[places >= 0]
        looser = replace(instance, steps=add(instance.steps, spare, places))
        told.append((loosener.loosen_nodes(places), looser))
    for found, looser in told:
        assert found.loses == find_best(looser)[1] - solution.objective <= 0
