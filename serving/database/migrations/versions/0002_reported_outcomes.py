"""Outcomes that a portal reported, which are only ever added to, and their idempotency keys."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0002"
down_revision = "0001"

SQLITE_REFUSAL = """
CREATE TRIGGER reported_outcomes_refuse_{verb} BEFORE {verb} ON reported_outcomes
BEGIN SELECT RAISE(ABORT, 'reported outcomes are only added'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_outcome_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'reported outcomes are only added'; END $$
"""
POSTGRESQL_REFUSAL = """
CREATE TRIGGER reported_outcomes_refuse_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON reported_outcomes
FOR EACH STATEMENT EXECUTE FUNCTION refuse_outcome_change()
"""
MOVE = ("person_id", "to_position_id", "effective_on", "revision")


def upgrade() -> None:
    """Make the table of reports and the table of their keys."""
    op.create_table(
        "reported_outcomes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("to_position_id", sa.String, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("outcome_on", sa.Date, nullable=False),
        sa.Column("reported_at", Instant, nullable=False),
        sa.UniqueConstraint(*MOVE, name="uq_reported_outcomes_person_id"),
    )
    number = sa.ForeignKey("reported_outcomes.number")
    op.create_table(
        "outcome_keys",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.Column("outcome_number", sa.Integer, number, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_REFUSAL.format(verb=verb))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL_REFUSAL)
