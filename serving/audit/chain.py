"""Chains the audit: the hash of each event covers the event and the hash of the one before it.

So nothing of what was written can be changed, taken out, put in or put elsewhere without every
later hash being wrong. Whoever could write every later hash anew, or cut off the end, is found out
by a head that was taken away before (`serving.audit.verifying`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from serving.database.locks import Lock, hold
from serving.database.tables import AuditRow

GENESIS = sha256(b"padan audit 1").hexdigest()
"""What stands before the first event."""
COLLECTED = "padan_events"
"""Where a session keeps the events that it will write at its end."""


@dataclass(frozen=True)
class Link:
    """An event as it is hashed; what stands here is what the chain protects."""

    number: int
    happened_at: datetime
    event: str
    subject: str
    actor: str
    actor_name: str
    on_behalf_of: str | None
    facts: Mapping[str, Any]

    def hash_after(self, previous: str) -> str:
        """Return the hash of the event where `previous` is that of the event before.

        SHA-256 over a JSON array of the previous hash and the fields in the order above: no blanks,
        keys of facts sorted, everything but ASCII escaped, the instant in UTC to the microsecond.
        This form can never change: every event ever written is checked by it.
        """
        row = [
            previous,
            self.number,
            self.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.event,
            self.subject,
            self.actor,
            self.actor_name,
            self.on_behalf_of,
            dict(self.facts),
        ]
        return sha256(json.dumps(row, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def read_link(row: AuditRow) -> Link:
    """Return a row as it is hashed."""
    return Link(
        row.number,
        row.happened_at,
        row.event,
        row.subject,
        row.actor,
        row.actor_name,
        row.on_behalf_of,
        row.facts,
    )


def collect(session: Session, row: AuditRow) -> None:
    """Keep an event, its number, instant and hash to come, for the end of the transaction."""
    session.info.setdefault(COLLECTED, []).append(row)


def chain_collected(session: Session) -> None:
    """Write the collected events as the last thing before a commit, one writer at a time.

    SQLite lets one transaction write at all. On PostgreSQL the lock is the last that a transaction
    takes, so that nobody who holds it waits for another, and it ends with the commit: who comes
    next sees what was written. Numbers are given under it and have no gaps.
    """
    rows: list[AuditRow] = session.info.pop(COLLECTED, [])
    if not rows:
        return
    session.flush()
    hold(session, Lock.CHAIN)
    last, previous = find_end(session)
    for number, row in enumerate(rows, last + 1):
        row.number, row.happened_at = number, datetime.now(UTC)
        row.hash = previous = read_link(row).hash_after(previous)
    session.add_all(rows)
    session.flush()


def find_end(session: Session) -> tuple[int, str]:
    """Return number and hash of the last event; 0 and GENESIS before the first."""
    last = select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
    found = session.execute(last).first()
    return (0, GENESIS) if found is None else (found.number, found.hash)
