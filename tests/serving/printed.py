"""An installation over the town of papers, with its hand-made plan stored as it was made."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from matching.matcher import Matcher
from matching.plain import to_json, to_plain
from models.registry import ModelRegistry
from planning.answers import Plan
from rules.policy import load_policy
from serving.database.connection import open_database
from serving.database.plan_tables import PlanDecisionRow, PlanRevisionRow, PlanRow, PlanStepRow
from serving.settings import Settings
from snapshots.history import History
from snapshots.store import SnapshotStore
from snapshots.surrogate import load_secret
from tests.planning.papers.town import AS_OF, EMPLOYEES, ON, TABLES, make_plan
from tests.records import make_snapshot
from tests.serving.office import promote, settings_of

AT = datetime(2025, 6, 19, 22, 0, tzinfo=UTC)
"""Five in the morning of 20 June in Jakarta: in UTC it is still the day before."""


def settle_town(home: Path) -> Plan:
    """Give `home` the town, a champion and its plan in two revisions; return the newest."""
    made = make_snapshot({"employees": EMPLOYEES, **TABLES}, AS_OF)
    store = SnapshotStore(home / "snapshots")
    store.save(made.tables, made.as_of, made_up=True)
    settings = settings_of(home)
    registry = ModelRegistry(settings.tracking_uri, home)
    promote(registry, "competency_match")
    bundle = registry.champion()
    secret = load_secret(home)
    matcher = Matcher(History(store.load()), load_policy(), bundle, secret, "0.0.0")
    plan = make_plan(matcher, model_version=bundle.model_version)
    keep(settings, matcher, replace(plan, revision=1, moves=plan.moves[:1]), plan)
    return plan


def keep(settings: Settings, matcher: Matcher, *revisions: Plan) -> None:
    """Store the revisions of a plan that is ready."""
    plan = revisions[-1]
    asked = to_plain(plan.request)
    database = open_database(settings.database_url)
    with database.write() as session:
        session.add(
            PlanRow(id=plan.id, created_at=AT, language="id", status="ready", request=asked)
        )
        session.flush()
        for one in revisions:
            session.add(
                PlanRevisionRow(
                    plan_id=one.id,
                    revision=one.revision,
                    created_at=AT,
                    request=asked,
                    policy=dict(matcher.policy.settings),
                    answer=to_json(one).encode(),
                    candidates=b"",
                    move_ids=[move.move_id for move in one.moves],
                    open=0,
                    as_of=AS_OF,
                    effective_on=ON,
                    snapshot_id=one.snapshot_id,
                    model_version=one.model_version,
                    policy_version=one.policy_version,
                    software_version=one.software_version,
                    state_id=one.state_id,
                )
            )
    database.close()


def decide(home: Path, plan: Plan) -> None:
    """Decide the newest revision of a stored plan."""
    database = open_database(settings_of(home).database_url)
    with database.write() as session:
        row = {"role": "appointing_official", "reason": "Sudah dibahas.", "decided_at": AT}
        session.add(PlanDecisionRow(plan_id=plan.id, revision=plan.revision, **row))
    database.close()


def reject(home: Path, plan: Plan, move_id: str) -> None:
    """Reject a move of the newest revision of a stored plan."""
    database = open_database(settings_of(home).database_url)
    with database.write() as session:
        row = {"step": "rejected", "role": "committee", "reason": "Belum waktunya.", "taken_at": AT}
        session.add(PlanStepRow(plan_id=plan.id, revision=2, move_id=move_id, **row))
    database.close()
