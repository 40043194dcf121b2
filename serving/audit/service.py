"""Writes events of a closed set into the audit, in the transaction of what they tell of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy.orm import Session

from serving.database.tables import AuditRow

Via = Literal["api", "page", "terminal"]
Facts = Mapping[str, str | int | bool | None]


class Event(StrEnum):
    """Everything that the audit can tell; a new kind of event gets a new name here."""

    SHORTLIST_MADE = "shortlist_made"
    SHORTLIST_DECIDED = "shortlist_decided"
    PLAN_ASKED = "plan_asked"
    PLAN_MADE = "plan_made"
    PLAN_FAILED = "plan_failed"
    PLAN_REVISED = "plan_revised"
    PLAN_STEP_TAKEN = "plan_step_taken"
    PLAN_DECIDED = "plan_decided"
    OUTCOME_REPORTED = "outcome_reported"
    SCENARIO_KEPT = "scenario_kept"
    SCENARIO_REMOVED = "scenario_removed"
    MODEL_PROMOTED = "model_promoted"
    MODEL_ROLLED_BACK = "model_rolled_back"


@dataclass(frozen=True)
class Actor:
    """Who did it: through which door, and for whom a portal says it spoke."""

    via: Via
    on_behalf_of: str | None = None


def record_event(
    session: Session,
    event: Event,
    subject: str,
    actor: Actor,
    facts: Facts,
) -> None:
    """Add one event; `subject` is the id of the thing, `facts` hold no NIP and no name."""
    session.add(
        AuditRow(
            happened_at=datetime.now(UTC),
            event=event.value,
            subject=subject,
            actor=actor.via,
            on_behalf_of=actor.on_behalf_of,
            facts=dict(facts),
        )
    )
