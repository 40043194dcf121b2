"""The audit as a chain: who acted by name, and a hash of each event that covers the one before."""

import json
from datetime import UTC
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant
from serving.database.migrations.refusals import let_audit_change, refuse_audit_change

revision = "0007"
down_revision = "0006"

BATCH = 1000
GENESIS = sha256(b"padan audit 1").hexdigest()


def upgrade() -> None:
    """Add the columns and chain what was written before, whose actors have no names."""
    let_audit_change()
    op.add_column("audit_events", sa.Column("actor_name", sa.String(255)))
    op.add_column("audit_events", sa.Column("hash", sa.String(64)))
    _chain_events()
    with op.batch_alter_table("audit_events") as table:
        table.alter_column("actor_name", existing_type=sa.String(255), nullable=False)
        table.alter_column("hash", existing_type=sa.String(64), nullable=False)
    op.create_index("ix_audit_events_subject", "audit_events", ["subject"])
    op.create_index("ix_audit_events_actor_name", "audit_events", ["actor_name"])
    refuse_audit_change()


def _chain_events() -> None:
    """Give every event its hash, in batches."""
    events = _describe_events()
    number, previous = 0, GENESIS
    while rows := _read_batch(events, number):
        for row in rows:
            number, previous = row["number"], _hash_after(previous, row)
            kept = events.update().where(events.c.number == number)
            op.get_bind().execute(kept.values(actor_name="", hash=previous))


def _hash_after(previous: str, row: dict[str, Any]) -> str:
    """Return the hash of a nameless event, in the form that the chain has had from its first day.

    Written out here, so that nothing that is added to events later changes what they were.
    """
    chained = [
        previous,
        row["number"],
        row["happened_at"].astimezone(UTC).isoformat(timespec="microseconds"),
        row["event"],
        row["subject"],
        row["actor"],
        "",
        row["on_behalf_of"],
        dict(row["facts"]),
    ]
    return sha256(json.dumps(chained, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _describe_events() -> sa.TableClause:
    return sa.table(
        "audit_events",
        sa.column("number", sa.Integer),
        sa.column("happened_at", Instant),
        sa.column("event", sa.String),
        sa.column("subject", sa.String),
        sa.column("actor", sa.String),
        sa.column("actor_name", sa.String),
        sa.column("on_behalf_of", sa.String),
        sa.column("facts", sa.JSON),
        sa.column("hash", sa.String),
    )


def _read_batch(events: sa.TableClause, after: int) -> list[dict[str, Any]]:
    names = ("number", "happened_at", "event", "subject", "actor", "on_behalf_of", "facts")
    asked = sa.select(*(events.c[name] for name in names)).where(events.c.number > after)
    found = op.get_bind().execute(asked.order_by(events.c.number).limit(BATCH))
    return [dict(row) for row in found.mappings()]
