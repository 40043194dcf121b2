"""Scenarios under their names."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of scenarios."""
    op.create_table(
        "scenarios",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
    )
