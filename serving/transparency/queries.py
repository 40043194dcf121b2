"""What the database is asked for the public: inaugurated moves, and of these plans the rejected."""

from collections import Counter, defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planning.rounds import Inaugurated
from serving.clock import local_day
from serving.database.plan_tables import PlanStepRow
from serving.plans.storing import load_plan


def find_inaugurated(session: Session, plan_id: str | None = None) -> list[Inaugurated]:
    """Return every plan of which a move was inaugurated, with these moves, in the order of ids.

    With `plan_id` of that plan alone.

    Nothing can follow an inauguration, and a plan with one is decided and revised no more: its
    step is of the revision that holds.
    """
    days: dict[tuple[str, int], dict[str, date]] = defaultdict(dict)
    asked = select(PlanStepRow).filter_by(step="inaugurated")
    if plan_id is not None:
        asked = asked.filter_by(plan_id=plan_id)
    for row in session.scalars(asked):
        days[row.plan_id, row.revision][row.move_id] = local_day(row.taken_at)
    rejected = _count_rejected(session)
    return [
        Inaugurated(
            plan=load_plan(session, name, revision).plan,
            days=days[name, revision],
            rejected=rejected[name],
        )
        for name, revision in sorted(days)
    ]


def find_standing(session: Session) -> tuple[int, int]:
    """Return the number of the step taken last, 0 where there is none, and how many there are.

    A step adds to both; whatever takes steps away, retention or a restore, changes the count.
    """
    last, count = session.execute(select(func.max(PlanStepRow.number), func.count())).one()
    return last or 0, count


def _count_rejected(session: Session) -> Counter[str]:
    """Return how many moves of each plan were ever rejected."""
    asked = select(PlanStepRow.plan_id, PlanStepRow.move_id).filter_by(step="rejected").distinct()
    return Counter(plan_id for plan_id, _ in session.execute(asked))
