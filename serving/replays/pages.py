"""The page that shows a stored list beside the same list computed again."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.service import Event
from serving.replays.wiring import ReplaysNow
from serving.shortlists.service import load_shortlist
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter()
MOST = 30
"""Differences that the page shows."""


@router.get("/shortlists/{shortlist_id}/replay")
@needs(Right.LISTS, tells=Event.LIST_SEEN, of="shortlist_id")
def show_replay(
    shortlist_id: str, pages: Pages, database: DatabaseNow, matcher: MatcherNow, replays: ReplaysNow
) -> Response:
    """Compute a stored list again and show what became of it."""
    with database.read() as session:
        stored = load_shortlist(session, shortlist_id)
    answer = replays.replay(stored, pages.language, matcher)
    return pages.show("replay.html", stored=stored, answer=answer, most=MOST)
