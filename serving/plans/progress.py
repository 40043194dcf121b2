"""How far the moves of a stored plan have come, and the steps that are added to it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from planning.work.steps import MoveProgress, Role, State, Step, read_progress
from rules.policy_steps import Steps
from serving.database.locks import Lock, hold
from serving.database.plan_tables import PlanStepRow
from serving.plans.queries import list_steps
from serving.plans.schemas import StoredPlan


def read_all_progress(
    session: Session, stored: StoredPlan, steps: Steps
) -> tuple[MoveProgress, ...]:
    """Return how far each move of a stored plan has come, in the order of the plan."""
    taken = list_steps(session, stored.id, stored.revision)
    decided = stored.decision is not None
    return tuple(
        read_progress(
            move.move_id,
            move.target.kind,
            taken.get(move.move_id, ()),
            steps,
            stored.revision,
            decided,
        )
        for move in stored.plan.moves
    )


def list_rejected(session: Session, stored: StoredPlan, steps: Steps) -> tuple[str, ...]:
    """Return the ids of the moves of a plan that were rejected."""
    progress = read_all_progress(session, stored, steps)
    return tuple(one.move_id for one in progress if one.state == "rejected")


def hold_steps(session: Session) -> None:
    """Let nobody else add steps, of whichever plan, until this transaction ends."""
    hold(session, Lock.STEPS)


def add_step(
    session: Session,
    stored: StoredPlan,
    move_id: str,
    step: State,
    role: Role,
    reason: str,
    actor_id: str | None,
    because: str | None = None,
) -> None:
    """Add a step, or a block, of a move of the plan's newest revision."""
    hold_steps(session)
    session.add(
        PlanStepRow(
            plan_id=stored.id,
            revision=stored.newest,
            move_id=move_id,
            step=step,
            role=role,
            actor_id=actor_id,
            reason=reason,
            because=because,
            event=_name_event(step, stored),
            taken_at=datetime.now(UTC),
        )
    )
    session.flush()


def _name_event(step: State, stored: StoredPlan) -> str | None:
    """Return what the personnel system is told: nothing before the decision."""
    outside: tuple[Step, ...] = ("decided", "inaugurated")
    if step in outside:
        return step
    return "changed" if stored.decision is not None and step != "blocked" else None
