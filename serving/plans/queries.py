"""What the database is asked about plans."""

from collections import defaultdict
from datetime import datetime
from typing import cast

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from planning.work.steps import Role, State, StepTaken
from serving.database.plan_tables import (
    PlanDecisionRow,
    PlanRevisionRow,
    PlanRow,
    PlanStepRow,
)
from serving.listing import Listing, read_instant, write_instant
from serving.plans.alive import is_silent
from serving.plans.schemas import Decision, PlanBrief, Sending, Status, StoredPlan
from wording import Language, say

UNREAD = (PlanRevisionRow.answer, PlanRevisionRow.candidates, PlanRevisionRow.policy)
"""What plans are listed without."""
ORDER = (PlanRow.created_at, PlanRow.id)
"""By what they are listed, the last first."""


def find_plan(session: Session, plan_id: str, revision: int | None = None) -> StoredPlan | None:
    """Return a stored plan with the revision asked for, the newest by default.

    None where there is no such plan; `answer` is None where there is no such revision.
    """
    row = session.get(PlanRow, plan_id)
    if row is None:
        return None
    newest = find_newest(session, plan_id)
    made = session.get(PlanRevisionRow, (plan_id, revision or newest))
    decision = session.get(PlanDecisionRow, plan_id)
    return StoredPlan(
        id=row.id,
        created_at=row.created_at,
        language=cast(Language, row.language),
        status=read_status(row),
        asked=row.request if made is None else made.request,
        revision=revision or newest,
        newest=newest,
        answer=None if made is None else made.answer,
        failure=_tell_failure(row),
        decision=None if decision is None else read_decision(decision),
        sent=_read_sending(row),
    )


def read_status(row: PlanRow) -> Status:
    """Return where a plan stands; one whose process fell silent failed, whatever is kept."""
    silent = row.status == "computing" and is_silent(row)
    return "failed" if silent else cast(Status, row.status)


def find_newest(session: Session, plan_id: str) -> int:
    """Return the number of the newest revision; 0 where there is none yet."""
    asked = select(func.max(PlanRevisionRow.revision)).filter_by(plan_id=plan_id)
    return session.scalar(asked) or 0


def find_revision(session: Session, plan_id: str, revision: int) -> PlanRevisionRow:
    """Return the row of a revision that is there."""
    return session.get_one(PlanRevisionRow, (plan_id, revision))


def find_candidates(session: Session, plan_id: str, revision: int) -> bytes:
    """Return whom a revision chose among: its own, or those of the revision before."""
    asked = (
        select(PlanRevisionRow.candidates)
        .where(PlanRevisionRow.plan_id == plan_id, PlanRevisionRow.revision <= revision)
        .where(PlanRevisionRow.candidates.is_not(None))
        .order_by(PlanRevisionRow.revision.desc())
    )
    return session.scalars(asked.limit(1)).one() or b""


def list_plans(session: Session, limit: int, cursor: str | None = None) -> Listing[PlanBrief]:
    """Return stored plans in brief, the newest first. Raises BadCursorError.

    The answers themselves stay where they are.
    """
    asked = _select_briefs()
    if cursor:
        asked = asked.where(tuple_(*ORDER) < read_instant(cursor))
    rows = session.execute(asked.limit(limit + 1)).all()
    items = tuple(_brief(*row) for row in rows[:limit])
    if len(rows) <= limit:
        return Listing(items, None)
    end = items[-1]
    return Listing(items, write_instant(end.created_at, end.id))


def list_at_work(
    session: Session, decided_since: datetime, drafts: bool, plan_id: str | None = None
) -> tuple[PlanBrief, ...]:
    """Return every ready plan that waits for its decision or had it since an instant, newest first.

    `drafts`: those too that were neither sent nor decided. With `plan_id` that one alone, whenever
    it was decided.
    """
    asked = _select_briefs().where(PlanRow.status == "ready")
    if not drafts:
        known = or_(PlanRow.sent_at.is_not(None), PlanDecisionRow.plan_id.is_not(None))
        asked = asked.where(known)
    if plan_id is not None:
        asked = asked.where(PlanRow.id == plan_id)
    else:
        decided = PlanDecisionRow.decided_at
        asked = asked.where(or_(PlanDecisionRow.plan_id.is_(None), decided >= decided_since))
    return tuple(_brief(*row) for row in session.execute(asked))


