"""Finds out who speaks before a request is read: by a portal's key, else by a session's cookie.

What is sent by somebody unknown is not read at all, the form to sign in apart: neither its size
nor its content can then trouble anybody.
"""

from dataclasses import replace
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.access.caller import STRANGER, Caller
from serving.access.keys import find_key_caller
from serving.access.sessions import COOKIE, SEEN_EVERY, find_session, read_caller
from serving.database.access_tables import SessionRow
from serving.database.connection import Database
from serving.errors import NotSignedInError
from serving.guard import SAFE
from serving.problems import answer_problem

SIGN_IN = "/sign-in"
"""The pages below this address take forms of people who are not signed in."""
BEARER = "bearer "
STATIC = "/static/"


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
        caller = await run_in_threadpool(find_out, request)
        scope.setdefault("state", {})["caller"] = caller
        sends = scope["method"] not in SAFE and not scope["path"].startswith(SIGN_IN)
        if sends and not caller.signed_in:
            answer = await run_in_threadpool(answer_problem, request, NotSignedInError())
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def find_out(request: Request) -> Caller:
    """Return who speaks; a key that opens nothing is never replaced by a cookie."""
    database: Database = request.app.state.database
    given = read_key(request.headers)
    now = datetime.now(UTC)
    if given is not None:
        with database.read() as session:
            return find_key_caller(session, given, now) or STRANGER
    token = request.cookies.get(COOKIE)
    if not token:
        return STRANGER
    with database.read() as session:
        row = find_session(session, token, now)
        caller = None if row is None else read_caller(session, row)
        stale = row is not None and now - row.seen_at >= SEEN_EVERY
    if caller is None or (caller.made_up and not request.app.state.made_up_only()):
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


def _keep_seen(database: Database, token_sha256: str, now: datetime) -> None:
    with database.write() as session:
        row = session.get(SessionRow, token_sha256)
        if row is not None:
            row.seen_at = now
