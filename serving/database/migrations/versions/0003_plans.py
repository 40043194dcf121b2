"""Transfer plans: revisions, steps and decisions, which are only ever added to."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0003"
down_revision = "0002"

KEPT = ("plan_revisions", "plan_steps", "plan_decisions")
"""Tables whose rows are never changed nor deleted."""
SQLITE_REFUSAL = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'what was done with a plan is only added to'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was done with a plan is only added to'; END $$
"""
POSTGRESQL_REFUSAL = """
CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_plan_change()
"""


def upgrade() -> None:
    """Make the tables of plans."""
    _make_plans()
    _make_revisions()
    _make_steps()
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT:
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_REFUSAL.format(table=table, verb=verb))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        for table in KEPT:
            op.execute(POSTGRESQL_REFUSAL.format(table=table))


def _plan_id(primary_key: bool = False) -> "sa.Column[str]":
    of_plan = sa.ForeignKey("plans.id")
    return sa.Column("plan_id", sa.String(64), of_plan, nullable=False, primary_key=primary_key)


def _make_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("failure", sa.String),
        sa.Column("worker", sa.String(255)),
        sa.Column("request", sa.JSON, nullable=False),
    )
    op.create_index("ix_plans_created_at", "plans", ["created_at"])
    op.create_index("ix_plans_status", "plans", ["status"])
    op.create_table(
        "plan_keys",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        _plan_id(),
        sa.Column("created_at", Instant, nullable=False),
    )


def _make_revisions() -> None:
    versions = ("snapshot_id", "model_version", "policy_version", "software_version", "state_id")
    op.create_table(
        "plan_revisions",
        _plan_id(primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("policy", sa.JSON, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("candidates", sa.LargeBinary),
        sa.Column("move_ids", sa.JSON, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in versions),
    )


def _make_steps() -> None:
    op.create_table(
        "plan_steps",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _plan_id(),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("move_id", sa.String(64), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.String(64)),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("because", sa.String(64)),
        sa.Column("event", sa.String(16)),
        sa.Column("taken_at", Instant, nullable=False),
    )
    for column in ("plan_id", "move_id", "event"):
        op.create_index(f"ix_plan_steps_{column}", "plan_steps", [column])
    op.create_table(
        "plan_decisions",
        _plan_id(primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.String(64)),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("decided_at", Instant, nullable=False),
    )
