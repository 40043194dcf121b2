"""Lets a request through to its route, or not: each route names the right that it needs.

A route that names none is refused to everybody, so that none is open by an oversight.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from serving.access.caller import STRANGER, Caller
from serving.access.errors import MadeUpHandsError
from serving.access.rights import Right
from serving.audit.service import Event
from serving.errors import NotAllowedError, NotSignedInError, PasswordToChangeError

Route = TypeVar("Route", bound=Callable[..., Any])
MARK = "__padan_need__"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that only look."""
API_PATHS = ("/v1/", "/health/", "/metrics", "/openapi.json")
"""Where programs ask: a portal's key opens nothing elsewhere. A page shows beside its own what
other rights let see, and is cut for roles that hold these together; a key's scopes are granted one
by one."""
LASTING = frozenset({Right.ACCOUNTS, Right.CONSENTS})
"""What accounts, keys and letters are made with: they would still open and lift something when real
records come into the made-up city, which anybody entered by a click."""


@dataclass(frozen=True)
class Need:
    """What a route asks of who comes: a right; `before_password` while a new one is to be set.

    `tells` is the event that the audit is told of when the route has answered (`audit.looks`), `of`
    the part of the address that names whom or what was looked at.
    """

    right: Right
    before_password: bool = False
    tells: Event | None = None
    of: str | None = None


def needs(
    right: Right,
    *,
    before_password: bool = False,
    tells: Event | None = None,
    of: str | None = None,
) -> Callable[[Route], Route]:
    """Return a decorator, below the router's own, that says which right a route needs.

    See `Need` for what else it says.
    """

    def mark(route: Route) -> Route:
        setattr(route, MARK, Need(right, before_password, tells, of))
        return route

    return mark


def find_need(endpoint: object) -> Need | None:
    """Return what a route asks, None where it does not say."""
    found = getattr(endpoint, MARK, None)
    return found if isinstance(found, Need) else None


def find_caller(request: Request) -> Caller:
    """Return who speaks, as it was found out when the request came in."""
    caller: Caller = getattr(request.state, "caller", STRANGER)
    return caller


def admit(request: Request) -> None:
    """Raise where the caller may not use this route.

    NotSignedInError, PasswordToChangeError while a one-time password is still to be replaced,
    NotAllowedError, also for a key on a page; MadeUpHandsError.
    """
    need, caller = find_need(request.scope.get("endpoint")), find_caller(request)
    if need is not None and need.right is Right.OPEN:
        return
    if not caller.signed_in:
        raise NotSignedInError
    strays = caller.kind == "key" and not request.url.path.startswith(API_PATHS)
    if need is None or strays or not caller.may(need.right):
        raise NotAllowedError(None if need is None else need.right.value)
    if caller.must_change_password and not need.before_password:
        raise PasswordToChangeError
    if caller.made_up and need.right in LASTING and request.method not in SAFE:
        raise MadeUpHandsError


CallerNow = Annotated[Caller, Depends(find_caller)]
