"""Finds what is kept longer than the policy says, and removes it.

What stays: the audit, which holds ids and no names; reports of outcomes, letters and wishes, which
the records of later years rest on; models, in which there is nobody; and whatever a list or a plan
that is kept was made from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select
from sqlalchemy.orm import Session

from rules.policy import load_policy
from rules.retention import Retention
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.plan_tables import (
    PlanDecisionRow,
    PlanOverrideRow,
    PlanRevisionRow,
    PlanRow,
    PlanStepRow,
)
from serving.database.tables import DecisionRow, ShortlistRow
from serving.repeats import forget_old
from serving.retention.lifting import lift_refusals
from serving.settings import Settings
from serving.uploads.folders import PLACE, UploadFolders
from snapshots.days import add_months, to_date, to_day
from snapshots.store import SnapshotStore

LIST_TABLES = (DecisionRow,)
"""What hangs on a list; only ever added, until it goes with its list."""
PLAN_TABLES = (PlanDecisionRow, PlanOverrideRow, PlanStepRow, PlanRevisionRow)
"""What hangs on a plan; only ever added, until it goes with its plan."""
BATCH = 500


@dataclass(frozen=True)
class Overdue:
    """Ids of what is kept too long."""

    lists: tuple[str, ...]
    plans: tuple[str, ...]
    records: tuple[str, ...]

    @property
    def counts(self) -> Facts:
        """How many of each."""
        return {name: len(ids) for name, ids in vars(self).items()}


def find_overdue(settings: Settings, database: Database, now: datetime) -> Overdue:
    """Return what the policy's `[retention]` would have removed at an instant."""
    with database.read() as session:
        return _find(session, settings, load_policy(settings.policy).retention, now)


def remove_overdue(settings: Settings, database: Database, now: datetime, actor: Actor) -> Overdue:
    """Remove it, and tell the audit how much it was.

    Keys of requests that count no more, and reports of uploads whose time is over, go too.

    Rows go in one transaction. Records go after it: where that fails, the next time finds them.
    """
    limits = load_policy(settings.policy).retention
    with database.write() as session:
        overdue = _find(session, settings, limits, now)
        _remove_lists(session, overdue.lists)
        _remove_plans(session, overdue.plans)
        forget_old(session, now)
        if any(overdue.counts.values()):
            record_event(session, Event.DATA_REMOVED, "installation", actor, overdue.counts)
    UploadFolders(settings.home / PLACE).clear_left_behind()
    store = SnapshotStore(settings.snapshots)
    for snapshot_id in overdue.records:
        store.remove(snapshot_id)
    return overdue


def _find(session: Session, settings: Settings, limits: Retention, now: datetime) -> Overdue:
    lists = tuple(session.scalars(_choose_lists(limits, now)))
    plans = tuple(session.scalars(_choose_plans(limits, now)))
    used = _list_used(session, set(lists), set(plans))
    old = _go_back(now, limits.records_months)
    return Overdue(lists, plans, _list_unused(settings, used, old))


def _choose_lists(limits: Retention, now: datetime) -> Select[str]:
    """Choose the lists that were decided, or made and never decided, long ago."""
    decided_at = DecisionRow.decided_at
    open_too_long = ShortlistRow.created_at < _go_back(now, limits.undecided_months)
    decided_long_ago = decided_at < _go_back(now, limits.decided_months)
    chosen = (decided_at.is_(None) & open_too_long) | decided_long_ago
    found = select(ShortlistRow.id).outerjoin(DecisionRow).where(chosen)
    return found.order_by(ShortlistRow.created_at)


def _choose_plans(limits: Retention, now: datetime) -> Select[str]:
    """Choose the plans of which, decided or not, nobody has done anything for long."""
    decided = exists().where(PlanDecisionRow.plan_id == PlanRow.id)
    undecided_too_long = ~decided & _rests_since(_go_back(now, limits.undecided_months))
    decided_long_ago = decided & _rests_since(_go_back(now, limits.decided_months))
    found = select(PlanRow.id).where(undecided_too_long | decided_long_ago)
    return found.order_by(PlanRow.created_at)


def _rests_since(instant: datetime) -> ColumnElement[bool]:
    """Tell of a plan whether it was neither made nor sent, revised, stepped or decided since."""
    done = (PlanRevisionRow.created_at, PlanStepRow.taken_at, PlanDecisionRow.decided_at)
    since = [exists().where(at.class_.plan_id == PlanRow.id, at >= instant) for at in done]
    sent = func.coalesce(PlanRow.sent_at, PlanRow.created_at)
    return and_(PlanRow.created_at < instant, sent < instant, *(~one for one in since))


def _go_back(now: datetime, months: int) -> datetime:
    """Return the beginning of the day that lies so many calendar months before an instant."""
    day = to_date(int(add_months(to_day(now.date()), -months)))
    return datetime.combine(day or date.min, time.min, UTC)


def _list_used(session: Session, lists: set[str], plans: set[str]) -> set[str]:
    """Return the ids of the records that what stays was made from."""
    of_lists = session.execute(select(ShortlistRow.id, ShortlistRow.snapshot_id))
    of_plans = session.execute(select(PlanRevisionRow.plan_id, PlanRevisionRow.snapshot_id))
    kept = {snapshot for one, snapshot in of_lists if one not in lists}
    return kept | {snapshot for one, snapshot in of_plans if one not in plans}


def _list_unused(settings: Settings, used: set[str], before: datetime) -> tuple[str, ...]:
    """Return the imports of before an instant that nothing needs, never the current one."""
    store = SnapshotStore(settings.snapshots)
    found = store.list()
    current = store.read_current() if found else None
    return tuple(
        info.snapshot_id
        for info in found
        if info.imported_at < before and info.snapshot_id not in used | {current}
    )


def _remove_lists(session: Session, ids: Iterable[str]) -> None:
    chosen = list(_batches(ids))
    if not chosen:
        return
    with lift_refusals(session, [table.__tablename__ for table in LIST_TABLES]):
        for some in chosen:
            for table in LIST_TABLES:
                session.execute(delete(table).where(table.shortlist_id.in_(some)))
            session.execute(delete(ShortlistRow).where(ShortlistRow.id.in_(some)))


def _remove_plans(session: Session, ids: Iterable[str]) -> None:
    chosen = list(_batches(ids))
    if not chosen:
        return
    with lift_refusals(session, [table.__tablename__ for table in PLAN_TABLES]):
        for some in chosen:
            for table in PLAN_TABLES:
                session.execute(delete(table).where(table.plan_id.in_(some)))
            session.execute(delete(PlanRow).where(PlanRow.id.in_(some)))


def _batches(ids: Iterable[str]) -> Iterable[list[str]]:
    listed = list(ids)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
