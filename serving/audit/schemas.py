"""What the audit is asked, and how its events are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from serving.audit.service import Event
from serving.fields import BLANK, BlankDay, BlankText


@dataclass(frozen=True)
class AuditFilter:
    """Which events are asked for; every condition given must hold.

    Days are those of western Indonesia, both ends included. A person as `subject` also finds events
    that name that person among their facts.
    """

    event: Annotated[Event | None, BLANK, Query(description="kind of event")] = None
    actor: Annotated[BlankText, Query(description="name of an account, a key or a login")] = None
    subject: Annotated[BlankText, Query(description="id of a person, a list, a plan…")] = None
    since: Annotated[BlankDay, Query(description="first day")] = None
    until: Annotated[BlankDay, Query(description="last day")] = None


@dataclass(frozen=True)
class AuditEvent:
    """One event of the audit: what happened, in words, to what, when, by whom and for whom.

    `via` is the door (api, page, terminal), `actor` the name of an account, a key or a login, empty
    before there were names. `hash` covers the event and the hash of the one before.
    """

    number: int
    happened_at: datetime
    event: str
    text: str
    subject: str
    via: str
    actor: str
    on_behalf_of: str | None
    facts: Mapping[str, Any]
    hash: str


class HeadFile(BaseModel):
    """A head as it was taken away, read back: `number` is checked too where it is there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    number: int | None = Field(default=None, ge=0)
