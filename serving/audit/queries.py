"""What the database is asked about the audit."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Text, cast, or_, select
from sqlalchemy.orm import Session

from matching.plain import to_plain
from serving.audit.schemas import AuditEvent, AuditFilter
from serving.clock import ZONE
from serving.database.connection import Database
from serving.database.tables import AuditRow
from serving.listing import Listing, read_number, write_cursor
from wording import Language, say

PERSON = re.compile(r"[0-9a-f]{20}")
"""The form of a person_id."""
OUR_ID = re.compile(r"[0-9a-f]{20}|[0-9a-f]{32}")
"""The form of ids of people (20 digits), lists and plans (32): never that of a NIP."""
BATCH = 1000
FIRST = date(1, 1, 2)
"""The first day that begins inside the calendar in UTC too."""


def list_audit(
    session: Session,
    asked: AuditFilter,
    language: Language,
    limit: int,
    cursor: str | None = None,
) -> Listing[AuditEvent]:
    """Return events, the newest first. Raises BadCursorError."""
    before = None if cursor is None else read_number(cursor)
    found = _read(session, asked, limit + 1, before)
    items = tuple(tell_event(row, language) for row in found[:limit])
    more = len(found) > limit
    return Listing(items, write_cursor(str(items[-1].number)) if more else None)


def walk_audit(database: Database, asked: AuditFilter, language: Language) -> Iterator[AuditEvent]:
    """Yield every event asked for, the newest first, a batch in memory at a time.

    Whoever takes them may take hours: no look at the database is held meanwhile. Events never
    change, and those that come are newer than those that were given.
    """
    before = None
    while True:
        with database.read() as session:
            told = [tell_event(row, language) for row in _read(session, asked, BATCH, before)]
        if not told:
            return
        yield from told
        before = told[-1].number


def list_actors(session: Session) -> tuple[str, ...]:
    """Return every name that acted, in order."""
    asked = select(AuditRow.actor_name).where(AuditRow.actor_name != "").distinct()
    return tuple(session.scalars(asked.order_by(AuditRow.actor_name)))


def tell_event(row: AuditRow, language: Language) -> AuditEvent:
    """Return an event as it is told."""
    return AuditEvent(
        number=row.number,
        happened_at=row.happened_at,
        event=row.event,
        text=say(f"audit.event_{row.event}", language),
        subject=row.subject,
        via=row.actor,
        actor=row.actor_name,
        on_behalf_of=row.on_behalf_of,
        facts=to_plain(row.facts),
        hash=row.hash,
    )


def _read(
    session: Session, asked: AuditFilter, limit: int, before: int | None = None
) -> list[AuditRow]:
    rows = select(AuditRow).where(*_list_conditions(asked))
    if before is not None:
        rows = rows.where(AuditRow.number < before)
    return list(session.scalars(rows.order_by(AuditRow.number.desc()).limit(limit)))


def _list_conditions(asked: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if asked.event is not None:
        yield AuditRow.event == asked.event.value
    if asked.actor is not None:
        yield AuditRow.actor_name == asked.actor
    if asked.since is not None:
        yield AuditRow.happened_at >= datetime.combine(max(asked.since, FIRST), time.min, ZONE)
    if asked.until is not None:
        yield AuditRow.happened_at <= datetime.combine(asked.until, time.max, ZONE)
    if asked.subject is not None:
        named = AuditRow.subject == asked.subject
        inside = cast(AuditRow.facts, Text).contains(asked.subject)
        yield or_(named, inside) if OUR_ID.fullmatch(asked.subject) else named
