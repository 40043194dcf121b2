"""What a plan loses if a move is refused, or replaced, and everything else is planned again.

One linear program is kept warm for all questions about a plan: each changes what an edge or two may
be and goes on from the answer before. Costs are equal to those of planning anew.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planning.errors import InfeasiblePlanError
from planning.optimum.breaches import value
from planning.optimum.instance import POINT, Instance
from planning.optimum.program import Program
from planning.optimum.solve import Solution
from snapshots.ledger import Floats, Ints

NO_EDGES = np.zeros(0, np.int64)
SLACK = 1e-4
"""Points by which a linear program's prices may be off, many times what they are."""


@dataclass(frozen=True)
class Replanned:
    """The best plan under a change: its edges (ascending) and what is lost, in price units."""

    chosen: Ints
    loses: int


class Replanner:
    """A solved plan that can be planned again; the linear program is made when first needed."""

    def __init__(self, instance: Instance, solution: Solution) -> None:
        self.instance = instance
        self.solution = solution

    @cached_property
    def _program(self) -> Program:
        return Program(self.instance, self.solution.chosen)

    @cached_property
    def _least_losses(self) -> Floats:
        above = Program(self.instance, self.solution.chosen).bound_edges()
        if above is None:
            raise InfeasiblePlanError(())
        return np.maximum((above - self.solution.objective / POINT - SLACK) * POINT, 0.0)

    def bound_loss(self, edges: Ints) -> Floats:
        """Return how much a plan with each of these edges loses at least, in price units."""
        return self._least_losses[edges]

    def replan(
        self, refused: Ints = NO_EDGES, taken: Ints = NO_EDGES, unlocked: bool = False
    ) -> Replanned | None:
        """Return the best plan without the edges `refused` and with `taken`; None: there is none.

        A pin on a refused edge falls; other pins stand unless `unlocked`.
        """
        barred, pinned = self.instance.barred, self.instance.pinned
        if barred[taken].any():
            return None
        free = np.flatnonzero(pinned) if unlocked else NO_EDGES
        out = refused[~barred[refused]]
        for edges, least, most in ((free, 0, 1), (out, 0, 0), (taken, 1, 1)):
            self._program.fix(edges, least, most)
        found = self._program.solve()
        touched = np.concatenate((free, out, taken))
        self._program.fix(touched[~pinned[touched]], 0, 1)
        self._program.fix(touched[pinned[touched]], 1, 1)
        if found is None:
            return None
        return Replanned(found[0], value(self.instance, found[0]) - self.solution.objective)
