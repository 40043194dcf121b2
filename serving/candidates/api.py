"""Why or why not, and comparisons, over HTTP."""

from fastapi import APIRouter, Response

from matching.explaining.answers import CandidateAnswer, Comparison
from matching.explaining.why import LIST_SIZE
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.candidates.schemas import AsOf, ComparisonBody, EffectiveOn, Question, Size
from serving.candidates.service import compare, judge
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/positions", tags=["positions"])


@router.get(
    "/{position_id:path}/candidates/{person_id}",
    response_model=CandidateAnswer,
    responses=refusals(404, 503),
)
@needs(Right.JUDGE, tells=Event.PERSON_SEEN, of="person_id")
def read(
    position_id: str,
    person_id: str,
    matcher: MatcherNow,
    language: Reader,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    size: Size = LIST_SIZE,
) -> Response:
    """Tell why, or why not: every rule on one person, where that person stands, what separates."""
    question = Question(position_id, as_of, effective_on)
    return answer_json(judge(matcher, question, person_id, size, language), language)


@router.post(
    "/{position_id:path}/compare", response_model=Comparison, responses=refusals(404, 415, 503)
)
@needs(Right.JUDGE, tells=Event.PEOPLE_COMPARED)
def contrast(
    position_id: str,
    body: ComparisonBody,
    matcher: MatcherNow,
    language: Reader,
    noted: NotedNow,
) -> Response:
    """Tell what puts `a` above each other one; the parts sum to the score difference."""
    question = Question(position_id, body.as_of, body.effective_on)
    answer = compare(matcher, question, body.people, language)
    noted.note(people=" ".join(body.people.values()))
    return answer_json(answer, language)
