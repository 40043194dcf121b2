"""Shortlists over HTTP: make, read as made, download, list, decide."""

from fastapi import APIRouter, Request, Response

from matching.answers import Shortlist
from matching.files.spreadsheet import write_shortlists
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import XLSX, answer_json, send_json, send_workbook
from serving.audit.service import Event
from serving.listing import Cursor, Limit, Listing
from serving.problems import refusals
from serving.shortlists.queries import list_shortlists
from serving.shortlists.schemas import Decision, DecisionBody, ShortlistBody, ShortlistBrief
from serving.shortlists.service import decide, load_shortlist, make_shortlist
from serving.wiring import DatabaseNow, MatcherNow, Portal, Reader, RepeatNow

router = APIRouter(prefix="/v1/shortlists", tags=["shortlists"])


@router.post("", status_code=201, response_model=Shortlist, responses=refusals(409, 415, 503))
@needs(Right.RANK)
def make(
    request: Request,
    body: ShortlistBody,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    actor: Portal,
    repeat: RepeatNow,
) -> Response:
    """Make the explained shortlist of a position and keep it."""
    stored = make_shortlist(matcher, database, body.to_request(), language, actor, repeat)
    request.app.state.metrics.shortlists.inc()
    return send_json(stored.answer, stored.language, 201, Location=f"/v1/shortlists/{stored.id}")


@router.get("", response_model=Listing[ShortlistBrief], responses=refusals())
@needs(Right.LISTS, tells=Event.LIST_SEEN)
def list_made(
    database: DatabaseNow, language: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """List the shortlists that were made, the newest first."""
    with database.read() as session:
        found = list_shortlists(session, limit, cursor)
    return answer_json(found, language)


@router.get(
    "/{shortlist_id}.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, **refusals(404, 409)},
)
@needs(Right.LISTS, tells=Event.EXPORTED, of="shortlist_id")
def download(shortlist_id: str, database: DatabaseNow) -> Response:
    """Return a stored list as a workbook, "Bahan sidang Tim Penilai Kinerja"."""
    with database.read() as session:
        stored = load_shortlist(session, shortlist_id)
    content = write_shortlists([stored.shortlist], stored.language)
    return send_workbook(content, f"padan-{stored.id}")


@router.get("/{shortlist_id}", response_model=Shortlist, responses=refusals(404))
@needs(Right.LISTS, tells=Event.LIST_SEEN, of="shortlist_id")
def read(shortlist_id: str, database: DatabaseNow) -> Response:
    """Return a stored list, byte for byte as it was when made."""
    with database.read() as session:
        stored = load_shortlist(session, shortlist_id)
    return send_json(stored.answer, stored.language)


@router.post(
    "/{shortlist_id}/decision",
    status_code=201,
    response_model=Decision,
    responses=refusals(404, 409, 415, 503),
)
@needs(Right.CHOOSE)
def choose(
    shortlist_id: str,
    body: DecisionBody,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    actor: Portal,
    repeat: RepeatNow,
) -> Response:
    """Keep the planner's choice, never of oneself or declared kin; a list is decided once."""
    made = decide(matcher, database, shortlist_id, body, actor, repeat)
    return answer_json(made, language, 201)
