"""Pages about shortlists: make one, read it, decide."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from matching.answers import ShortlistRequest
from matching.matcher import Matcher
from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.service import Event
from serving.database.connection import Database
from serving.forms import PageForm
from serving.listing import Cursor
from serving.rendering import Renderer
from serving.shortlists.queries import list_shortlists
from serving.shortlists.schemas import MOST_CANDIDATES, Code, DecisionBody, Reason
from serving.shortlists.service import decide, load_shortlist, make_shortlist
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter()
PAGE = 25
REASONS = ("best_fit", "need")
"""Why a planner follows the list; who departs from it names a reason of the overrides."""
OPEN = "open"
"""The choice of nobody: the position is left open."""


class ListForm(PageForm):
    """What the form on a position's page asks for."""

    size: int = Field(default=10, ge=1, le=MOST_CANDIDATES)
    as_of: date | None = None
    effective_on: date | None = None
    include_undetermined: bool = False
    willing_only: bool = False
    only_agencies: tuple[str, ...] = ()
    exclude_agencies: tuple[str, ...] = ()
    balance: str | None = Field(default=None, max_length=255)

    def to_request(self, position_id: str) -> ShortlistRequest:
        """Return what is asked of a position."""
        return ShortlistRequest(position_id, **self.model_dump(exclude={"form_token"}))


class DecisionForm(PageForm):
    """The choice below a list; `choice` is a person_id, or OPEN."""

    choice: str = Field(max_length=64)
    reason_code: Code
    reason: Reason

    def to_body(self) -> DecisionBody:
        """Return the choice as the API takes it."""
        person = None if self.choice == OPEN else self.choice
        return DecisionBody(person_id=person, reason_code=self.reason_code, reason=self.reason)


@router.post("/positions/{position_id:path}/shortlists")
@needs(Right.RANK)
def make(
    position_id: str,
    form: Annotated[ListForm, Form()],
    request: Request,
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Make a list and go to it."""
    pages.check(form.form_token)
    return _make(form.to_request(position_id), request, pages, matcher, database)


def _make(
    asked: ShortlistRequest,
    request: Request,
    pages: Renderer,
    matcher: Matcher,
    database: Database,
) -> Response:
    """Make and keep a list in the language of the page, and go to it."""
    stored = make_shortlist(matcher, database, asked, pages.language, pages.caller.actor)
    request.app.state.metrics.shortlists.inc()
    return RedirectResponse(f"/shortlists/{stored.id}", 303)


@router.post("/shortlists/{shortlist_id}/again")
@needs(Right.RANK)
def make_again(
    shortlist_id: str,
    form: Annotated[PageForm, Form()],
    request: Request,
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Make the same request anew, in the language of the page, and go to the new list."""
    pages.check(form.form_token)
    with database.read() as session:
        asked = load_shortlist(session, shortlist_id).request
    return _make(asked, request, pages, matcher, database)


@router.get("/shortlists")
@needs(Right.LISTS, tells=Event.LIST_SEEN)
def show_lists(pages: Pages, database: DatabaseNow, cursor: Cursor = None) -> Response:
    """Show the lists that were made, the newest first."""
    with database.read() as session:
        found = list_shortlists(session, PAGE, cursor)
    return pages.show("shortlists.html", made=found.items, next_cursor=found.next_cursor)


@router.get("/shortlists/{shortlist_id}")
@needs(Right.LISTS, tells=Event.LIST_SEEN, of="shortlist_id")
def show_list(shortlist_id: str, pages: Pages, database: DatabaseNow) -> Response:
    """Show a list as it was made."""
    with database.read() as session:
        stored = load_shortlist(session, shortlist_id)
    return pages.show(
        "shortlist.html",
        stored=stored,
        shortlist=stored.shortlist,
        reasons=REASONS,
        open=OPEN,
    )


@router.post("/shortlists/{shortlist_id}/decision")
@needs(Right.CHOOSE)
def choose(
    shortlist_id: str,
    form: Annotated[DecisionForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Keep the planner's choice and show the list again."""
    pages.check(form.form_token)
    decide(matcher, database, shortlist_id, form.to_body(), pages.caller.actor)
    return RedirectResponse(f"/shortlists/{shortlist_id}#decision", 303)
