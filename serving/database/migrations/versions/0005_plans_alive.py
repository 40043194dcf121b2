"""Signs of life of whoever computes a plan, in place of the name of its process."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Keep when a plan that is computed was last known to be."""
    op.add_column("plans", sa.Column("alive_at", Instant))
    op.drop_column("plans", "worker")
