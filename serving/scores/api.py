"""Batch scoring over HTTP."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.problems import refusals
from serving.scores.schemas import Scores, ScoresBody
from serving.scores.service import score
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/scores", tags=["scores"])


@router.post("", response_model=Scores, responses=refusals(415, 503))
@needs(Right.RANK, tells=Event.PAIRS_SCORED)
def make(body: ScoresBody, matcher: MatcherNow, language: Reader, noted: NotedNow) -> Response:
    """Judge and score pairs, whatever the verdict; an unknown pair has an empty one."""
    answer, known = score(matcher, body), matcher.history.person_of
    people = {known[pair.nip]: None for pair in body.pairs if pair.nip in known}
    noted.note(pairs=len(body.pairs))
    noted.note_few([matcher.person_id(person) for person in people])
    return answer_json(answer, language)
