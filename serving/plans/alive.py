"""Signs of life of plans that are computed: one that gives none any more was interrupted.

Neither the name of a machine nor the number of a process tells whether a plan is still computed:
a container gets another name, and a number is given again. The time of the last sign does.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from serving.database.connection import Database
from serving.database.locks import Lock, hold
from serving.database.plan_tables import PlanRow
from serving.plans.errors import TooManyPlansError

BEAT_SECONDS = 15.0
SILENCE = timedelta(minutes=2)
"""So long without a sign, and the process that computed a plan is taken to be gone."""
MOST_COMPUTED = 20
"""Plans at once, of which one is computed and the others wait; each has two threads."""


def is_silent(row: PlanRow) -> bool:
    """Tell whether nobody computes a plan any more."""
    return datetime.now(UTC) - (row.alive_at or row.created_at) > SILENCE


def take_turn(session: Session) -> None:
    """Let another plan be computed, in the transaction that adds it. Raises TooManyPlansError."""
    hold(session, Lock.PLANS)
    computing = session.scalars(select(PlanRow).filter_by(status="computing"))
    if sum(not is_silent(row) for row in computing) >= MOST_COMPUTED:
        raise TooManyPlansError(MOST_COMPUTED)


@contextmanager
def giving_signs(database: Database, plan_id: str) -> Iterator[None]:
    """Give signs of life of a plan while it waits and is computed."""
    done = Event()

    def give_signs() -> None:
        alive = update(PlanRow).where(PlanRow.id == plan_id)
        while not done.wait(BEAT_SECONDS):
            # where the database is gone for a while, the next sign says enough
            with suppress(SQLAlchemyError), database.write() as session:
                session.execute(alive.values(alive_at=datetime.now(UTC)))

    Thread(target=give_signs, daemon=True).start()
    try:
        yield
    finally:
        done.set()
