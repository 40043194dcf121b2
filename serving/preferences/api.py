"""Wishes and willingness over HTTP, as the portal takes them from the person concerned."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import Scope, ScopeNow
from serving.answering import answer_json
from serving.audit.service import Event
from serving.preferences.schemas import PreferenceAnswer, PreferenceBody
from serving.preferences.service import enter_preference, tell_preference
from serving.problems import refusals
from serving.wiring import DatabaseNow, Portal, Reader, WarmNow

router = APIRouter(prefix="/v1/people/{person_id}/preference", tags=["people"])


@router.get("", response_model=PreferenceAnswer, responses=refusals(404, 503))
@needs(Right.PREFERENCES, tells=Event.PERSON_SEEN, of="person_id")
def read(person_id: str, scope: ScopeNow, database: DatabaseNow, language: Reader) -> Response:
    """Tell what somebody wishes, where it comes from, and what was said before."""
    person = scope.person(person_id)
    with database.read() as session:
        return answer_json(tell_preference(scope, session, person), language)


@router.put("", response_model=PreferenceAnswer, responses=refusals(404, 415, 503))
@needs(Right.PREFERENCES, tells=Event.PERSON_SEEN, of="person_id")
def enter(
    person_id: str,
    body: PreferenceBody,
    scope: ScopeNow,
    warm: WarmNow,
    database: DatabaseNow,
    actor: Portal,
    language: Reader,
) -> Response:
    """Keep what somebody says of moving; it holds from now on, in the place of what was said.

    It is shown, filtered on and weighed in plans. It never moves a score.
    """
    enter_preference(scope, database, scope.person(person_id), body, actor)
    now = Scope(warm.get(), scope.agencies)
    with database.read() as session:
        return answer_json(tell_preference(now, session, now.person(person_id)), language)
