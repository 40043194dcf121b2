"""What an operator watches beside requests: records, model, database, work in hand, the audit.

Each scrape reads them anew from what all workers share, so that every worker tells the same.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from serving.clock import local_day
from serving.database.connection import Database
from serving.database.plan_tables import PlanRow
from serving.database.tables import AuditRow
from serving.plans.alive import is_silent
from serving.uploads.storing import count_open
from serving.warm import State, WarmMatcher


class Gauges(Collector):
    """Tells how an installation is; no label names a person."""

    def __init__(self, warm: WarmMatcher, database: Database) -> None:
        self._warm = warm
        self._database = database

    def collect(self) -> Iterator[Metric]:
        """Return every gauge; what stands in the database is left out where it is gone."""
        state = self._warm.describe()
        yield from _tell_state(state, self._warm.settings.software_version)
        try:
            with self._database.read() as session:
                told = list(_tell_kept(session))
        except SQLAlchemyError:
            told = []
        yield GaugeMetricFamily("padan_database_up", "1: the database answers", bool(told))
        ready = state.ready and bool(told)
        yield GaugeMetricFamily("padan_ready", "1: lists can be made and kept", ready)
        yield from told


def _tell_state(state: State, software: str) -> Iterator[Metric]:
    serves = GaugeMetricFamily(
        "padan_serving_info",
        "Records, model and software that answer; empty where there is none",
        labels=("snapshot", "champion", "software"),
    )
    serves.add_metric((state.snapshot_id or "", state.model_version or "", software), 1)
    yield serves
    if state.as_of is not None:
        age = (local_day(datetime.now(UTC)) - state.as_of).days
        yield GaugeMetricFamily("padan_records_age_days", "Days since the records' own day", age)


def _tell_kept(session: Session) -> Iterator[Metric]:
    rows = session.scalars(select(PlanRow).filter_by(status="computing"))
    computing = sum(not is_silent(row) for row in rows)
    yield GaugeMetricFamily("padan_plans_computing", "Plans that are worked out", computing)
    uploads = count_open(session)
    yield GaugeMetricFamily("padan_uploads_open", "Uploads that wait or are imported", uploads)
    counted = select(AuditRow.event, func.count()).group_by(AuditRow.event).order_by(AuditRow.event)
    events = CounterMetricFamily("padan_audit_events", "Events of the audit", labels=("event",))
    for event, count in session.execute(counted):
        events.add_metric((event,), count)
    yield events
