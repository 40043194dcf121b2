"""Keeps what was done with a plan: steps, blocks and the decision, with their audit events.

A request that was done before does nothing again; what it is answered is a look.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from planning.work.steps import SETTLED, TOGETHER, MoveProgress, Role, Step
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.plan_tables import PlanDecisionRow
from serving.plans.acting import Acting
from serving.plans.progress import add_step
from serving.plans.schemas import StoredPlan
from serving.repeats import Repeat, find_made


def find_again(session: Session, repeat: Repeat | None, plan_id: str, actor: Actor) -> str | None:
    """Return what the same request did with a plan before, told as a look; None where it is new.

    Raises ReusedKeyError.
    """
    known = find_made(session, repeat)
    if known:
        tell_again(session, plan_id, actor)
    return known


def tell_again(session: Session, plan_id: str, actor: Actor) -> None:
    """Tell the audit that a plan was shown to who asked for what was done already."""
    record_event(session, Event.PLAN_SEEN, plan_id, actor, {"repeated": True})


def keep_steps(
    session: Session,
    stored: StoredPlan,
    roles: Mapping[str, Role],
    step: Step,
    reason: str,
    actor_id: str | None,
    acting: Acting,
) -> None:
    """Keep a step of each move in the role in which it was taken, and tell the audit by role."""
    for move_id, role in roles.items():
        add_step(session, stored, move_id, step, role, reason, actor_id)
    for role, moves in sorted(Counter(roles.values()).items()):
        facts: Facts = {
            "step": step,
            "role": role,
            "moves": moves,
            "revision": stored.newest,
            "person_id": actor_id,
        }
        record_event(session, Event.PLAN_STEP_TAKEN, stored.id, acting.actor, facts)


def keep_blocks(
    session: Session,
    stored: StoredPlan,
    progress: Sequence[MoveProgress],
    blocked: Sequence[str],
    because: Sequence[MoveProgress],
    role: Role,
) -> None:
    """Mark what cannot stand any more, is not settled and not marked yet."""
    marked = {one.move_id for one in progress if one.blocked_by or one.state in SETTLED}
    for move_id in blocked:
        if move_id not in marked:
            add_step(
                session, stored, move_id, "blocked", role, "", None, because=because[0].move_id
            )


def keep_decision(
    session: Session,
    stored: StoredPlan,
    standing: Sequence[MoveProgress],
    role: Role,
    reason: str,
    actor_id: str | None,
    acting: Acting,
) -> None:
    """Keep the decision on a plan, and the step by which every standing move is decided."""
    session.add(
        PlanDecisionRow(
            plan_id=stored.id,
            revision=stored.newest,
            role=role,
            actor_id=actor_id,
            reason=reason,
            decided_at=datetime.now(UTC),
        )
    )
    session.flush()
    for one in standing:
        add_step(session, stored, one.move_id, TOGETHER, role, reason, actor_id)
    facts: Facts = {
        "revision": stored.newest,
        "moves": len(standing),
        "role": role,
        "person_id": actor_id,
    }
    record_event(session, Event.PLAN_DECIDED, stored.id, acting.actor, facts)
