"""Alembic's entry: runs the migrations on the connection that `Database.migrate` hands over."""

from alembic import context

from serving.database import entry_tables, plan_tables, upload_tables  # noqa: F401 (they are among all tables)
from serving.database.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
