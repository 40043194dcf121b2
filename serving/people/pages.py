"""Pages about people: looking somebody up, and all that a planner needs to know of one person.

Who is looked for travels in a body, so that no name and no NIP stands in an address.
"""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, Field

from matching.answers import Wish
from matching.directory import read_person, search_people
from matching.matcher import Matcher
from matching.profile import tell_profile
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import Scope, ScopeNow
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.candidates.schemas import Span
from serving.consents.queries import list_letters
from serving.database.connection import Database
from serving.fields import refuse_nip
from serving.forms import PageForm
from serving.listing import Cursor, Listing, cut
from serving.opportunities.service import find_opportunities
from serving.preferences.schemas import PreferenceBody
from serving.preferences.service import enter_preference, tell_preference
from serving.wiring import DatabaseNow, Pages
from snapshots.coding import read_texts

router = APIRouter(prefix="/people")
MOST_FOUND = 50
POSTS = 10
"""Open posts on one page."""


class SearchForm(PageForm):
    """Whom somebody looks for: a name or a NIP."""

    q: str = Field(default="", max_length=200)


class PreferenceForm(PageForm):
    """A wish as the form of the page has it; an empty field says nothing."""

    willing: Literal["true", "false"] | None = None
    wanted_agency_id: str | None = None
    wanted_position_id: str | None = None
    wanted_job_family: str | None = None
    note: Annotated[str | None, Field(max_length=500), AfterValidator(refuse_nip)] = None

    def to_body(self) -> PreferenceBody:
        """Return the wish as the API takes it."""
        said = self.model_dump(exclude={"form_token", "willing"})
        willing = None if self.willing is None else self.willing == "true"
        return PreferenceBody(willing=willing, **said)


@router.get("")
@needs(Right.PEOPLE)
def show_search(pages: Pages) -> Response:
    """Show the form that looks people up."""
    return pages.show("people_search.html", q="", found=Listing((), None), total=0)


@router.post("")
@needs(Right.PEOPLE, tells=Event.PEOPLE_SEARCHED)
def find(
    form: Annotated[SearchForm, Form()], pages: Pages, scope: ScopeNow, noted: NotedNow
) -> Response:
    """Show who is found by name or NIP."""
    pages.check(form.form_token)
    matcher, asked = scope.matcher, form.q.strip()
    people = search_people(matcher, asked, scope.people)
    noted.note_found(people, matcher.person_id)
    found = cut(people, matcher.person_id, MOST_FOUND, None).read(partial(read_person, matcher))
    return pages.show("people_search.html", q=asked, found=found, total=len(people))


@router.get("/{person_id}")
@needs(Right.PEOPLE, tells=Event.PERSON_SEEN, of="person_id")
def show_person(
    person_id: str,
    pages: Pages,
    scope: ScopeNow,
    database: DatabaseNow,
    cursor: Cursor = None,
    wish: Annotated[
        str | None, Query(max_length=255, description="the form is filled in with this post")
    ] = None,
) -> Response:
    """Show one person: facts, wishes, letters, and open posts with what speaks for each."""
    person = scope.person(person_id)
    profile = tell_profile(scope.matcher, person)
    profile = replace(profile, wish=scope.tell_wish(profile.wish))
    span = Span()
    return pages.show(
        "person.html",
        profile=profile,
        wanted=_fill_form(profile.wish, wish),
        cursor=cursor,
        open=find_opportunities(scope, person_id, span, POSTS, cursor, pages.language),
        **_read_entries(pages, scope, database, person),
    )


@router.post("/{person_id}/preference")
@needs(Right.PREFERENCES)
def enter(
    person_id: str,
    form: Annotated[PreferenceForm, Form()],
    pages: Pages,
    scope: ScopeNow,
    database: DatabaseNow,
) -> Response:
    """Keep what somebody says of moving, and show it."""
    pages.check(form.form_token)
    person = scope.person(person_id)
    enter_preference(scope, database, person, form.to_body(), pages.caller.actor)
    return RedirectResponse(f"/people/{scope.matcher.person_id(person)}#wish", 303)


def _fill_form(wish: Wish | None, position_id: str | None) -> dict[str, str | None]:
    """Return what the form holds at first: what is wished now, and the post that was clicked."""
    if wish is None:
        names = ("willing", "agency_id", "position_id", "job_family", "note")
        return dict.fromkeys(names) | {"position_id": position_id}
    return {
        "willing": None if wish.willing is None else str(wish.willing).lower(),
        "agency_id": wish.agency_id,
        "position_id": position_id or wish.position_id,
        "job_family": wish.job_family,
        "note": wish.note,
    }


def _read_entries(pages: Pages, scope: Scope, database: Database, person: int) -> dict[str, Any]:
    """Return wishes and letters, each for who may read them."""
    matcher, caller = scope.matcher, pages.caller
    found: dict[str, Any] = {"wishes": None, "letters": None, "agencies": (), "families": ()}
    with database.read() as session:
        if caller.may(Right.PREFERENCES):
            found["wishes"] = tell_preference(scope, session, person)
            found["agencies"] = Scope(matcher).list_agencies()
            found["families"] = _list_families(matcher)
        if caller.may(Right.CONSENTS):
            found["letters"] = list_letters(session, matcher, matcher.person_id(person))
    return found


def _list_families(matcher: Matcher) -> list[str]:
    texts = read_texts(matcher.history.snapshot, "positions", "job_family")
    return sorted({text for text in texts if text is not None}, key=str.casefold)
