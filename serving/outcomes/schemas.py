"""What a report of an outcome holds, and what is told of one that was kept."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from serving.fields import Day, Flag, Sent
from snapshots.reported import Outcome


class OutcomeBody(Sent):
    """How a move turned out: the move by its id, or by who moved, whereto and from which day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    move_id: str | None = Field(default=None, max_length=64, description="of a plan's move")
    nip: str | None = Field(default=None, max_length=64)
    to_position_id: str | None = Field(default=None, max_length=255)
    effective_on: Day | None = Field(default=None, description="TMT of the move")
    outcome: Outcome
    outcome_on: Day = Field(description="the day on which the outcome was known")
    correction: Flag = Field(default=False, description="replaces an earlier, other report")

    @model_validator(mode="after")
    def check_move(self) -> "OutcomeBody":
        """Refuse a report that names no move, half of one, or two."""
        named = (self.nip, self.to_position_id, self.effective_on)
        whole, none = all(part is not None for part in named), not any(named)
        if not (none if self.move_id is not None else whole):
            raise PydanticCustomError("names_a_move", "no move is named")
        return self


@dataclass(frozen=True)
class Earlier:
    """What was reported before of the same move."""

    outcome: Outcome
    outcome_on: date
    reported_at: datetime


@dataclass(frozen=True)
class StoredOutcome:
    """A report as it was kept; `corrects` is the earlier one that it replaces.

    `notice` says from when it counts.
    """

    id: int
    person_id: str
    to_position_id: str
    effective_on: date
    outcome: Outcome
    outcome_on: date
    reported_at: datetime
    corrects: Earlier | None
    notice: str
