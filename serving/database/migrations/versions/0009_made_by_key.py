"""One table of idempotency keys for whatever a request makes, in the place of three."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0009"
down_revision = "0008"

EARLIER = (
    ("idempotency_keys", "shortlist_id", "POST /v1/shortlists"),
    ("plan_keys", "plan_id", "POST /v1/plans"),
    ("outcome_keys", "outcome_number", "POST /v1/outcomes"),
)
"""The tables before: what a key made, and by which route."""
MOVE = """
INSERT INTO made_by_key (client, route, key, body, made, created_at)
SELECT '', '{route}', key, '', CAST({made} AS VARCHAR(64)), created_at FROM {table}
"""
"""Keys from before clients had names are kept under no name; what was sent with them is unknown."""


def upgrade() -> None:
    """Make the table, move the keys into it, and drop the three."""
    op.create_table(
        "made_by_key",
        sa.Column("client", sa.String(80), primary_key=True),
        sa.Column("route", sa.String(120), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("body", sa.String(64), nullable=False),
        sa.Column("made", sa.String(64), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )
    op.create_index("ix_made_by_key_created_at", "made_by_key", ["created_at"])
    for table, made, route in EARLIER:
        op.execute(MOVE.format(table=table, made=made, route=route))
        op.drop_table(table)
