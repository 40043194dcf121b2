"""Open data on inaugurated moves over HTTP."""

from fastapi import APIRouter, Response

from planning.publication.answers import Transparency
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.listing import Cursor, Limit
from serving.problems import refusals
from serving.transparency.service import cut_moves
from serving.transparency.wiring import PublicNow
from serving.wiring import Reader

router = APIRouter(prefix="/v1/transparency", tags=["public"])


@router.get("", response_model=Transparency, responses=refusals())
@needs(Right.OPEN)
def read(answer: PublicNow, language: Reader, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Tell of every inaugurated move without names or results, and what all add up to. Public."""
    return answer_json(cut_moves(answer, limit, cursor), language)
