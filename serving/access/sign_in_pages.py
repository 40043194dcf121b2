"""Pages to sign in: with name and password, or by one click where nobody is real."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response

from serving.access.admission import needs
from serving.access.attempts import Attempts
from serving.access.cookies import let_in
from serving.access.errors import (
    LaterError,
    MissingAgenciesError,
    NoMadeUpCityError,
    SignInRefusedError,
)
from serving.access.forms import MadeUpForm, SignInForm
from serving.access.granting import read_agencies
from serving.access.leading import SIGN_IN, read_own
from serving.access.made_up import may_enter
from serving.access.rights import Right, Role
from serving.access.scope import Scope
from serving.access.signing_in import enter_made_up, sign_in, sign_out
from serving.rendering import Renderer
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter(prefix=SIGN_IN)
OTHERS = tuple(role for role in Role if role not in (Role.PLANNER, Role.AGENCY_OFFICER))
"""Roles of the made-up city that are offered below the planner's, beside the officer's."""


@router.get("")
@needs(Right.OPEN)
def show_sign_in(
    request: Request,
    pages: Pages,
    warm: WarmNow,
    next: Annotated[str, Query(max_length=4000)] = "/",
) -> Response:
    """Show the form; nothing of the records, those of a made-up city apart."""
    return _show(request, pages, warm, read_own(next))


@router.post("")
@needs(Right.OPEN)
def take_sign_in(
    form: Annotated[SignInForm, Form()],
    request: Request,
    pages: Pages,
    warm: WarmNow,
    database: DatabaseNow,
) -> Response:
    """Sign in and go on, or show the form again; whoever was signed in here is signed out."""
    pages.check(form.form_token)
    attempts: Attempts = request.app.state.attempts
    address = request.client.host if request.client else ""
    asked = read_own(form.next)
    try:
        with attempts.trying(address):
            token = sign_in(database, form.name, form.password, datetime.now(UTC))
    except (LaterError, SignInRefusedError) as error:
        return _show(request, pages, warm, asked, error)
    if pages.caller.session is not None:
        sign_out(database, pages.caller)
    return let_in(token, asked, request.app.state.settings)


@router.post("/made-up")
@needs(Right.OPEN)
def enter(
    form: Annotated[MadeUpForm, Form()],
    request: Request,
    pages: Pages,
    warm: WarmNow,
    database: DatabaseNow,
) -> Response:
    """Enter the made-up city in a role; NoMadeUpCityError as soon as anybody in it is real."""
    pages.check(form.form_token)
    if not may_enter(request.app):
        raise NoMadeUpCityError
    agency = None
    if form.role is Role.AGENCY_OFFICER:
        if not (agency := form.agency_id):
            raise MissingAgenciesError
        read_agencies([agency], warm.get)
    token = enter_made_up(database, form.role, agency, datetime.now(UTC))
    if pages.caller.session is not None:
        sign_out(database, pages.caller)
    return let_in(token, read_own(form.next), request.app.state.settings)


def _show(
    request: Request,
    pages: Renderer,
    warm: WarmNow,
    asked: str,
    error: LaterError | SignInRefusedError | None = None,
) -> Response:
    shown: dict[str, Any] = {"next": asked, "made_up": may_enter(request.app)}
    shown["error"] = None if error is None else error.text(pages.language)
    shown["others"] = [role.value for role in OTHERS]
    shown["agencies"] = Scope(warm.get()).list_agencies() if shown["made_up"] else []
    headers = error.headers if isinstance(error, LaterError) else None
    status = 200 if error is None else 403 if headers is None else 429
    return pages.show("sign_in.html", status=status, headers=headers, **shown)
