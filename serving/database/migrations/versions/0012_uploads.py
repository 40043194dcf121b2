"""Uploads of records: how far each is, and what became of it."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table of uploads; neither a file nor a cell of it stands there."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("as_of", sa.Date),
        sa.Column("with_portal", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("failure", sa.String(32)),
        sa.Column("snapshot_id", sa.String(64)),
        sa.Column("previous_id", sa.String(64)),
    )
    op.create_index("ix_uploads_created_at", "uploads", ["created_at"])
    op.create_index("ix_uploads_status", "uploads", ["status"])
