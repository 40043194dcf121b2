"""Finds out who speaks before a request is read: by a portal's key, else by a session's cookie.

What is sent by somebody unknown is not read at all, the form to sign in apart: neither its size
nor its content can then trouble anybody.
"""

from dataclasses import replace
from datetime import UTC, datetime

from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.access.caller import MOST_NAMED, ON_BEHALF_OF, STRANGER, Caller
from serving.access.keys import find_key, is_unnoted, note_use, read_client
from serving.access.made_up import is_open_to_all
from serving.access.sessions import COOKIE, SEEN_EVERY, find_session, read_caller
from serving.database.access_tables import SessionRow
from serving.database.connection import Database
from serving.errors import NotSignedInError
from serving.guard import SAFE
from serving.pace import STRANGERS, Pace, TooManyRequestsError
from serving.problems import answer_problem
from snapshots.nips import holds_nip

SIGN_IN = "/sign-in"
"""The pages below this address take forms of people who are not signed in."""
BEARER = "bearer "
STATIC = "/static/"
HEALTH = "/health/"
"""Who watches the installation may ask at any time, and needs no database to be known by."""


class Door:
    """ASGI middleware that says of every request who speaks (`state.caller`)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its caller, or answer it where nobody unknown may send."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        watches = scope["path"].startswith(HEALTH) and scope["method"] in SAFE
        caller = STRANGER if watches else await run_in_threadpool(find_out, request)
        scope.setdefault("state", {})["caller"] = caller
        refusal = find_refusal(request, caller) or find_unfit_name(request)
        if refusal is not None:
            answer = await run_in_threadpool(answer_problem, request, refusal)
            await answer(scope, receive, send)
            return
        scope["state"]["caller"] = caller.speaking_for(request.headers.get(ON_BEHALF_OF) or None)
        await self.app(scope, receive, send)


def find_unfit_name(request: Request) -> RequestValidationError | None:
    """Return why the name for whom a portal asks cannot stand in the audit; None where it can."""
    name, fault = request.headers.get(ON_BEHALF_OF, ""), {"loc": ("header", ON_BEHALF_OF)}
    if len(name) > MOST_NAMED:
        bound = {"max_length": MOST_NAMED}
        return RequestValidationError([{**fault, "type": "string_too_long", "ctx": bound}])
    return RequestValidationError([{**fault, "type": "holds_a_nip"}]) if holds_nip(name) else None


def find_refusal(request: Request, caller: Caller) -> Exception | None:
    """Return why a request is not read at all: it comes too fast, or somebody unknown sends."""
    path, pace = request.url.path, request.app.state.pace
    if not path.startswith(HEALTH) and (seconds := _wait(pace, request, caller)):
        return TooManyRequestsError(seconds)
    sends = request.method not in SAFE and not path.startswith(SIGN_IN)
    return NotSignedInError() if sends and not caller.signed_in else None


def _wait(pace: Pace, request: Request, caller: Caller) -> int:
    """Return the seconds to wait: by the caller, who is unknown by address and at half the pace."""
    if caller.signed_in:
        return pace.wait(caller.label)
    address = request.client.host if request.client is not None else ""
    return pace.wait(f"address {address}", STRANGERS)


def find_out(request: Request) -> Caller:
    """Return who speaks; a key that opens nothing is never replaced by a cookie."""
    database: Database = request.app.state.database
    given = read_key(request.headers)
    now = datetime.now(UTC)
    if given is not None:
        return _find_client(database, given, now)
    token = request.cookies.get(COOKIE)
    if not token:
        return STRANGER
    with database.read() as session:
        row = find_session(session, token, now)
        caller = None if row is None else read_caller(session, row)
        stale = row is not None and now - row.seen_at >= SEEN_EVERY
    if caller is None or (caller.made_up and not is_open_to_all(request.app)):
        return STRANGER
    if stale and caller.session is not None:
        _keep_seen(database, caller.session, now)
    return replace(caller, via="api" if request.url.path.startswith("/v1/") else "page")


def read_key(headers: Headers) -> str | None:
    """Return the bearer key of a request, None where it brings no authorization."""
    given = headers.get("authorization")
    if given is None:
        return None
    return given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""


def _find_client(database: Database, key: str, now: datetime) -> Caller:
    with database.read() as session:
        row = find_key(session, key, now)
    if row is None:
        return STRANGER
    if is_unnoted(row, now):
        with database.write() as session:
            note_use(session, row.id, now)
    return read_client(row)


def _keep_seen(database: Database, token_sha256: str, now: datetime) -> None:
    with database.write() as session:
        row = session.get(SessionRow, token_sha256)
        if row is not None:
            row.seen_at = now
