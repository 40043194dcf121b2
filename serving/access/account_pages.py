"""The page of one's own account: a new password, where one is signed in, and out again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from serving.access.accounts import Account, find_account
from serving.access.admission import needs
from serving.access.attempts import Attempts
from serving.access.cookies import let_in, let_out
from serving.access.errors import AccessError, DifferentPasswordsError, LaterError
from serving.access.first_start import forget_first_password
from serving.access.forms import PasswordForm
from serving.access.leading import ACCOUNT, HOME, SIGN_IN
from serving.access.passwords import LEAST
from serving.access.rights import Right
from serving.access.sessions import list_sessions
from serving.access.signing_in import change_password, sign_out
from serving.database.connection import Database
from serving.forms import PageForm
from serving.rendering import Renderer
from serving.settings import Settings
from serving.wiring import DatabaseNow, Pages

router = APIRouter()


@dataclass(frozen=True)
class Opened:
    """A session as its account sees it; `here`: the one that asks."""

    created_at: datetime
    seen_at: datetime
    here: bool


@router.get(ACCOUNT)
@needs(Right.ACCOUNT, before_password=True)
def show_account(pages: Pages, database: DatabaseNow) -> Response:
    """Show one's own account."""
    return _show(pages, database)


@router.post(f"{ACCOUNT}/password")
@needs(Right.ACCOUNT, before_password=True)
def take_password(
    form: Annotated[PasswordForm, Form()], request: Request, pages: Pages, database: DatabaseNow
) -> Response:
    """Change the password, end all other sessions, and go on with a new one."""
    pages.check(form.form_token)
    settings: Settings = request.app.state.settings
    attempts: Attempts = request.app.state.attempts
    address = request.client.host if request.client else ""
    caller, now = pages.caller, datetime.now(UTC)
    try:
        if form.fresh != form.again:
            raise DifferentPasswordsError
        with attempts.trying(address):
            token = change_password(database, caller, form.present, form.fresh, now)
    except AccessError as error:
        return _show(pages, database, error)
    forget_first_password(settings.home, caller.name)
    return let_in(token, HOME if caller.must_change_password else ACCOUNT, settings)


@router.post("/sign-out")
@needs(Right.ACCOUNT, before_password=True)
def leave(
    form: Annotated[PageForm, Form()], request: Request, pages: Pages, database: DatabaseNow
) -> Response:
    """Sign out."""
    pages.check(form.form_token)
    sign_out(database, pages.caller)
    return let_out(SIGN_IN, request.app.state.settings)


@router.post("/sign-out/everywhere")
@needs(Right.ACCOUNT, before_password=True)
def leave_everywhere(
    form: Annotated[PageForm, Form()], request: Request, pages: Pages, database: DatabaseNow
) -> Response:
    """Sign out in every browser."""
    pages.check(form.form_token)
    sign_out(database, pages.caller, everywhere=True)
    return let_out(SIGN_IN, request.app.state.settings)


def _show(pages: Renderer, database: Database, error: AccessError | None = None) -> Response:
    account, opened = _read(pages, database)
    headers = error.headers if isinstance(error, LaterError) else None
    return pages.show(
        "account.html",
        status=200 if error is None else 422 if headers is None else 429,
        headers=headers,
        account=account,
        opened=opened,
        least=LEAST,
        error=None if error is None else error.text(pages.language),
    )


def _read(pages: Renderer, database: Database) -> tuple[Account | None, list[Opened]]:
    """Return the account and its sessions; none for who entered a made-up city without one."""
    caller = pages.caller
    if caller.made_up:
        return None, []
    with database.read() as session:
        account = find_account(session, caller.name)
        rows = list_sessions(session, account.id, datetime.now(UTC))
    here = caller.session
    return account, [Opened(r.created_at, r.seen_at, r.token_sha256 == here) for r in rows]
