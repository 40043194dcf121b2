"""Tells of plans whose process died, or is stopped, while it computed them that they failed."""

from collections.abc import Collection
from typing import cast

from sqlalchemy import select

from serving.audit.service import Actor, Event, record_event
from serving.database.connection import Database
from serving.database.plan_tables import PlanRow
from serving.plans.alive import is_silent
from serving.plans.storing import fail_plan
from wording import Language, say


def fail_interrupted(database: Database, given_up: Collection[str] = ()) -> int:
    """Keep of every plan that was interrupted that it failed, and return how many there were.

    These are the plans that nobody gives a sign of any more, and those `given_up` now.
    """
    with database.write() as session:
        rows = session.scalars(select(PlanRow).filter_by(status="computing")).all()
        gone = [row for row in rows if row.id in given_up or is_silent(row)]
        for row in gone:
            text = say("plan_work.failed_interrupted", cast(Language, row.language))
            fail_plan(session, row.id, text)
            record_event(
                session, Event.PLAN_FAILED, row.id, Actor("server"), {"error": "interrupted"}
            )
    return len(gone)
