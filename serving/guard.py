"""What every request passes: whom it was addressed to, where it comes from, what it carries.

A page elsewhere could make a browser on this machine send requests here, by pointing a name of its
own at 127.0.0.1 or by a form: so the host must be this machine's or that of the public address, and
what changes something must come from these pages.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from urllib.parse import SplitResult, urlsplit

from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.access.admission import SAFE
from serving.errors import ForeignHostError, ForeignRequestError
from serving.problems import answer_problem
from serving.uploads.limit import find_most

MOST_ADDRESS = 8 * 2**10
MOST_HEADERS = 32 * 2**10
"""Bytes of an address, and of all headers together, at most."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?")
"""What a request may be addressed to: a name with a port perhaps, and nothing else."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000"}
"""Where there is a public address: a browser that came by https once never comes without."""
NOT_KEPT = "no-store"
"""Personal data stays in no cache; files that never change say otherwise themselves."""


class Guard:
    """ASGI middleware that refuses what does not belong here and hardens every answer."""

    def __init__(self, app: ASGIApp, public_host: str | None = None) -> None:
        self.app = app
        self.hosts = LOOPBACK if public_host is None else LOOPBACK | {public_host}
        self.headers = HEADERS if public_host is None else HEADERS | ONLY_TLS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the problem that it has."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        harden = _add_headers(send, self.headers)
        given = Headers(scope=scope)
        refusal = (
            find_excess(scope)
            or find_refusal(scope["method"], scope["path"], given, self.hosts)
            or find_nul(scope)
        )
        if refusal is None:
            await self.app(scope, receive, harden)
        else:
            answer = await run_in_threadpool(answer_problem, Request(scope, receive), refusal)
            await answer(scope, receive, harden)


def find_excess(scope: Scope) -> Exception | None:
    """Return the refusal of an address or of headers that are longer than any of ours."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_ADDRESS:
        return HTTPException(414)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
        return HTTPException(431)
    return None


def find_nul(scope: Scope) -> Exception | None:
    """Return the refusal of a sign in an address that no name has and no database looks up."""
    if "\0" in scope["path"]:
        return HTTPException(404)
    if b"%00" in scope["query_string"]:
        return RequestValidationError([{"type": "string_pattern", "loc": ("query",)}])
    return None


def find_refusal(
    method: str, path: str, headers: Headers, hosts: Collection[str] = LOOPBACK
) -> Exception | None:
    """Return what is wrong with a request before anything of it is read, None where nothing is."""
    named = headers.getlist("host")
    host = named[0] if len(named) == 1 else ""
    if not HOST.fullmatch(host) or _split(f"//{host}").hostname not in hosts:
        return ForeignHostError(host)
    if len(headers.getlist("authorization")) > 1:
        return HTTPException(400)
    if method in SAFE:
        return None
    if _comes_from_elsewhere(headers, host):
        return ForeignRequestError("another site")
    length = headers.get("content-length", "")
    return HTTPException(413) if length.isdecimal() and int(length) > find_most(path) else None


def _comes_from_elsewhere(headers: Headers, host: str) -> bool:
    """Believe the browser's own words on where a request was made; programs send neither header.

    Where it says both, both must hold. A proxy may name another port than the browser knows, which
    is why the port counts only where there is no better word.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return True
    if origin is None:
        return False
    named = _split(origin)
    if site is None:
        return named.netloc != host
    return named.hostname is None or named.hostname != _split(f"//{host}").hostname


def _split(address: str) -> SplitResult:
    """Return the parts of an address; all are empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _add_headers(send: Send, added: Mapping[str, str]) -> Callable[[Message], Awaitable[None]]:
    async def send_hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers[name] = value
            headers.setdefault("Cache-Control", NOT_KEPT)
        await send(message)

    return send_hardened
