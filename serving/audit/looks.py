"""Tells the audit of every look at people, lists and plans, and of everything that is taken away.

What is told stands at the route itself: `@needs(Right.JUDGE, tells=Event.PERSON_SEEN,
of="person_id")`. It is written before the answer leaves: an answer of which the audit could not be
told is not given. A refusal shows nothing and is not told.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.access.admission import find_caller, find_need
from serving.audit.service import Facts, record_event
from serving.database.connection import Database
from serving.fields import hide_nips

NOBODY = "-"
"""Subject of what is about no single thing, or about something that has no id of ours."""
OUR_ID = re.compile(r"[0-9a-f]{20}|[0-9a-f]{32}")
"""The form of ids of people (20 digits), lists and plans (32): never that of a NIP."""
NIP = re.compile(r"[0-9]{18}")
BETWEEN = re.compile(r"[\s.\-]")
"""What people write between the digits of a NIP."""
REVISION = re.compile(r"[0-9]{1,6}")
MOST_NAMED = 255
ON_BEHALF_OF = "X-On-Behalf-Of"


class Noted:
    """What a route adds to what is told of it: counts, codes and ids, never a name or a NIP."""

    def __init__(self, request: Request) -> None:
        self._state = request.state

    def note(self, **facts: str | int | bool | None) -> None:
        """Keep facts for the event of this request."""
        self._state.noted = {**getattr(self._state, "noted", {}), **facts}


NotedNow = Annotated[Noted, Depends(Noted)]


class Looks:
    """ASGI middleware that tells the audit what a route declares, where it answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of its answer before it begins."""

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start" and 200 <= message["status"] < 300:
                await run_in_threadpool(tell_look, Request(scope))
            await send(message)

        await self.app(scope, receive, send_told if scope["type"] == "http" else send)


def tell_look(request: Request) -> None:
    """Write the event that the route of an answered request declares; nothing where it has none."""
    need = find_need(request.scope.get("endpoint"))
    if need is None or need.tells is None:
        return
    named = {**request.query_params, **request.path_params}
    subject = named.pop(need.of, None) if need.of else None
    speaking_for = hide_nips(request.headers.get(ON_BEHALF_OF, ""))[:MOST_NAMED] or None
    actor = find_caller(request).speaking_for(speaking_for).actor
    route = getattr(request.scope.get("route"), "path_format", NOBODY)
    noted: Mapping[str, Any] = getattr(request.state, "noted", {})
    facts: Facts = {"route": str(route), **read_ids(named), **noted}
    database: Database = request.app.state.database
    with database.write() as session:
        record_event(session, need.tells, name_subject(subject), actor, facts)


def name_subject(named: object) -> str:
    """Return an id of ours as it is, NOBODY for anything else that stood in an address."""
    text = str(named)
    return text if OUR_ID.fullmatch(text) else NOBODY


def read_ids(named: Mapping[str, Any]) -> dict[str, str | int]:
    """Return the ids and numbers that an address named beside its subject, each of a known form.

    Ids of positions and agencies are the records' own: what could be a NIP is left out.
    """
    ids = {name: str(value) for name, value in named.items() if name.endswith("_id")}
    kept: dict[str, str | int] = {
        name: value
        for name, value in ids.items()
        if value and len(value) <= MOST_NAMED and not NIP.search(BETWEEN.sub("", value))
    }
    revision = str(named.get("revision", ""))
    if REVISION.fullmatch(revision):
        kept["revision"] = int(revision)
    return kept
