"""Whether anybody may enter without an account: only a made-up city, on this machine alone."""

from collections.abc import Collection

from fastapi import FastAPI
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from serving.audit.service import Event
from serving.database.plan_tables import PlanRevisionRow
from serving.database.tables import AuditRow, ShortlistRow
from serving.database.upload_tables import UploadRow
from serving.settings import Settings
from snapshots.store import SnapshotStore

NAMING = (
    select(ShortlistRow.snapshot_id),
    select(PlanRevisionRow.snapshot_id),
    select(UploadRow.snapshot_id),
    select(AuditRow.subject).where(AuditRow.event == Event.RECORDS_IMPORTED.value),
)
"""Whatever in the database tells of which records it is."""


def is_open_to_all(app: FastAPI) -> bool:
    """Tell whether all records, of any import, are made up and no public address is set.

    It is asked of every request of a session that was opened so: with the first real import it
    ends.
    """
    settings: Settings = app.state.settings
    return settings.url is None and bool(app.state.made_up_only())


def may_enter(app: FastAPI) -> bool:
    """Tell whether anybody may enter now: what the database keeps is of made-up records too.

    It may be that of real records, or a copy of it, beside a home where only a demo was imported.
    Asked when somebody enters: the session then stands in the very database that was looked at.
    """
    if not is_open_to_all(app):
        return False
    store: SnapshotStore = app.state.warm.store
    made_up = [info.snapshot_id for info in store.list()]
    with app.state.database.read() as session:
        return not keeps_others(session, made_up)


def keeps_others(session: Session, known: Collection[str]) -> bool:
    """Tell whether anything kept in the database is of other records than those known."""
    return any(
        session.scalar(select(exists(asked.where(asked.selected_columns[0].not_in(known)))))
        for asked in NAMING
    )
