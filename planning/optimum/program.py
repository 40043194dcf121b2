"""The optimum under every limit: a linear program, then whole people where it moves parts of them.

The linear program bounds every plan from below, and its reduced prices say by how much at least a
plan that differs from it in some edge or limit lies above that bound. Where it moves parts of
people, a program in whole people looks at what may lie within reach of the bound alone: what it
finds there is the optimum over everything.

Many equal prices would let the simplex method wander among equal choices. So it is first run with
every edge a little cheaper, each by a part of its own, and goes on with the true prices from there,
which is mostly a few steps. Where these are too many, the program keeps the spread prices: as none
is above the true one, its bound holds all the same.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from planning.errors import UnsolvedPlanError
from planning.optimum.breaches import find_breaches
from planning.optimum.instance import POINT, Instance, Method
from planning.optimum.linear import Quota, Table, make_table
from planning.optimum.relaxation import Found, Relaxation, solve_whole
from snapshots.ledger import Flags, Floats, Ints

CHEAPEST = 6
"""Edges of each post with which the linear program starts, beside those of a first choice."""
SPREAD = 3e-4
"""Points by which an edge is made cheaper at first, at most."""
PROOF = 500_000_000
"""Simplex iterations times columns within which the true prices must be done with."""
FIRST_REACH = 1e-5
"""Points above the bound within which the best choice in whole people is looked for first."""
WIDEST_REACH = 1.0
"""Points beyond which everything is looked at."""
ROUNDING = 1e-6
WHOLE = 1e-6
Told = TypeVar("Told")
Answer = tuple[Ints, float, Method]


class Program:
    """All edges of an instance that are not barred, ready to be asked more than once.

    `first` int[moves] are edges of some good choice, from which the search starts. Where they break
    a limit, a search in whole people falls back on the pinned moves alone.
    """

    def __init__(self, instance: Instance, first: Ints, quota: Quota | None = None) -> None:
        self._count = len(instance.edges)
        self._contradicts = bool((instance.pinned & instance.barred).any())
        self._table = make_table(instance, np.flatnonzero(~instance.barred), quota)
        self._true_price = self._table.price.copy()
        self._table.price[: len(self._table.edges)] -= _spread(self._count)[self._table.edges]
        self._is_settled = False
        self._relaxation = Relaxation(self._table, self._pick_start(instance, first))
        stands = not find_breaches(instance, first)
        self._begun = np.isin(
            self._table.edges, first if stands else np.flatnonzero(instance.pinned)
        )

    def solve(self) -> Answer | None:
        """Return the optimum (ascending edge indexes), a bound in price units, and the method.

        None where no choice holds every pinned move and the quota. Raises UnsolvedPlanError where
        the solver gives up.
        """
        return None if self._contradicts else self._ask(self._make_whole)

    def _make_whole(self, relaxed: Found) -> Answer | None:
        edges = self._table.edges
        if (np.abs(relaxed.share - np.round(relaxed.share)) <= WHOLE).all():
            return edges[relaxed.share > 0.5], relaxed.bound * POINT, "linear"
        found = _search(self._table, relaxed, self._begun)
        if found is None:
            return None
        return edges[found.share > 0.5], found.bound * POINT, "integer"

    def fix(self, edges: Ints, least: int, most: int) -> None:
        """Let each of these edges be chosen at least and at most so often (0 or 1)."""
        self._relaxation.bound_columns(np.searchsorted(self._table.edges, edges), least, most)

    def open_steps(self, steps: Ints, capacity: int) -> None:
        """Let each of these steps of the instance hold so many people from now on."""
        self._relaxation.bound_columns(len(self._table.edges) + steps, 0, capacity)

    def allow_moves(self, more: int) -> None:
        """Let so many people more (or fewer) move."""
        self._relaxation.raise_row(self._table.moves, more)

    def allow_leaving(self, group: int, more: int) -> None:
        """Let so many people more (or fewer) leave a group."""
        self._relaxation.raise_row(self._table.groups + group, more)

    def bound_edges(self) -> Floats | None:
        """Return the least that a plan with each edge of the instance can cost, in points.

        Barred edges: infinite. None where no choice holds every pinned move.
        """
        relaxed = self._ask(lambda found: found)
        if relaxed is None:
            return None
        least = np.full(self._count, np.inf)
        least[self._table.edges] = relaxed.bound + relaxed.above
        return least

    def _ask(self, answer: Callable[[Found], Told | None]) -> Told | None:
        """Answer from the linear program: by the true prices from now on if that is soon done."""
        relaxed = self._relaxation.solve()
        if relaxed is None or self._is_settled:
            return None if relaxed is None else answer(relaxed)
        self._is_settled, spread = True, self._table.price.copy()
        try:
            proven = self._relaxation.solve_repriced(self._true_price, PROOF)
            return None if proven is None else answer(proven)
        except UnsolvedPlanError:
            self._relaxation.reprice(spread)
            return answer(relaxed)

    def _pick_start(self, instance: Instance, first: Ints) -> Flags:
        edges, post = self._table.edges, self._table.post[: len(self._table.edges)]
        order = np.lexsort((self._table.price[: len(edges)], post))
        place = np.arange(len(order)) - np.searchsorted(post[order], post[order])
        start: Flags = instance.pinned[edges] | np.isin(edges, first)
        start[order[place < CHEAPEST]] = True
        return start


def _spread(count: int) -> Floats:
    """Return what each edge is made cheaper by: always the same, and nothing that adds up alike."""
    return SPREAD * np.random.default_rng(0).random(count)


def _search(table: Table, relaxed: Found, begun: Flags) -> Found | None:
    """Widen the reach until the best choice within it is one that lies within it.

    The best one so far begins the next search, so that none that ends early comes back without.
    """
    reach = FIRST_REACH
    while True:
        found = solve_whole(table, relaxed, reach, begun)
        if found is not None and found.price - relaxed.bound <= reach:
            return replace(found, bound=max(relaxed.bound, min(found.bound, relaxed.bound + reach)))
        if found is not None:
            begun = found.share > 0.5
            reach = found.price - relaxed.bound + ROUNDING
        elif reach == np.inf:
            return None
        else:
            reach = 10 * reach if reach < WIDEST_REACH else np.inf
