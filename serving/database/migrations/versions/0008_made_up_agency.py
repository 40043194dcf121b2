"""The agency that somebody sees who was let into the made-up city as an agency's officer."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Let a session without an account keep its agency."""
    op.add_column("sessions", sa.Column("made_up_agency", sa.String(255)))
