"""Decided plans with their inaugurated moves: what is made public, and followed afterwards."""

from collections.abc import Mapping, Sequence
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


def order_rounds(rounds: Sequence[Inaugurated]) -> list[Inaugurated]:
    """Return the rounds with an inaugurated move, the newest first, in an order of their own."""
    public = [one for one in rounds if one.moves]
    public.sort(key=lambda one: min(one.days))
    public.sort(key=_last_day, reverse=True)
    return public


def _last_day(round_: Inaugurated) -> tuple[date, date]:
    return round_.plan.effective_on, max(round_.days.values())
