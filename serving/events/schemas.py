"""What is told of an event of a planned move."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from planning.work.steps import Role, Step

Kind = Literal["decided", "inaugurated", "changed"]


@dataclass(frozen=True)
class MoveEvent:
    """A move that was decided or inaugurated, or changed after its plan was decided.

    `id` grows: what happened later has a greater one. *Changed* is every other step after the
    decision: `step` tells which, from returned or rejected to each that a returned move takes anew.
    """

    id: int
    event: Kind
    at: datetime
    plan_id: str
    revision: int
    move_id: str
    step: Step
    role: Role
    reason: str
    person_id: str
    nip: str
    from_position_id: str | None
    to_position_id: str
    effective_on: date
