"""What stored plans have decided: people and seats that no other may use, advice taken."""

import json
from collections import defaultdict
from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planning.promised import Promise
from serving.clock import local_day
from serving.database.plan_tables import PlanRevisionRow, PlanStepRow

PROMISED = ("decided", "inaugurated")
"""Where a move stands whose person and seat are spoken for."""


def list_promises(session: Session, apart_from: str) -> tuple[Promise, ...]:
    """Return the moves that every other plan has decided, in the order of their decisions."""
    moves = find_promised(session, apart_from)
    return tuple(one for place, ids in moves.items() for one in _read(session, *place, ids))


def find_promised(session: Session, apart_from: str) -> dict[tuple[str, int], set[str]]:
    """Return the ids of these moves by plan and revision, without reading the plans."""
    moves: dict[tuple[str, int], set[str]] = defaultdict(set)
    last = (
        select(func.max(PlanStepRow.number))
        .where(PlanStepRow.plan_id != apart_from, PlanStepRow.step != "blocked")
        .group_by(PlanStepRow.plan_id, PlanStepRow.move_id)
    )
    asked = (
        select(PlanStepRow.plan_id, PlanStepRow.revision, PlanStepRow.move_id)
        .where(PlanStepRow.number.in_(last), PlanStepRow.step.in_(PROMISED))
        .order_by(PlanStepRow.number)
    )
    for plan_id, revision, move_id in session.execute(asked):
        moves[plan_id, revision].add(move_id)
    return dict(moves)


def list_followed(session: Session) -> list[tuple[str, str, date]]:
    """Return (NIP, position_id, day of the decision) of every move that a plan decided.

    Also of those that were given up afterwards: one that was made after all followed the plan.
    """
    days: dict[tuple[str, int], dict[str, date]] = defaultdict(dict)
    asked = select(PlanStepRow).filter_by(step="decided").order_by(PlanStepRow.number)
    for row in session.scalars(asked):
        days[row.plan_id, row.revision][row.move_id] = local_day(row.taken_at)
    return [
        (move["nip"], move["to_position_id"], decided[move["move_id"]])
        for place, decided in days.items()
        for move in _read_moves(session.get_one(PlanRevisionRow, place), decided)
    ]


def _read(session: Session, plan_id: str, revision: int, move_ids: set[str]) -> Iterator[Promise]:
    row = session.get_one(PlanRevisionRow, (plan_id, revision))
    for move in _read_moves(row, move_ids):
        yield Promise(
            plan_id=plan_id,
            nip=move["nip"],
            from_position_id=move["from_position_id"],
            to_position_id=move["to_position_id"],
            effective_on=row.effective_on,
        )


def _read_moves(row: PlanRevisionRow, move_ids: Container[str]) -> Iterator[dict[str, Any]]:
    """Read these moves of an answer, and nothing else of it: there may be many plans."""
    return (move for move in json.loads(row.answer)["moves"] if move["move_id"] in move_ids)
