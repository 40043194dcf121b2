"""An agency's desk over HTTP: what waits there; steps are taken at the plan's own address."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.agency_desk.schemas import DeskMove, DeskRequest
from serving.agency_desk.service import ShelfNow, list_moves
from serving.answering import answer_json
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.listing import Cursor, Limit, Listing, cut
from serving.plans.wiring import ActingNow
from serving.problems import refusals
from serving.wiring import DatabaseNow, MatcherNow, Reader

router = APIRouter(prefix="/v1/agency-moves", tags=["plans"])
Name = Annotated[str | None, Query(max_length=255)]


@router.get("", response_model=Listing[DeskMove], responses=refusals(503))
@needs(Right.STEP, tells=Event.PLAN_SEEN)
def read(
    matcher: MatcherNow,
    database: DatabaseNow,
    shelf: ShelfNow,
    acting: ActingNow,
    language: Reader,
    noted: NotedNow,
    agency_id: Name = None,
    plan_id: Annotated[str | None, Query(max_length=64, description="moves of this plan")] = None,
    due: Annotated[
        bool, Query(description="only moves with a step that the caller may take")
    ] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the planned moves that leave or enter the caller's agencies, with what these may know.

    Who sees the whole city is told of all, or of those of one agency.
    """
    asked = DeskRequest(agency_id, plan_id, due)
    found = list_moves(shelf, matcher, database, acting, asked, language)
    piece = cut(found, lambda one: f"{one.plan_id}:{one.move_id}", limit, cursor)
    noted.note_plans(one.plan_id for one in piece.items)
    return answer_json(piece, language)
