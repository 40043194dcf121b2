"""How far a plan had read what was entered beside the records."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add both columns; plans of before were made when nothing had been entered."""
    for column in ("wishes_through", "letters_through"):
        op.add_column(
            "plan_revisions", sa.Column(column, sa.Integer, nullable=False, server_default="0")
        )
