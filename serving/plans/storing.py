"""Keeps plans: what was asked, each revision as it was made, and reads them back."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from matching.matcher import Matcher
from matching.plain import to_json, to_plain
from planning.requests import PlanRequest
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.plan_tables import PlanRevisionRow, PlanRow
from serving.errors import (
    PlanDecidedError,
    PlanNotReadyError,
    RevisedMeanwhileError,
    UnknownPlanError,
    UnknownRevisionError,
)
from serving.plans.making import Made
from serving.plans.queries import find_plan
from serving.plans.schemas import Status, StoredPlan
from wording import Language


def load_plan(session: Session, plan_id: str, revision: int | None = None) -> StoredPlan:
    """Return a stored plan, its newest revision or that asked for.

    Raises UnknownPlanError, UnknownRevisionError.
    """
    found = find_plan(session, plan_id, revision)
    if found is None:
        raise UnknownPlanError(plan_id)
    if revision is not None and found.answer is None:
        raise UnknownRevisionError(revision, found.newest)
    return found


def hold_plan(session: Session, plan_id: str) -> None:
    """Let nobody else write to a plan until this transaction, which does, ends."""
    session.get(PlanRow, plan_id, with_for_update=True)


def load_open(session: Session, plan_id: str) -> StoredPlan:
    """Return a plan that can be worked on.

    Raises UnknownPlanError, PlanNotReadyError, PlanDecidedError.
    """
    stored = load_plan(session, plan_id)
    if stored.status != "ready":
        raise PlanNotReadyError(plan_id)
    if stored.decision is not None:
        raise PlanDecidedError(plan_id)
    return stored


def check_revision(stored: StoredPlan, seen: int | None) -> None:
    """Raise RevisedMeanwhileError where the newest revision is not the one that was `seen`."""
    if seen not in (None, stored.newest):
        raise RevisedMeanwhileError(stored.id, stored.newest)


def read_plan(database: Database, plan_id: str) -> StoredPlan:
    """Return a stored plan in its newest revision. Raises UnknownPlanError."""
    with database.read() as session:
        return load_plan(session, plan_id)


def fail_plan(session: Session, plan_id: str, why: str) -> None:
    """Keep that a plan failed, and why in its own language."""
    row = session.get_one(PlanRow, plan_id)
    row.status, row.failure = "failed", why


def add_plan(
    session: Session,
    plan_id: str,
    request: PlanRequest,
    language: Language,
    actor: Actor,
    status: Status,
) -> None:
    """Keep what was asked, with its audit event."""
    now = datetime.now(UTC)
    row = PlanRow(
        id=plan_id,
        created_at=now,
        alive_at=now,
        language=language,
        status=status,
        request=to_plain(request),
    )
    session.add(row)
    session.flush()
    facts: Facts = {"stance": request.stance, "positions": len(request.positions)}
    record_event(session, Event.PLAN_ASKED, plan_id, actor, facts)


def add_revision(
    session: Session, own: Matcher, asked: PlanRequest, made: Made, known: bytes | None
) -> None:
    """Keep a revision as it was made; candidates that the one before has are not kept twice.

    `own` is the matcher that it was made with.
    """
    plan, read = made.plan, own.history.entered.mark
    session.add(
        PlanRevisionRow(
            plan_id=plan.id,
            revision=plan.revision,
            created_at=datetime.now(UTC),
            request=to_plain(asked),
            policy=dict(own.policy.settings),
            answer=to_json(plan).encode(),
            candidates=None if made.candidates == known else made.candidates,
            move_ids=[move.move_id for move in plan.moves],
            open=sum(one.seats for one in plan.open),
            as_of=plan.as_of,
            effective_on=plan.effective_on,
            snapshot_id=plan.snapshot_id,
            model_version=plan.model_version,
            policy_version=plan.policy_version,
            software_version=plan.software_version,
            state_id=plan.state_id,
            wishes_through=read.wishes,
            letters_through=read.letters,
        )
    )
    session.flush()


def count_moves(made: Made) -> dict[str, int]:
    """Return what the audit tells of a plan: how many moves, how many posts left open."""
    return {"moves": len(made.plan.moves), "open": len(made.plan.open)}
