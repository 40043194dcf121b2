"""The optimum of a plan, by the fastest way that is exact for it."""

from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from planning.errors import InfeasiblePlanError, UnsolvedPlanError
from planning.optimum.breaches import find_breaches, value
from planning.optimum.instance import (
    NOWHERE,
    POINT,
    UNLIMITED,
    Edges,
    Instance,
    Method,
    Steps,
)
from planning.optimum.linear import Quota
from planning.optimum.network import solve_network
from planning.optimum.program import Program
from snapshots.coding import Codes
from snapshots.ledger import Flags, Ints


@dataclass(frozen=True)
class Solution:
    """A choice of edges: `chosen` int[moves] ascending, its `objective` in price units.

    No choice whatever lies below `bound` (price units); the choice is the optimum where both agree.
    A linear program proves that to a ten-millionth of a point for each move, the network exactly.
    `keeps_most`: of a revision, whether it is proven that none keeps more of the plan before.
    """

    chosen: Ints
    objective: int
    bound: int
    method: Method
    keeps_most: bool = True

    @property
    def gap(self) -> float:
        """Return how far above the bound the choice is at most, as a share of the bound's points.

        Where that is less than one point: in points.
        """
        value, bound = -self.objective / POINT, -self.bound / POINT
        return (bound - value) / max(1.0, abs(bound))


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
    return _solve_program(instance, _draw_in(instance, chosen), None)


def _solve_program(instance: Instance, first: Ints, quota: Quota | None) -> Solution:
    """Return the optimum, or `first` beside the network's bound where the search takes too long."""
    try:
        found = Program(instance, first, quota).solve()
        if found is not None and _is_broken(instance, found[0], quota):
            raise UnsolvedPlanError("search")  # no answer of a solver is taken on trust
    except UnsolvedPlanError:
        relaxed = solve_network(instance)
        if relaxed is None or _is_broken(instance, first, quota):
            raise
        return Solution(first, value(instance, first), value(instance, relaxed), "search")
    if found is None:
        raise _tell_infeasible(instance)
    chosen, bound, method = found
    objective = value(instance, chosen)
    return Solution(chosen, objective, min(objective, ceil(bound - 0.5)), method)


def _is_broken(instance: Instance, chosen: Ints, quota: Quota | None) -> bool:
    missed = quota is not None and int(quota.of[chosen].sum()) < quota.least
    return missed or bool(find_breaches(instance, chosen))


def _draw_in(instance: Instance, chosen: Ints) -> Ints:
    """Return the best choice among edges too few to break a limit that the network leaves out.

    Of the chosen ones the cheapest stay, after those pinned. The pinned moves alone where no choice
    of these edges stands.
    """
    edges = instance.edges
    group = np.where(edges.leaves, instance.group[edges.person], NOWHERE)
    most = np.where(group == NOWHERE, UNLIMITED, np.r_[instance.most_leaving, UNLIMITED][group])
    chosen = chosen[np.lexsort((edges.price[chosen], ~instance.pinned[chosen]))]
    kept = chosen[(most[chosen] == UNLIMITED) | (_count_before(group[chosen]) < most[chosen])]
    kept = kept[: instance.most_moves]
    limited = (most != UNLIMITED) | (instance.most_moves is not None)
    limited[kept] = False
    found = solve_network(replace(instance, barred=instance.barred | limited))
    return np.flatnonzero(instance.pinned) if found is None else found


def _count_before(groups: Codes) -> Ints:
    """Return how many of the same group come before each, int[entries]."""
    order = np.argsort(groups, kind="stable")
    before = np.empty(len(order), np.int64)
    before[order] = np.arange(len(order)) - np.searchsorted(groups[order], groups[order])
    return before


def solve_keeping(instance: Instance, kept: Flags) -> Solution:
    """Return the choice that holds most of the `kept` bool[edges], of these the one of least price.

    What is barred is not kept, whatever `kept` says. Where the search for the most that can be held
    came to no end, it holds what that found (`Solution.keeps_most`).
    Raises InfeasiblePlanError where no choice holds the pinned moves.
    """
    kept = kept & ~instance.barred
    most = solve(_count_only(instance, kept))
    held = int(kept[most.chosen].sum())
    if held == int(kept.sum()):
        return solve(replace(instance, pinned=instance.pinned | kept))
    found = _solve_program(instance, most.chosen, Quota(kept, held))
    return replace(found, keeps_most=most.bound == most.objective)


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
