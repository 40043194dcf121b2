"""What became of inaugurated moves over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from planning.aftermath.answers import Aftermath
from serving.access.admission import needs
from serving.access.rights import Right
from serving.aftermath.service import cut_moves, read_aftermath
from serving.answering import answer_json
from serving.audit.service import Event
from serving.listing import Cursor, Limit
from serving.problems import refusals
from serving.wiring import DatabaseNow, MatcherNow, Reader

router = APIRouter(prefix="/v1/aftermath", tags=["plans"])


@router.get("", response_model=Aftermath, responses=refusals(404, 503))
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def read(
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    plan_id: Annotated[str | None, Query(max_length=64, description="of this plan alone")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Tell of each inaugurated move how it turned out, and of each plan what was expected.

    By the records of today: 3, 6 and 12 months after, as far as they reach.
    """
    answer = read_aftermath(matcher, database, language, plan_id)
    return answer_json(cut_moves(answer, limit, cursor), language)
