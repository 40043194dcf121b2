"""Reports how far decisions and plans departed from what was proposed, with what reasons."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from serving.database.plan_tables import PlanOverrideRow, PlanRevisionRow
from serving.database.tables import DecisionRow, ShortlistRow
from serving.listing import cut
from serving.overrides.reasons import KINDS, list_codes
from serving.overrides.schemas import (
    AgencyCount,
    KindCount,
    Override,
    OverrideReport,
    ReasonCount,
)


def report_overrides(
    session: Session, limit: int | None = None, cursor: str | None = None
) -> OverrideReport:
    """Return the report, its departures a piece at a time (all without `limit`).

    Raises BadCursorError.
    """
    decided = _count_decisions(session)
    on_lists, in_plans = _list_decisions(session), _list_plans(session)
    found = sorted([*on_lists, *in_plans], key=lambda one: (one.made_at, one.id), reverse=True)
    piece = cut(found, lambda one: one.id, limit or max(1, len(found)), cursor)
    kinds = Counter(one.kind for one in found)
    reasons = Counter(_read_code(one) for one in found)
    return OverrideReport(
        decisions=decided.total(),
        followed=decided.total() - len(on_lists),
        departed=len(on_lists),
        in_plans=len(in_plans),
        unexplained=reasons[None],
        by_kind=tuple(KindCount(kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        by_reason=tuple(ReasonCount(code, count) for code, count in reasons.most_common()),
        by_agency=_count_agencies(decided, on_lists, in_plans),
        items=piece.items,
        next_cursor=piece.next_cursor,
    )


def _read_code(one: Override) -> str | None:
    """Return the reason; codes from before there was a list are none of it."""
    return one.reason_code if one.reason_code in list_codes() else None


def _count_decisions(session: Session) -> Counter[str]:
    asked = (
        select(ShortlistRow.agency, func.count())
        .join(DecisionRow, DecisionRow.shortlist_id == ShortlistRow.id)
        .group_by(ShortlistRow.agency)
    )
    decided: Counter[str] = Counter()
    for agency, count in session.execute(asked):
        decided[agency] = count
    return decided


def _list_decisions(session: Session) -> list[Override]:
    asked = (
        select(DecisionRow, ShortlistRow.agency, ShortlistRow.position_id)
        .join(ShortlistRow, ShortlistRow.id == DecisionRow.shortlist_id)
        .where(DecisionRow.departure.is_not(None))
    )
    return [
        _tell(
            row,
            id=f"list-{row.shortlist_id}",
            made_at=row.decided_at,
            kind=row.departure,
            agency=agency,
            position_id=position_id,
            shortlist_id=row.shortlist_id,
        )
        for row, agency, position_id in session.execute(asked).all()
    ]


def _list_plans(session: Session) -> list[Override]:
    """Return the departures of revisions that were made; a plan that failed departs nowhere."""
    made = (PlanRevisionRow.plan_id == PlanOverrideRow.plan_id) & (
        PlanRevisionRow.revision == PlanOverrideRow.revision
    )
    return [
        _tell(
            row,
            id=f"plan-{row.number}",
            made_at=row.made_at,
            kind=row.kind,
            agency=row.agency,
            position_id=row.position_id,
            plan_id=row.plan_id,
            revision=row.revision,
            loosened=row.loosened,
        )
        for row in session.scalars(select(PlanOverrideRow).join(PlanRevisionRow, made))
    ]


def _tell(row: DecisionRow | PlanOverrideRow, **place: Any) -> Override:
    """Return a departure with its reason and person; `place` says where and when it was made."""
    told: dict[str, Any] = dict.fromkeys(("shortlist_id", "plan_id", "revision", "loosened"))
    told |= {"reason_code": row.reason_code, "reason": row.reason, "person_id": row.person_id}
    return Override(**(told | place))


def _count_agencies(
    decided: Counter[str], on_lists: Sequence[Override], in_plans: Sequence[Override]
) -> tuple[AgencyCount, ...]:
    """Return every agency of which something was decided or planned, most departures first."""
    departed = Counter(one.agency for one in on_lists)
    planned = Counter(one.agency for one in in_plans)
    counts = [
        AgencyCount(agency, decided[agency] if agency else 0, departed[agency], planned[agency])
        for agency in {*decided, *departed, *planned}
    ]
    return tuple(sorted(counts, key=lambda one: (-one.departed - one.in_plans, one.agency or "")))
