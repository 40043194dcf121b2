"""Tells the audit of every look at people, lists and plans, and of everything that is taken away.

What is told stands at the route itself: `@needs(Right.JUDGE, tells=Event.PERSON_SEEN,
of="person_id")`. It is written before the answer leaves: an answer of which the audit could not be
told is not given. HEAD shows nothing and is not told, nor is a refusal; refusals that do show
something are told where they are raised (`audit.refusals`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.access.admission import find_caller, find_need
from serving.audit.queries import OUR_ID
from serving.audit.service import Facts, record_event
from serving.database.connection import Database
from serving.errors import NoRecordsError
from serving.warm import WarmMatcher
from snapshots.nips import holds_nip

NOBODY = "-"
"""Subject of what is about no single thing, or about something that has no id of ours."""
REVISION = re.compile(r"[0-9]{1,6}")
MOST_LETTERS = 255
FEW = 4
"""People whom an event names beside each other, as many as are compared at once."""


class Noted:
    """What a route adds to what is told of it: counts, codes and ids, never a name or a NIP."""

    def __init__(self, request: Request) -> None:
        self._state = request.state

    def note(self, **facts: str | int | bool | None) -> None:
        """Keep facts for the event of this request."""
        self._state.noted = {**getattr(self._state, "noted", {}), **facts}

    def note_nothing_shown(self) -> None:
        """Keep that this answer shows nothing that the audit is told of, as of work under way."""
        self._state.shows_nothing = True

    def note_found(self, people: Sequence[int], name: Callable[[int], str]) -> None:
        """Keep how many people a search found; of one alone, as by a NIP, who it was (`name`)."""
        alone = {"person_id": name(people[0])} if len(people) == 1 else {}
        self.note(found=len(people), **alone)

    def note_few(self, people: Sequence[str]) -> None:
        """Keep who was judged, as of a comparison; a number alone tells of more than `FEW`."""
        if 0 < len(people) <= FEW:
            self.note(people=" ".join(people))

    def note_plans(self, plan_ids: Iterable[str]) -> None:
        """Keep of which plans moves were shown: who saw a plan is found by its id."""
        self.note(plans=" ".join(dict.fromkeys(plan_ids)))


NotedNow = Annotated[Noted, Depends(Noted)]


class Looks:
    """ASGI middleware that tells the audit what a route declares, where it answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of its answer before it begins."""

        async def send_told(message: Message) -> None:
            begins = message["type"] == "http.response.start" and scope["method"] != "HEAD"
            if begins and 200 <= message["status"] < 300:
                await run_in_threadpool(tell_look, Request(scope))
            await send(message)

        await self.app(scope, receive, send_told if scope["type"] == "http" else send)


def tell_look(request: Request) -> None:
    """Write the event that the route of an answered request declares; nothing where it has none."""
    need = find_need(request.scope.get("endpoint"))
    if need is None or need.tells is None or getattr(request.state, "shows_nothing", False):
        return
    route: APIRoute = request.scope["route"]
    own = set(_list_asked(route.dependant))
    named = {name: sent for name, sent in request.query_params.items() if name in own}
    named |= {name: str(sent) for name, sent in request.path_params.items()}
    subject = named.pop(need.of, None) if need.of else None
    noted: Mapping[str, Any] = getattr(request.state, "noted", {})
    facts: Facts = {"route": route.path_format, **_read_ids(request, named), **noted}
    actor = find_caller(request).actor
    database: Database = request.app.state.database
    with database.write() as session:
        record_event(session, need.tells, name_subject(subject), actor, facts)


def name_subject(named: object) -> str:
    """Return an id of ours as it is, NOBODY for anything else that stood in an address."""
    text = str(named)
    return text if OUR_ID.fullmatch(text) else NOBODY


def _list_asked(dependant: Dependant) -> Iterator[str]:
    """Yield what a route, or anything that it depends on, asks for in the query."""
    yield from (one.alias for one in dependant.query_params)
    for each in dependant.dependencies:
        yield from _list_asked(each)


def _read_ids(request: Request, named: Mapping[str, str]) -> Facts:
    """Return the ids and the revision that an address names beside its subject, each checked.

    What stands in the path was found by the route. A query may hold anything: of it only ids of
    our form are kept, and those that the records know.
    """
    kept: dict[str, str | int] = {}
    for name, sent in named.items():
        if name.endswith("_id") and sent and not holds_nip(sent) and len(sent) <= MOST_LETTERS:
            found = name in request.path_params or OUR_ID.fullmatch(sent)
            if found or _is_recorded(request, sent):
                kept[name] = sent
    revision = named.get("revision", "")
    if REVISION.fullmatch(revision):
        kept["revision"] = int(revision)
    return kept


def _is_recorded(request: Request, sent: str) -> bool:
    """Tell whether the records know a position or a unit of this id."""
    warm: WarmMatcher = request.app.state.warm
    try:
        history = warm.get().history
    except NoRecordsError:
        return False
    return sent in history.position_of or sent in history.unit_of
