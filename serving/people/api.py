"""People search over HTTP: a POST, so that no NIP and no name stands in an address."""

from functools import partial

from fastapi import APIRouter, Response

from matching.directory import PersonRow, read_person
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.answering import answer_json
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.listing import Cursor, Limit, Listing, cut
from serving.people.schemas import PeopleSearch
from serving.people.service import search as find
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/people", tags=["people"])


@router.post("/search", response_model=Listing[PersonRow], responses=refusals(415, 503))
@needs(Right.PEOPLE, tells=Event.PEOPLE_SEARCHED)
def search(
    body: PeopleSearch,
    matcher: MatcherNow,
    scope: ScopeNow,
    language: Reader,
    noted: NotedNow,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Find people; the answer names the person_id by which other calls address them."""
    people = find(scope, body)
    noted.note_found(people, matcher.person_id)
    found = cut(people, matcher.person_id, limit, cursor)
    return answer_json(found.read(partial(read_person, matcher)), language)
