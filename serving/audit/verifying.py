"""Walks the chain of the audit and tells the first event that is not as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, func, select, true
from sqlalchemy.orm import Session

from serving.audit.chain import GENESIS, Link, find_end
from serving.database.access_tables import AccountRow
from serving.database.tables import AuditRow, ShortlistRow

BATCH = 1000
"""Events held in memory at once."""
UNREADABLE = (TypeError, ValueError)
"""Facts that are no JSON, or bytes; an instant that is none."""
LINKED = tuple(field.name for field in fields(Link))

Fault = Literal["changed", "missing", "emptied", "cut", "rewritten"]
"""What is wrong where the chain breaks.

changed: the event is not as it was written, was put in, or stood elsewhere; missing: events before
it were taken out; emptied: there is none at all, beside accounts or lists that events told of; cut:
what a head that was kept elsewhere ended is not there any more; rewritten:
the chain holds, but where the kept head ended it stands another event.
"""


@dataclass(frozen=True)
class Head:
    """The end of the chain, to be kept elsewhere: whoever holds it can tell what comes to be cut.

    `happened_at` is the instant of the last event, None before the first. `events` counts them.
    """

    number: int
    hash: str
    happened_at: datetime | None
    events: int


@dataclass(frozen=True)
class Kept:
    """What was kept of an earlier head: its hash, and its number where that was kept too."""

    hash: str
    number: int | None = None


@dataclass(frozen=True)
class Break:
    """Where the chain breaks first: at which event, and how."""

    number: int
    fault: Fault


@dataclass(frozen=True)
class Verification:
    """What walking the chain found: the last event that holds, and the first that does not."""

    head: Head
    broken: Break | None

    @property
    def unbroken(self) -> bool:
        """Whether everything is as it was written."""
        return self.broken is None


def read_head(session: Session) -> Head:
    """Return the end of the chain as it is now."""
    number, last = find_end(session)
    happened_at = session.scalar(select(AuditRow.happened_at).where(AuditRow.number == number))
    events = session.scalar(select(func.count()).select_from(AuditRow)) or 0
    return Head(number, last, happened_at, events)


def verify_chain(session: Session, kept: Kept | None = None) -> Verification:
    """Check every event against the one before, and the whole against a head that was kept."""
    head, found = Head(0, GENESIS, None, 0), kept is None or kept.hash == GENESIS
    for link, stored in _walk(session):
        if link is None or not _is_as_written(link, stored, head.hash):
            fault: Fault = "missing" if stored.number > head.number + 1 else "changed"
            return Verification(head, Break(stored.number, fault))
        if kept is not None and stored.number == kept.number and stored.hash != kept.hash:
            return Verification(head, Break(stored.number, "rewritten"))
        head = Head(stored.number, stored.hash, link.happened_at, head.events + 1)
        found = found or (kept is not None and stored.hash == kept.hash)
    if head.events == 0 and found and _is_told_of(session):
        return Verification(head, Break(1, "emptied"))
    return Verification(head, None if found else Break(head.number + 1, "cut"))


@dataclass(frozen=True)
class _Stored:
    """What an event says of its own place."""

    number: int
    hash: str


def _is_as_written(link: Link, stored: _Stored, previous: str) -> bool:
    try:
        return stored.hash == link.hash_after(previous)
    except UNREADABLE:  # null for facts, bytes for a text
        return False


def _is_told_of(session: Session) -> bool:
    """Tell whether there is anything that is never made without an event."""
    made = (select(table.id).limit(1) for table in (AccountRow, ShortlistRow))
    return any(session.scalar(one) is not None for one in made)


def _walk(session: Session) -> Iterator[tuple[Link | None, _Stored]]:
    """Yield every event in its order; None for one whose content cannot even be read."""
    end: int | None = None
    while batch := _read_batch(session, end):
        for row in batch:
            stored = _Stored(row.number, row.hash)
            yield _read_link(session, row), stored
            end = stored.number


def _ask(*names: str) -> Select[Any]:
    return select(*(getattr(AuditRow, name) for name in names)).order_by(AuditRow.number)


def _read_batch(session: Session, after: int | None) -> list[Row[Any]]:
    """Return the next events; their places alone where the content of one cannot be read.

    None begins with the very first number, be it one that no event was ever given.
    """
    follow = true() if after is None else AuditRow.number > after
    try:
        return list(session.execute(_ask(*LINKED, "hash").where(follow).limit(BATCH)))
    except UNREADABLE:
        return list(session.execute(_ask("number", "hash").where(follow).limit(BATCH)))


def _read_link(session: Session, row: Row[Any]) -> Link | None:
    if len(row) == len(LINKED) + 1:
        return _make_link(row)
    try:
        return _make_link(session.execute(_ask(*LINKED).where(AuditRow.number == row.number)).one())
    except UNREADABLE:
        return None


def _make_link(row: Row[Any]) -> Link:
    return Link(**{name: getattr(row, name) for name in LINKED})