def _select_briefs() -> "Select[PlanRow, PlanRevisionRow, PlanDecisionRow]":
    """Return the question for plans with their newest revisions and decisions, newest first."""
    last = (
        select(PlanRevisionRow.plan_id, func.max(PlanRevisionRow.revision).label("revision"))
        .group_by(PlanRevisionRow.plan_id)
        .subquery()
    )
    newest = (PlanRevisionRow.plan_id == last.c.plan_id) & (
        PlanRevisionRow.revision == last.c.revision
    )
    return (
        select(PlanRow, PlanRevisionRow, PlanDecisionRow)
        .outerjoin(last, last.c.plan_id == PlanRow.id)
        .outerjoin(PlanRevisionRow, newest)
        .outerjoin(PlanDecisionRow, PlanDecisionRow.plan_id == PlanRow.id)
        .options(*(defer(column, raiseload=True) for column in UNREAD))
        .order_by(*(column.desc() for column in ORDER))
    )


def list_steps(session: Session, plan_id: str, revision: int) -> dict[str, list[StepTaken]]:
    """Return by move what happened to it up to a revision, the oldest first.

    A move that a revision dropped and a later one took up again begins anew: what happened to it
    before it was dropped counts no more.
    """
    begun = _find_beginnings(session, plan_id, revision)
    asked = select(PlanStepRow).filter_by(plan_id=plan_id).order_by(PlanStepRow.number)
    found: dict[str, list[StepTaken]] = defaultdict(list)
    for row in session.scalars(asked):
        if begun.get(row.move_id, revision + 1) <= row.revision <= revision:
            found[row.move_id].append(_read_step(row))
    return found


def find_inauguration(session: Session, move_id: str) -> PlanStepRow | None:
    """Return the step by which a move was inaugurated; None where it was not."""
    asked = select(PlanStepRow).filter_by(move_id=move_id, step="inaugurated")
    return session.scalars(asked.order_by(PlanStepRow.number.desc()).limit(1)).first()


def read_decision(row: PlanDecisionRow) -> Decision:
    """Return a decision as it is told."""
    checked = row.actor_id is not None
    return Decision(row.revision, cast(Role, row.role), row.reason, row.decided_at, checked)


def _read_sending(row: PlanRow) -> Sending | None:
    return None if row.sent_at is None else Sending(row.sent_at, row.sent_by or "")


def _tell_failure(row: PlanRow) -> str | None:
    """Return why there is no plan, in its own language."""
    if row.failure is None and read_status(row) == "failed":
        return say("plan_work.failed_interrupted", cast(Language, row.language))
    return row.failure


def _find_beginnings(session: Session, plan_id: str, revision: int) -> dict[str, int]:
    """Return of each move of a revision the first of the unbroken row of revisions that hold it."""
    asked = (
        select(PlanRevisionRow.revision, PlanRevisionRow.move_ids)
        .where(PlanRevisionRow.plan_id == plan_id, PlanRevisionRow.revision <= revision)
        .order_by(PlanRevisionRow.revision)
    )
    begun: dict[str, int] = {}
    for number, move_ids in session.execute(asked):
        begun = {move_id: begun.get(move_id, number) for move_id in move_ids}
    return begun


def _read_step(row: PlanStepRow) -> StepTaken:
    return StepTaken(
        step=cast(State, row.step),
        role=cast(Role, row.role),
        reason=row.reason,
        at=row.taken_at,
        revision=row.revision,
        because=row.because,
        recusal_checked=row.actor_id is not None,
    )


def _brief(
    row: PlanRow, made: PlanRevisionRow | None, decision: PlanDecisionRow | None
) -> PlanBrief:
    asked = row.request if made is None else made.request
    scenario = asked["scenario"]
    return PlanBrief(
        id=row.id,
        status=read_status(row),
        created_at=row.created_at,
        revision=0 if made is None else made.revision,
        stance=asked["stance"],
        as_of=None if made is None else made.as_of,
        effective_on=None if made is None else made.effective_on,
        moves=None if made is None else len(made.move_ids),
        open=None if made is None else made.open,
        scenario=None if scenario is None else scenario["name"],
        decision=None if decision is None else read_decision(decision),
        sent=_read_sending(row),
    )
