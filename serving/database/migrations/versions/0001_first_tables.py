"""Shortlists as they were made, decisions, idempotency keys, and an audit that only grows."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0001"
down_revision = None

SQLITE_REFUSAL = """
CREATE TRIGGER audit_events_refuse_{verb} BEFORE {verb} ON audit_events
BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$
"""
POSTGRESQL_REFUSAL = """
CREATE TRIGGER audit_events_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
"""


def upgrade() -> None:
    """Make the first tables."""
    _make_shortlists()
    _make_what_follows_lists()
    _make_audit()


def _make_shortlists() -> None:
    versions = ("snapshot_id", "model_version", "policy_version", "software_version", "state_id")
    op.create_table(
        "shortlists",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("position_id", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("candidates", sa.Integer, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in versions),
    )
    op.create_index("ix_shortlists_created_at", "shortlists", ["created_at"])
    op.create_index("ix_shortlists_position_id", "shortlists", ["position_id"])


def _make_what_follows_lists() -> None:
    op.create_table(
        "decisions",
        sa.Column("shortlist_id", sa.String(64), sa.ForeignKey("shortlists.id"), primary_key=True),
        sa.Column("person_id", sa.String(64)),
        sa.Column("on_list", sa.Boolean, nullable=False),
        sa.Column("reason_code", sa.String(64), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("decided_at", Instant, nullable=False),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.Column("shortlist_id", sa.String(64), sa.ForeignKey("shortlists.id"), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )


def _make_audit() -> None:
    op.create_table(
        "audit_events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("happened_at", Instant, nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("on_behalf_of", sa.String(255)),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_index("ix_audit_events_event", "audit_events", ["event"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_REFUSAL.format(verb=verb))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL_REFUSAL)
