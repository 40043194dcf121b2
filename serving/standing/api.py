"""A person's own view over HTTP."""

from fastapi import APIRouter, Response

from matching.explaining.standing import Standing
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.answering import answer_json
from serving.audit.service import Event
from serving.candidates.schemas import AsOf, EffectiveOn, Question
from serving.problems import refusals
from serving.standing.schemas import PositionId
from serving.standing.service import find_standing
from serving.wiring import Reader

router = APIRouter(prefix="/v1/people", tags=["people"])


@router.get("/{person_id}/standing", response_model=Standing, responses=refusals(404, 503))
@needs(Right.STANDING, tells=Event.PERSON_SEEN, of="person_id")
def read(
    person_id: str,
    position_id: PositionId,
    scope: ScopeNow,
    language: Reader,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
) -> Response:
    """Tell one person's own view for a position; nothing about anybody else stands in it."""
    question = Question(position_id, as_of, effective_on)
    return answer_json(find_standing(scope, person_id, question, language), language)
