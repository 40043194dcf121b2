"""Puts a plan before the agencies: until a planner does so, a draft is secret even to them."""

from datetime import UTC, datetime

from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.plan_tables import PlanRow
from serving.plans.keeping import find_again, tell_again
from serving.plans.storing import check_revision, hold_plan, load_open
from serving.repeats import Repeat, keep_made


def send_plan(
    database: Database,
    plan_id: str,
    seen: int | None,
    actor: Actor,
    repeat: Repeat | None = None,
) -> None:
    """Put a plan on the desks of the agencies that its moves touch, with all its later revisions.

    A plan that lies there already stays as it was sent first, and is looked at. `seen` is the
    newest revision as the sender saw it. Raises UnknownPlanError, PlanNotReadyError,
    PlanDecidedError, RevisedMeanwhileError, ReusedKeyError.
    """
    with database.write() as session:
        if find_again(session, repeat, plan_id, actor):
            return
        hold_plan(session, plan_id)
        stored = load_open(session, plan_id)
        check_revision(stored, seen)
        if stored.sent is not None:
            tell_again(session, plan_id, actor)
        else:
            row = session.get_one(PlanRow, plan_id)
            row.sent_at, row.sent_by = datetime.now(UTC), actor.label
            facts: Facts = {"revision": stored.newest, "moves": len(stored.plan.moves)}
            record_event(session, Event.PLAN_SENT, plan_id, actor, facts)
        keep_made(session, repeat, plan_id)
