"""Events of planned moves over HTTP, for the personnel system to follow."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.looks import Noted, NotedNow
from serving.audit.service import Event
from serving.events.queries import list_events
from serving.events.schemas import MoveEvent
from serving.listing import Cursor, Limit, Listing
from serving.problems import refusals
from serving.wiring import DatabaseNow, Reader

router = APIRouter(prefix="/v1/events", tags=["plans"])


@router.get("", response_model=Listing[MoveEvent], responses=refusals())
@needs(Right.EVENTS, tells=Event.PLAN_SEEN)
def follow(
    database: DatabaseNow,
    language: Reader,
    noted: NotedNow,
    after: Annotated[int, Query(ge=0, le=2**62, description="id of the last event seen")] = 0,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List what happened to moves from their decision on, the oldest first.

    Ask again with `after` = the last id; nothing before a plan is decided stands here.
    """
    with database.read() as session:
        found = list_events(session, after, limit, cursor)
    _note(noted, found.items)
    return answer_json(found, language)


def _note(noted: Noted, handed: Sequence[MoveEvent]) -> None:
    """Let the audit tell of whom something was handed out, and up to which event."""
    last = {"last_event": handed[-1].id} if handed else {}
    people = dict.fromkeys(event.person_id for event in handed)
    noted.note(found=len(handed), people=" ".join(people), **last)
