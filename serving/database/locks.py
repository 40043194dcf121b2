"""What PostgreSQL lets one transaction do at a time; SQLite lets one transaction write at all.

A transaction that takes several takes the key of its request first (`serving.repeats`), then rows,
then the locks here from the last to the first: CHAIN is taken at the very end, so that nobody who
holds it waits for another.
"""

from enum import IntEnum, unique

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session


@unique
class Lock(IntEnum):
    """Numbers of PostgreSQL's advisory locks; no two things share one."""

    MIGRATE = 7_203_141
    """Of processes that start at once, one makes or changes the tables."""
    CHAIN = 7_203_142
    """Events of the audit are numbered and chained."""
    STEPS = 7_203_143
    """Steps of plans are numbered in the order in which they are kept: who follows misses none."""
    ENTRIES = 7_203_144
    """An entry beside the records gets its number when none before it is on its way."""
    KEYS = 7_203_145
    """The live keys of a client are counted, and one is added."""
    PLANS = 7_203_146
    """The plans that are computed are counted, and one is added."""


def hold(holder: Session | Connection, number: int) -> None:
    """Wait for the lock of this number and keep it until the transaction ends."""
    connection = holder.connection() if isinstance(holder, Session) else holder
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})
