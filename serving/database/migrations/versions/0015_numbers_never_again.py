"""Numbers of steps and departures never begin again, though the newest may be removed.

SQLite gives the number after the greatest that is there, unless a table says AUTOINCREMENT; that
can only be said when a table is made, so both are made anew. PostgreSQL's counters go on anyway.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TABLES = ("plan_steps", "plan_overrides")
TRIGGERS = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


def upgrade() -> None:
    """Make the tables anew with their rows, indexes and refusals."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in TABLES:
        refusals = list(op.get_bind().scalars(TRIGGERS, {"table": table}))
        counted = {"sqlite_autoincrement": True}
        with op.batch_alter_table(table, recreate="always", table_kwargs=counted):
            pass
        for statement in refusals:
            op.execute(statement)
