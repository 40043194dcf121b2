"""Outcomes of moves over HTTP, as the HR portal reports them."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.outcomes.schemas import OutcomeBody, StoredOutcome
from serving.outcomes.service import report_outcome
from serving.problems import refusals
from serving.wiring import DatabaseNow, MatcherNow, Portal, Reader, RepeatNow

router = APIRouter(prefix="/v1/outcomes", tags=["outcomes"])


@router.post("", status_code=201, response_model=StoredOutcome, responses=refusals(409, 415, 503))
@needs(Right.OUTCOMES)
def report(
    body: OutcomeBody,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    actor: Portal,
    repeat: RepeatNow,
) -> Response:
    """Keep how a move turned out; it enters at the next import with `--with-portal`.

    The same report again is no conflict; another one of the same move is, unless it says that it
    is a `correction`.
    """
    kept = report_outcome(matcher, database, body, actor, language, repeat)
    return answer_json(kept, language, 201)
