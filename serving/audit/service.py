"""Writes events of a closed set into the audit, in the transaction of what they tell of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sqlalchemy.orm import Session

from serving.audit.chain import collect
from serving.database.tables import AuditRow

Via = Literal["api", "page", "terminal", "server"]
Kind = Literal["account", "key", ""]
Facts = Mapping[str, str | int | bool | None]


class Event(StrEnum):
    """Everything that the audit can tell; a new kind of event gets a new name here."""

    SHORTLIST_MADE = "shortlist_made"
    SHORTLIST_DECIDED = "shortlist_decided"
    PLAN_ASKED = "plan_asked"
    PLAN_MADE = "plan_made"
    PLAN_FAILED = "plan_failed"
    PLAN_REVISED = "plan_revised"
    PLAN_SENT = "plan_sent"
    PLAN_STEP_TAKEN = "plan_step_taken"
    PLAN_DECIDED = "plan_decided"
    OUTCOME_REPORTED = "outcome_reported"
    SCENARIO_KEPT = "scenario_kept"
    SCENARIO_REMOVED = "scenario_removed"
    PERSON_SEEN = "person_seen"
    PEOPLE_SEARCHED = "people_searched"
    PEOPLE_COMPARED = "people_compared"
    PAIRS_SCORED = "pairs_scored"
    DRAFT_CHECKED = "draft_checked"
    LIST_SEEN = "list_seen"
    PLAN_SEEN = "plan_seen"
    QUALITY_SEEN = "quality_seen"
    AUDIT_SEEN = "audit_seen"
    EXPORTED = "exported"
    PREFERENCE_ENTERED = "preference_entered"
    CONSENTS_SEEN = "consents_seen"
    CONSENT_ENTERED = "consent_entered"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    RECORDS_IMPORTED = "records_imported"
    RECORDS_REFUSED = "records_refused"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_CLOSED = "account_closed"
    PASSWORD_CHANGED = "password_changed"  # nosec B105: the name of an event
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    BACKED_UP = "backed_up"
    BACKUP_FAILED = "backup_failed"
    RESTORED = "restored"
    DATA_REMOVED = "data_removed"
    MODEL_TRAINED = "model_trained"
    MODEL_PROMOTED = "model_promoted"
    MODEL_ROLLED_BACK = "model_rolled_back"


@dataclass(frozen=True)
class Actor:
    """Who did it: through which door, for whom a portal says it spoke, and by which name.

    `name` is that of an account or a key, as `kind` says, on a terminal the login name
    (`serving.access.terminal`); empty where nobody is signed in. `person_id` is the account's own
    person, where known: nobody acts in the own matter (`serving.access.recusal`).
    """

    via: Via
    on_behalf_of: str | None = None
    name: str = ""
    kind: Kind = ""
    person_id: str | None = None

    @property
    def label(self) -> str:
        """What tells who it was from all others: a key and an account may bear one name."""
        return f"{self.kind} {self.name}".strip()


def record_event(
    session: Session,
    event: Event,
    subject: str,
    actor: Actor,
    facts: Facts,
) -> None:
    """Add one event; `subject` is the id of the thing, `facts` hold no NIP and no name.

    It is written with everything else when the transaction ends (`Database.write`).
    """
    collect(
        session,
        AuditRow(
            event=event.value,
            subject=subject,
            actor=actor.via,
            actor_name=actor.label,
            on_behalf_of=actor.on_behalf_of,
            facts=dict(facts),
        ),
    )
