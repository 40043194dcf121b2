"""The optimum of a plan, by the fastest way that is exact for it."""

from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from planning.errors import InfeasiblePlanError
from planning.optimum.breaches import find_breaches, value
from planning.optimum.instance import POINT, Edges, Instance, Method, Steps
from planning.optimum.linear import Quota
from planning.optimum.network import solve_network
from planning.optimum.program import Program
from snapshots.ledger import Flags, Ints


@dataclass(frozen=True)
class Solution:
    """A choice of edges: `chosen` int[moves] ascending, its `objective` in price units.

    No choice whatever lies below `bound` (price units); the choice is the optimum where both agree.
    """

    chosen: Ints
    objective: int
    bound: int
    method: Method


def solve(instance: Instance) -> Solution:
    """Return the choice of the least price that keeps every limit.

    The network leaves out the limits on moves and leaving; if its optimum breaks none of them, no
    other can be better. Raises InfeasiblePlanError where no choice holds the pinned moves.
    """
    chosen = solve_network(instance)
    if chosen is None:
        raise _tell_infeasible(instance)
    if not find_breaches(instance, chosen):
        objective = value(instance, chosen)
        return Solution(chosen, objective, objective, "network")
    return _solve_program(instance, chosen, None)


def _solve_program(instance: Instance, first: Ints, quota: Quota | None) -> Solution:
    found = Program(instance, first, quota).solve()
    if found is None:
        raise _tell_infeasible(instance)
    chosen, bound, method = found
    objective = value(instance, chosen)
    return Solution(chosen, objective, min(objective, ceil(bound - 0.5)), method)


def solve_keeping(instance: Instance, kept: Flags) -> Solution:
    """Return the choice that holds most of the `kept` bool[edges], of these the one of least price.

    What is barred is not kept, whatever `kept` says.
    Raises InfeasiblePlanError where no choice holds the pinned moves.
    """
    kept = kept & ~instance.barred
    most = solve(_count_only(instance, kept))
    held = int(kept[most.chosen].sum())
    if held == int(kept.sum()):
        return solve(replace(instance, pinned=instance.pinned | kept))
    return _solve_program(instance, most.chosen, Quota(kept, held))


def _count_only(instance: Instance, kept: Flags) -> Instance:
    edges, steps = instance.edges, instance.steps
    price = np.where(kept, -POINT, 0)
    return replace(
        instance,
        edges=Edges(edges.person, edges.post, price, edges.leaves),
        steps=Steps(steps.node, steps.gain, steps.capacity, np.zeros_like(steps.price)),
    )


def _tell_infeasible(instance: Instance) -> InfeasiblePlanError:
    """What the pinned moves alone break: without them, to do nothing would be a choice."""
    return InfeasiblePlanError(find_breaches(instance, np.flatnonzero(instance.pinned)))
