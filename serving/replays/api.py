"""A stored list computed again, over HTTP."""

from fastapi import APIRouter, Response

from matching.explaining.replay import Replay
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.service import Event
from serving.problems import refusals
from serving.replays.wiring import ReplaysNow
from serving.shortlists.service import load_shortlist
from serving.wiring import DatabaseNow, MatcherNow, Reader

router = APIRouter(prefix="/v1/shortlists", tags=["shortlists"])


@router.get("/{shortlist_id}/replay", response_model=Replay, responses=refusals(404, 409, 503))
@needs(Right.LISTS, tells=Event.LIST_SEEN, of="shortlist_id")
def replay(
    shortlist_id: str,
    database: DatabaseNow,
    matcher: MatcherNow,
    replays: ReplaysNow,
    language: Reader,
) -> Response:
    """Compute a stored list again and tell whether it is the same to the last byte."""
    with database.read() as session:
        stored = load_shortlist(session, shortlist_id)
    return answer_json(replays.replay(stored, language, matcher), language)
