"""The serving model over HTTP."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.model.schemas import ModelAnswer
from serving.model.service import describe_model
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/model", tags=["model"])


@router.get("", response_model=ModelAnswer, responses=refusals(503))
@needs(Right.MODEL)
def read(matcher: MatcherNow, language: Reader) -> Response:
    """Tell which model serves, on what it rests, and how it did beside the rules users know."""
    return answer_json(describe_model(matcher, language), language)
