"""What routes ask for: matcher, database, the reader's language, who speaks and by which key."""

from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool

from matching.matcher import Matcher
from serving.access.admission import CallerNow
from serving.audit.service import Actor
from serving.database.connection import Database
from serving.language import find_language
from serving.monitor.service import Monitor
from serving.rendering import Renderer
from serving.repeats import Repeat, digest_form, hash_request
from serving.warm import WarmMatcher
from snapshots.nips import holds_nip
from snapshots.surrogate import load_secret
from wording import Language


def _warm(request: Request) -> WarmMatcher:
    warm: WarmMatcher = request.app.state.warm
    return warm


def _matcher(warm: Annotated[WarmMatcher, Depends(_warm)]) -> Matcher:
    return warm.get()


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _monitor(request: Request) -> Monitor:
    monitor: Monitor = request.app.state.monitor
    return monitor


def _portal(caller: CallerNow) -> Actor:
    return caller.actor


Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="the same key and body give what the first request made",
    ),
]


async def _repeat(request: Request, caller: CallerNow, key: Key = None) -> Repeat | None:
    if key is None:
        return None
    return await run_in_threadpool(_name_repeat, request, caller, key, await request.body())


async def _repeat_form(request: Request, caller: CallerNow, key: Key = None) -> Repeat | None:
    if key is None:
        return None
    form = await request.form()
    return await run_in_threadpool(lambda: _name_repeat(request, caller, key, digest_form(form)))


def _name_repeat(request: Request, caller: CallerNow, key: str, body: bytes) -> Repeat:
    secret = load_secret(request.app.state.settings.home)
    route = f"{request.method} {request.scope['route'].path_format}"
    if holds_nip(key):  # or what looks like one, as a UUID may: it counts, and is not kept
        key = hash_request(secret, "", key.encode())
    return Repeat(caller.label, route, key, hash_request(secret, request.url.path, body))


def _renderer(request: Request, caller: CallerNow) -> Renderer:
    templates = request.app.state.templates
    return Renderer(templates, request, find_language(request), caller)


WarmNow = Annotated[WarmMatcher, Depends(_warm)]
MatcherNow = Annotated[Matcher, Depends(_matcher)]
DatabaseNow = Annotated[Database, Depends(_database)]
MonitorNow = Annotated[Monitor, Depends(_monitor)]
Reader = Annotated[Language, Depends(find_language)]
Portal = Annotated[Actor, Depends(_portal)]
Pages = Annotated[Renderer, Depends(_renderer)]
RepeatNow = Annotated[Repeat | None, Depends(_repeat)]
RepeatFormNow = Annotated[Repeat | None, Depends(_repeat_form)]
