"""What a plan would gain if one limit let one person more through, everything planned again.

As for refusals, one linear program is kept warm: a limit is loosened, asked about, and tightened.
"""

from dataclasses import replace

import numpy as np

from planning.optimum.breaches import value
from planning.optimum.instance import UNLIMITED, Instance, Steps
from planning.optimum.program import Answer, Program
from planning.optimum.refusal import Replanned
from planning.optimum.solve import Solution
from snapshots.ledger import Ints


class Loosener:
    """A solved plan whose limits can be loosened, each alone.

    `spare` are steps that the instance does not have and that loosening a node adds, one entry a
    step, dearer than those that the node has in that direction.
    """

    def __init__(self, instance: Instance, solution: Solution, spare: Steps) -> None:
        self._count, own = len(instance.steps.node), instance.steps
        self._instance = replace(instance, steps=Steps.join((own, spare)))
        self._solution = solution
        self._spare = self._count + np.arange(len(spare.node))
        self._program = Program(self._instance, solution.chosen)
        self._program.open_steps(self._spare, 0)

    def loosen_moves(self) -> Replanned:
        """Return the best plan with one move more."""
        if self._instance.most_moves is None:
            return self._read(None)
        self._program.allow_moves(1)
        found = self._program.solve()
        self._program.allow_moves(-1)
        return self._read(found)

    def loosen_leaving(self, group: int) -> Replanned:
        """Return the best plan in which one person more may leave a group."""
        if self._instance.most_leaving[group] == UNLIMITED:
            return self._read(None)
        self._program.allow_leaving(group, 1)
        found = self._program.solve()
        self._program.allow_leaving(group, -1)
        return self._read(found)

    def loosen_nodes(self, spare: Ints) -> Replanned:
        """Return the best plan with these spare steps (places among them) to use as well."""
        self._program.open_steps(self._spare[spare], 1)
        found = self._program.solve()
        self._program.open_steps(self._spare[spare], 0)
        return self._read(found)

    def _read(self, found: Answer | None) -> Replanned:
        """Return the answer; what is loosened always allows the plan as it is."""
        chosen = self._solution.chosen if found is None else found[0]
        worth = value(self._instance, chosen)
        return Replanned(chosen, worth - self._solution.objective)
