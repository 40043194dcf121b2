"""Lets rows of tables that are only added to be removed when their time is over, and only then."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

TRIGGERS = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


@contextmanager
def lift_refusals(session: Session, tables: Sequence[str]) -> Iterator[None]:
    """Set the refusals of these tables aside within the session's transaction.

    They are there again when it commits; where it fails they never were away.
    """
    if session.get_bind().dialect.name == "sqlite":
        found = [tuple(row) for one in tables for row in session.execute(TRIGGERS, {"table": one})]
        for name, _ in found:
            session.execute(text(f"DROP TRIGGER {name}"))
        yield
        for _, statement in found:
            session.execute(text(str(statement)))
        return
    for one in tables:
        session.execute(text(f"ALTER TABLE {one} DISABLE TRIGGER USER"))
    yield
    for one in tables:
        session.execute(text(f"ALTER TABLE {one} ENABLE TRIGGER USER"))
