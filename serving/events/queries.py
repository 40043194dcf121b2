"""What the database is asked about events of planned moves."""

from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from planning.answers import Plan, PlannedMove
from planning.work.steps import Role, Step
from serving.database.plan_tables import PlanStepRow
from serving.errors import UnknownMoveIdError
from serving.events.schemas import Kind, MoveEvent
from serving.listing import FURTHEST, Listing, read_number, write_cursor
from serving.plans.queries import find_inauguration
from serving.plans.storing import load_plan

ReadPlans = dict[tuple[str, int], Plan]
"""Plans read for one answer, by id and revision."""


def list_events(
    session: Session, after: int, limit: int, cursor: str | None = None
) -> Listing[MoveEvent]:
    """Return the events after that of a number, or after a cursor, the oldest first.

    Raises BadCursorError.
    """
    begin = min(after, FURTHEST) if cursor is None else read_number(cursor)
    asked = (
        select(PlanStepRow)
        .where(PlanStepRow.number > begin, PlanStepRow.event.is_not(None))
        .order_by(PlanStepRow.number)
        .limit(limit + 1)
    )
    rows = session.scalars(asked).all()
    known: ReadPlans = {}
    items = tuple(_tell(session, row, known) for row in rows[:limit])
    more = len(rows) > limit
    return Listing(items, write_cursor(str(items[-1].id)) if more else None)


def load_inaugurated(session: Session, move_id: str) -> tuple[PlannedMove, Plan]:
    """Return a move that was inaugurated, and its plan. Raises UnknownMoveIdError."""
    row = find_inauguration(session, move_id)
    if row is None:
        raise UnknownMoveIdError(move_id)
    known: ReadPlans = {}
    return _find_move(session, row, known), known[row.plan_id, row.revision]


def _tell(session: Session, row: PlanStepRow, known: ReadPlans) -> MoveEvent:
    move = _find_move(session, row, known)
    return MoveEvent(
        id=row.number,
        event=cast(Kind, row.event),
        at=row.taken_at,
        plan_id=row.plan_id,
        revision=row.revision,
        move_id=row.move_id,
        step=cast(Step, row.step),
        role=cast(Role, row.role),
        reason=row.reason,
        person_id=move.person_id,
        nip=move.nip,
        from_position_id=move.from_position_id,
        to_position_id=move.to_position_id,
        effective_on=known[row.plan_id, row.revision].effective_on,
    )


def _find_move(session: Session, row: PlanStepRow, known: ReadPlans) -> PlannedMove:
    place = row.plan_id, row.revision
    if place not in known:
        known[place] = load_plan(session, *place).plan
    return next(move for move in known[place].moves if move.move_id == row.move_id)
