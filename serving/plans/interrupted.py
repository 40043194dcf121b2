"""Tells of plans whose process died while it computed them that they failed."""

import os
import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import select

from serving.audit.service import Actor, Event, record_event
from serving.database.connection import Database
from serving.database.plan_tables import PlanRow
from serving.plans.storing import fail_plan
from wording import Language, say

LONGEST = timedelta(hours=6)
"""How long a plan may take before it counts as interrupted, whatever its process does."""


def fail_interrupted(database: Database) -> int:
    """Tell of every plan whose process died that it failed, and return how many there were.

    Called at the start of an application, which cannot be computing anything yet.
    """
    with database.write() as session:
        rows = session.scalars(select(PlanRow).filter_by(status="computing")).all()
        gone = [row for row in rows if not _is_alive(row)]
        for row in gone:
            text = say("plan_work.failed_interrupted", cast(Language, row.language))
            fail_plan(session, row.id, text)
            record_event(
                session, Event.PLAN_FAILED, row.id, Actor("terminal"), {"error": "interrupted"}
            )
    return len(gone)


def _is_alive(row: PlanRow) -> bool:
    """Tell whether another process may still compute a plan; ours has only just begun."""
    host, _, process = (row.worker or "").rpartition(":")
    if datetime.now(UTC) - row.created_at > LONGEST:
        return False
    if host != socket.gethostname():
        return bool(host)
    if int(process) == os.getpid():
        return False
    with suppress(ProcessLookupError):
        try:
            os.kill(int(process), 0)
        except PermissionError:
            return True
        return True
    return False
