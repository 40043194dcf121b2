"""Alembic's entry: runs the migrations on the connection that `Database.migrate` hands over."""

from alembic import context

from serving.database.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,  # by whose convention constraints get their names
    transactional_ddl=True,
)
context.run_migrations()
