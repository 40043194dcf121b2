"""The auditor's page: what happened, found by filters; whether the audit is whole; its export."""

from dataclasses import asdict
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Response
from pydantic import Field
from starlette.responses import StreamingResponse

from matching.directory import read_person, search_people
from matching.matcher import Matcher
from matching.plain import to_json
from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.looks import NotedNow
from serving.audit.queries import list_actors, list_audit, walk_audit
from serving.audit.schemas import AuditFilter
from serving.audit.service import Event
from serving.audit.telling import name_person, tell_events, tell_verification, write_csv
from serving.audit.verifying import Kept, read_head, verify_chain
from serving.database.connection import Database
from serving.forms import PageForm
from serving.listing import Cursor, cut
from serving.rendering import Renderer
from serving.warm import WarmMatcher
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter(prefix="/audit")
PAGE = 50
MOST_FOUND = 25
Asked = Annotated[AuditFilter, Depends()]


class PersonForm(PageForm):
    """Whom the auditor asks about: a name or a NIP, which stand in no address."""

    q: str = Field(default="", max_length=200)


class VerifyForm(PageForm):
    """A fingerprint that was kept elsewhere, if any."""

    kept: str | None = Field(default=None, pattern=r"^\s*[0-9a-fA-F]{64}\s*$")


@router.get("")
@needs(Right.AUDIT, tells=Event.AUDIT_SEEN)
def show(
    asked: Asked, pages: Pages, warm: WarmNow, database: DatabaseNow, cursor: Cursor = None
) -> Response:
    """Show events by filters, the newest first."""
    return _show(pages, warm, database, asked, cursor)


@router.post("/people")
@needs(Right.AUDIT, tells=Event.PEOPLE_SEARCHED)
def find(
    form: Annotated[PersonForm, Form()],
    pages: Pages,
    warm: WarmNow,
    database: DatabaseNow,
    noted: NotedNow,
) -> Response:
    """Find people by name or NIP, to see the events about one of them."""
    pages.check(form.form_token)
    matcher, words = _find_matcher(warm), form.q.strip()
    people = () if matcher is None else search_people(matcher, words)
    found: tuple[Any, ...] = ()
    if matcher is not None:
        noted.note_found(people, matcher.person_id)
        piece = cut(people, matcher.person_id, MOST_FOUND, None)
        found = piece.read(partial(read_person, matcher)).items
    return _show(pages, warm, database, AuditFilter(), None, found=found, total=len(people))


@router.post("/verify")
@needs(Right.AUDIT, tells=Event.AUDIT_SEEN)
def verify(
    form: Annotated[VerifyForm, Form()], pages: Pages, warm: WarmNow, database: DatabaseNow
) -> Response:
    """Walk the whole chain and tell whether it holds."""
    pages.check(form.form_token)
    kept = None if form.kept is None else Kept(form.kept.strip().lower())
    with database.read() as session:
        result = verify_chain(session, kept)
    told = tell_verification(result, pages.language)
    return _show(pages, warm, database, AuditFilter(), None, verified=result, told=told)


@router.get("/audit.csv")
@needs(Right.AUDIT, tells=Event.EXPORTED)
def save(asked: Asked, pages: Pages, database: DatabaseNow) -> Response:
    """Return the events of a filter as a table, as many as there are."""
    lines = write_csv(walk_audit(database, asked, pages.language))
    headers = {"Content-Disposition": 'attachment; filename="padan-audit.csv"'}
    return StreamingResponse(lines, headers=headers, media_type="text/csv; charset=utf-8")


@router.get("/head.json")
@needs(Right.AUDIT, tells=Event.EXPORTED)
def save_head(database: DatabaseNow) -> Response:
    """Return the end of the chain as a file, to be kept elsewhere."""
    with database.read() as session:
        found = read_head(session)
    headers = {"Content-Disposition": f'attachment; filename="padan-audit-{found.number}.json"'}
    return Response(to_json(found, indent=1), headers=headers, media_type="application/json")


def _show(
    pages: Renderer,
    warm: WarmMatcher,
    database: Database,
    asked: AuditFilter,
    cursor: str | None,
    **others: Any,
) -> Response:
    with database.read() as session:
        found = list_audit(session, asked, pages.language, PAGE, cursor)
        actors = list_actors(session)
    matcher = _find_matcher(warm)
    chosen = {name: str(value) for name, value in asdict(asked).items() if value is not None}
    return pages.show(
        "audit.html",
        events=tell_events(found.items, matcher, pages.language),
        codes=[event.value for event in Event],
        actors=actors,
        asked={name: chosen.get(name, "") for name in asdict(asked)},
        about=name_person(matcher, asked.subject) if asked.subject else None,
        export=f"/audit/audit.csv?{urlencode(chosen)}",
        older=f"/audit?{urlencode(chosen | {'cursor': found.next_cursor})}"
        if found.next_cursor
        else None,
        **{"found": None, "total": 0, "verified": None, "told": None} | others,
    )


def _find_matcher(warm: WarmMatcher) -> Matcher | None:
    """Return what knows people's names, None where there are no records."""
    return warm.get() if warm.describe().snapshot_id else None
