"""Finds out who speaks before a request is read: by a portal's key, else by a session's cookie.

What is sent by somebody unknown is not read at all, the form to sign in apart: neither its size
nor its content can then trouble anybody.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Lock

from fastapi.exceptions import RequestValidationError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.access.admission import SAFE
from serving.access.attempts import to_place
from serving.access.caller import MOST_NAMED, ON_BEHALF_OF, STRANGER, Caller
from serving.access.keys import find_key, is_unnoted, note_use, read_client
from serving.access.made_up import is_open_to_all
from serving.access.sessions import (
    SEEN_EVERY,
    find_session,
    hash_token,
    note_seen,
    read_caller,
    read_session,
)
from serving.database.connection import Database
from serving.errors import NotSignedInError
from serving.pace import MOST_CALLERS, STRANGERS, Pace, TooManyRequestsError
from serving.problems import answer_problem
from snapshots.nips import holds_nip

SIGN_IN = "/sign-in"
"""The pages below this address take forms of people who are not signed in."""
BEARER = "bearer "
STATIC = "/static/"
HEALTH = "/health/"
"""Who watches the installation may ask at any time, and needs no database to be known by."""

Bucket = tuple[str, float]
"""Out of which bucket a request is taken, and the part of the pace that fills it."""

_noting = Lock()


class Door:
    """ASGI middleware that says of every request who speaks (`state.caller`)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._known: OrderedDict[str, Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its caller, or answer it where nobody unknown may send."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        scope.setdefault("state", {})["caller"] = STRANGER
        refusal = await self._let_in(request)
        if refusal is not None:
            answer = await run_in_threadpool(answer_problem, request, refusal)
            await answer(scope, receive, send)
            return
        caller: Caller = scope["state"]["caller"]
        scope["state"]["caller"] = caller.speaking_for(request.headers.get(ON_BEHALF_OF) or None)
        await self.app(scope, receive, send)

    async def _let_in(self, request: Request) -> Exception | None:
        """Find out who speaks; return why the request is not read: it comes too fast, or is unfit.

        A request is taken out of the bucket of who brought the same key or cookie before, else out
        of its address's, so that none that comes too fast asks the database. Where it turns out to
        be somebody else's it is taken there instead.
        """
        if request.url.path.startswith(HEALTH) and request.method in SAFE:
            return find_unfit_name(request)
        pace: Pace = request.app.state.pace
        brought, by_address = find_brought(request), to_bucket(request)
        taken = self._known.get(brought, by_address)
        if seconds := pace.wait(*taken):
            return TooManyRequestsError(seconds)
        caller = await run_in_threadpool(find_out, request) if brought else STRANGER
        request.state.caller = caller
        own = (caller.label, 1.0) if caller.signed_in else by_address
        if own != taken:
            self._keep(brought, own if caller.signed_in else None)
            pace.give_back(taken[0])
            if seconds := pace.wait(*own):
                return TooManyRequestsError(seconds)
        return find_refusal(request, caller) or find_unfit_name(request)

    def _keep(self, brought: str, bucket: Bucket | None) -> None:
        """Remember whose a key or cookie is, or that it is nobody's any more."""
        self._known.pop(brought, None)
        if bucket is not None:
            self._known[brought] = bucket
        if len(self._known) > MOST_CALLERS:
            self._known.popitem(last=False)


def find_brought(request: Request) -> str:
    """Return the hash of the key or cookie that a request brings, "" where it brings neither."""
    given = request.headers.get("authorization") or read_session(request)
    return hash_token(given) if given else ""


def to_bucket(request: Request) -> Bucket:
    """Return the bucket of the place from which somebody unknown asks."""
    address = request.client.host if request.client is not None else ""
    return f"address {to_place(address)}", STRANGERS


def find_unfit_name(request: Request) -> RequestValidationError | None:
    """Return why the name for whom a portal asks cannot stand in the audit; None where it can."""
    name, fault = request.headers.get(ON_BEHALF_OF, ""), {"loc": ("header", ON_BEHALF_OF)}
    if len(name) > MOST_NAMED:
        bound = {"max_length": MOST_NAMED}
        return RequestValidationError([{**fault, "type": "string_too_long", "ctx": bound}])
    return RequestValidationError([{**fault, "type": "holds_a_nip"}]) if holds_nip(name) else None


def find_refusal(request: Request, caller: Caller) -> Exception | None:
    """Return why a request is not read at all: somebody unknown sends."""
    sends = request.method not in SAFE and not request.url.path.startswith(SIGN_IN)
    return NotSignedInError() if sends and not caller.signed_in else None


def find_out(request: Request) -> Caller:
    """Return who speaks; a key that opens nothing is never replaced by a cookie."""
    database: Database = request.app.state.database
    given = read_key(request.headers)
    now = datetime.now(UTC)
    if given is not None:
        return _find_client(database, given, now)
    token = read_session(request)
    if not token:
        return STRANGER
    with database.read() as session:
        row = find_session(session, token, now)
        caller = None if row is None else read_caller(session, row)
        stale = row is not None and now - row.seen_at >= SEEN_EVERY
    if caller is None or (caller.made_up and not is_open_to_all(request.app)):
        return STRANGER
    if stale and caller.session is not None:
        _note(database, partial(note_seen, token_sha256=caller.session, now=now))
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
        _note(database, partial(note_use, key_id=row.id, now=now))
    return read_client(row)


def _note(database: Database, keep: Callable[[Session], None]) -> None:
    """Keep that a session or key was used; where another is being noted the next request will."""
    if not _noting.acquire(blocking=False):
        return
    try:
        with database.write() as session:
            keep(session)
    finally:
        _noting.release()
