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

    Days are those of western Indonesia, both ends included. A person, a list or a plan as `subject`
    also finds events that name it among their facts.
    """

    event: Annotated[Event | None, BLANK, Query(description="kind of event")] = None
    actor: Annotated[
        BlankText, Query(description="who: `account NAME`, `key NAME`, or a login's name")
    ] = None
    subject: Annotated[BlankText, Query(description="id of a person, a list, a plan…")] = None
    since: Annotated[BlankDay, Query(description="first day")] = None
    until: Annotated[BlankDay, Query(description="last day")] = None


@dataclass(frozen=True)
class AuditEvent:
    """One event of the audit: what happened, in words, to what, when, by whom and for whom.

    `via` is the door (api, page, terminal). `actor` is `account sari`, `key portal` or the name of
    a login; empty where nobody was signed in, and before there were names. `hash` covers the event
    and the hash of the one before.
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
