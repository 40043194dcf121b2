"""Planning again with a move refused, or another in its place: exact, over few of the edges.

One linear program over all edges tells by how much at least a plan with some edge lies above the
best (its reduced price). A plan that loses no more than x therefore holds none of the edges whose
reduced price is above x: it is enough to plan over the others, and to widen x until the loss found
is within it (Dantzig, Fulkerson and Johnson 1954, who fixed what reduced prices rule out).
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from planning.errors import InfeasiblePlanError
from planning.optimum.instance import NOWHERE, POINT, Edges, Instance, Steps
from planning.optimum.linear import make_table
from planning.optimum.relaxation import Relaxation
from planning.optimum.solve import Solution, solve
from snapshots.ledger import Flags, Floats, Ints

FIRST_REACH = 0.05
"""Points of reduced price up to which edges are first planned over."""
SLACK = 1e-4
"""Points by which a linear program's prices may be off, many times what they are."""
NO_EDGES = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Replanned:
    """The best plan under a change: its edges (ascending) and what is lost, in price units."""

    chosen: Ints
    loses: int


@dataclass(frozen=True)
class _Prices:
    """Reduced price of each edge and the linear optimum, in points."""

    above: Floats
    bound: float


class Replanner:
    """A solved plan that can be planned again; the linear program is solved when first needed."""

    def __init__(self, instance: Instance, solution: Solution) -> None:
        self.instance = instance
        self.solution = solution

    @cached_property
    def _prices(self) -> _Prices:
        instance = self.instance
        table = make_table(instance, np.flatnonzero(~instance.barred))
        chosen = np.isin(table.edges, self.solution.chosen)
        found = Relaxation(table, chosen).solve()
        if found is None:
            raise InfeasiblePlanError(())
        above = np.full(len(instance.edges), np.inf)
        above[table.edges] = found.above
        return _Prices(above, found.bound)

    def bound_loss(self, edges: Ints) -> Floats:
        """Return how much a plan with each of these edges loses at least, in price units."""
        best = self.solution.objective / POINT - self._prices.bound
        return np.maximum((self._prices.above[edges] - best - SLACK) * POINT, 0.0)

    def replan(
        self, refused: Ints = NO_EDGES, taken: Ints = NO_EDGES, unlocked: bool = False
    ) -> Replanned | None:
        """Return the best plan without the edges `refused` and with `taken`; None: there is none.

        A pin on a refused edge falls; other pins stand unless `unlocked`.
        """
        fallen = self.instance.pinned.copy()
        if not unlocked:
            fallen[np.setdiff1d(np.flatnonzero(fallen), refused)] = False
        changed = self._change(refused, taken, fallen)
        bound = self._bound_without(fallen)
        reach, free = FIRST_REACH, ~changed.barred
        while True:
            within = free & ((self._prices.above <= reach) | changed.pinned)
            within[self.solution.chosen] = free[self.solution.chosen]
            found = _solve_within(changed, within)
            whole = bool((within == free).all())
            if found is not None and (whole or found.objective / POINT - bound <= reach - SLACK):
                return Replanned(found.chosen, found.objective - self.solution.objective)
            if whole:
                return None
            reach = self._widen(reach, bound, found)

    def _widen(self, reach: float, bound: float, found: Solution | None) -> float:
        if found is None:
            return reach * 8 if reach < 8 else np.inf
        return found.objective / POINT - bound + 2 * SLACK

    def _change(self, refused: Ints, taken: Ints, fallen: Flags) -> Instance:
        barred, pinned = self.instance.barred.copy(), self.instance.pinned & ~fallen
        barred[refused] = True
        pinned[taken] = True
        return replace(self.instance, barred=barred, pinned=pinned)

    def _bound_without(self, fallen: Flags) -> float:
        """Return the linear bound once pins on these edges fall, by the same prices."""
        return self._prices.bound - float(np.maximum(self._prices.above[fallen], 0.0).sum())


def _solve_within(instance: Instance, within: Flags) -> Solution | None:
    """Return the optimum over some edges, with the edges' own indexes; None: no choice stands."""
    if (instance.pinned & ~within).any():
        return None
    kept = np.flatnonzero(within)
    try:
        found = solve(take_edges(instance, kept))
    except InfeasiblePlanError:
        return None
    return replace(found, chosen=kept[found.chosen])


def take_edges(instance: Instance, kept: Ints) -> Instance:
    """Return the instance of these edges alone (ascending), without people and nodes they miss."""
    edges = instance.edges
    people, person = np.unique(edges.person[kept], return_inverse=True)
    nodes = _find_touched(instance, np.r_[edges.post[kept], instance.origin[people]])
    place = np.full(instance.nodes + 1, NOWHERE, np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    steps, of = instance.steps, np.flatnonzero(place[instance.steps.node] != NOWHERE)
    return Instance(
        parent=place[instance.parent[nodes]],
        arrivals=instance.arrivals[nodes],
        steps=Steps(place[steps.node[of]], steps.gain[of], steps.capacity[of], steps.price[of]),
        origin=place[instance.origin[people]],
        group=instance.group[people],
        edges=Edges(
            person.astype(np.int32),
            place[edges.post[kept]],
            edges.price[kept],
            edges.leaves[kept],
        ),
        most_moves=instance.most_moves,
        most_leaving=instance.most_leaving,
        pinned=instance.pinned[kept],
        barred=instance.barred[kept],
    )


def _find_touched(instance: Instance, nodes: Ints) -> Ints:
    """Return these nodes and all above them, ascending."""
    found = np.unique(nodes[nodes != NOWHERE])
    while True:
        above = instance.parent[found]
        grown = np.union1d(found, above[above != NOWHERE])
        if len(grown) == len(found):
            return found.astype(np.int64)
        found = grown
