"""When a plan was put before the agencies, and by whom."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add both columns; agencies know of the plans of before in which a step was taken."""
    op.add_column("plans", sa.Column("sent_at", Instant))
    op.add_column("plans", sa.Column("sent_by", sa.String(255)))
    plans = sa.table("plans", sa.column("id"), sa.column("created_at"), sa.column("sent_at"))
    steps = sa.table("plan_steps", sa.column("plan_id"))
    known = plans.c.id.in_(sa.select(steps.c.plan_id))
    op.get_bind().execute(plans.update().where(known).values(sent_at=plans.c.created_at))
