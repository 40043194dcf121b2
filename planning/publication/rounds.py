"""A decided plan with the moves of it that were inaugurated: all that publication may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planning.answers import Plan, PlannedMove


@dataclass(frozen=True)
class Inaugurated:
    """A decided plan; `days` tells of each inaugurated move the day on which it was.

    `rejected` counts the moves of the plan that were rejected.
    """

    plan: Plan
    days: Mapping[str, date]
    rejected: int = 0

    @cached_property
    def moves(self) -> tuple[PlannedMove, ...]:
        """The inaugurated moves, in the order of the plan."""
        return tuple(move for move in self.plan.moves if move.move_id in self.days)

    @property
    def complete(self) -> bool:
        """Whether every move of the plan was inaugurated."""
        return len(self.moves) == len(self.plan.moves)
