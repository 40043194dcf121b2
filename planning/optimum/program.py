"""The optimum under every limit: a linear program, then whole people where it moves parts of them.

The linear program bounds every plan from below, and its reduced prices say by how much at least a
plan with some edge lies above that bound. Where it moves parts of people, a program in whole people
is solved over the edges of small reduced price alone: its answer is the optimum over all edges as
soon as it is nearer to the bound than any edge left out can be.
"""

from typing import Literal

import numpy as np

from planning.optimum.instance import POINT, Instance
from planning.optimum.linear import Quota, Table, make_table
from planning.optimum.relaxation import Found, Relaxation, solve_whole
from snapshots.ledger import Flags, Ints

CHEAPEST = 6
"""Edges of each post with which the linear program starts, beside those of a first choice."""
FIRST_REACH = 0.01
"""Points of reduced price up to which edges enter the first program in whole people."""
WHOLE = 1e-6
Answer = tuple[Ints, float, Literal["linear", "integer"]]


class Program:
    """All edges of an instance that are not barred, ready to be asked more than once.

    `first` int[moves] are edges of some good choice, from which the search starts.
    """

    def __init__(self, instance: Instance, first: Ints, quota: Quota | None = None) -> None:
        self._table = make_table(instance, np.flatnonzero(~instance.barred), quota)
        self._relaxation = Relaxation(self._table, self._pick_start(instance, first))

    def solve(self) -> Answer | None:
        """Return the optimum (ascending edge indexes), a bound in price units, and the method.

        None where no choice holds every pinned move and the quota.
        """
        relaxed, edges = self._relaxation.solve(), self._table.edges
        if relaxed is None:
            return None
        if (np.abs(relaxed.share - np.round(relaxed.share)) <= WHOLE).all():
            return edges[relaxed.share > 0.5], relaxed.bound * POINT, "linear"
        found = _search(self._table, relaxed)
        if found is None:
            return None
        return edges[found.share > 0.5], found.bound * POINT, "integer"

    def fix(self, edges: Ints, least: int, most: int) -> None:
        """Let each of these edges be chosen at least and at most so often (0 or 1)."""
        self._relaxation.bound_edges(np.searchsorted(self._table.edges, edges), least, most)

    def _pick_start(self, instance: Instance, first: Ints) -> Flags:
        edges, post = self._table.edges, self._table.post[: len(self._table.edges)]
        order = np.lexsort((instance.edges.price[edges], post))
        place = np.arange(len(order)) - np.searchsorted(post[order], post[order])
        start: Flags = instance.pinned[edges] | np.isin(edges, first)
        start[order[place < CHEAPEST]] = True
        return start


def _search(table: Table, relaxed: Found) -> Found | None:
    """Widen the reach until no edge beyond it can be part of anything better."""
    reach = FIRST_REACH
    needed = (relaxed.share > WHOLE) | (table.least[: len(table.edges)] > 0)
    while True:
        within = needed | (relaxed.above <= reach)
        found = solve_whole(table, within)
        if found is None and within.all():
            return None
        distance = np.inf if found is None else found.price - relaxed.bound
        if found is not None and (within.all() or distance <= reach):
            bound = max(relaxed.bound, min(found.bound, relaxed.bound + reach))
            return Found(found.share, found.price, bound, relaxed.above)
        reach = distance
