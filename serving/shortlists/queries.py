"""What the database is asked about shortlists."""

from datetime import date
from typing import cast

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, defer

from serving.clock import local_day
from serving.database.tables import DecisionRow, ShortlistRow
from serving.listing import Listing, read_instant, write_instant
from serving.overrides.reasons import Departure
from serving.shortlists.schemas import Decision, ShortlistBrief, StoredShortlist
from snapshots.entered import Mark
from wording import Language

UNREAD = (ShortlistRow.request, ShortlistRow.answer)
"""What a list is listed without."""


def find_shortlist(session: Session, shortlist_id: str) -> StoredShortlist | None:
    """Return a stored list with its decision, None where there is none."""
    row = session.get(ShortlistRow, shortlist_id)
    if row is None:
        return None
    decision = session.get(DecisionRow, shortlist_id)
    return StoredShortlist(
        id=row.id,
        created_at=row.created_at,
        language=cast(Language, row.language),
        asked=row.request,
        answer=row.answer,
        decision=None if decision is None else read_decision(decision),
        read=Mark(row.wishes_through, row.letters_through),
    )


def list_shortlists(
    session: Session, limit: int, cursor: str | None = None, position_id: str | None = None
) -> Listing[ShortlistBrief]:
    """Return stored lists in brief, the newest first; of one position where asked.

    The answers themselves stay where they are. Raises BadCursorError.
    """
    order = (ShortlistRow.created_at, ShortlistRow.id)
    asked = (
        select(ShortlistRow, DecisionRow)
        .outerjoin(DecisionRow, DecisionRow.shortlist_id == ShortlistRow.id)
        .options(*(defer(column, raiseload=True) for column in UNREAD))
    )
    if position_id is not None:
        asked = asked.where(ShortlistRow.position_id == position_id)
    if cursor:
        asked = asked.where(tuple_(*order) < read_instant(cursor))
    newest_first = [column.desc() for column in order]
    rows = session.execute(asked.order_by(*newest_first).limit(limit + 1)).all()
    items = tuple(_brief(row, decision) for row, decision in rows[:limit])
    if len(rows) <= limit:
        return Listing(items, None)
    last = items[-1]
    return Listing(items, write_instant(last.created_at, last.id))


def list_advised(session: Session) -> list[tuple[str, str, date]]:
    """Return (person_id, position_id, day of the decision) of every choice from a list.

    Whoever was chosen off the list was not chosen by its advice.
    """
    asked = (
        select(DecisionRow.person_id, ShortlistRow.position_id, DecisionRow.decided_at)
        .join(ShortlistRow, ShortlistRow.id == DecisionRow.shortlist_id)
        .where(DecisionRow.person_id.is_not(None), DecisionRow.on_list)
        .order_by(DecisionRow.decided_at, DecisionRow.shortlist_id)
    )
    rows = session.execute(asked).all()
    return [(str(person), position, local_day(instant)) for person, position, instant in rows]


def _brief(row: ShortlistRow, decision: DecisionRow | None) -> ShortlistBrief:
    return ShortlistBrief(
        id=row.id,
        created_at=row.created_at,
        position_id=row.position_id,
        title=row.title,
        agency=row.agency,
        as_of=row.as_of,
        effective_on=row.effective_on,
        candidates=row.candidates,
        decision=None if decision is None else read_decision(decision),
    )


def read_decision(row: DecisionRow) -> Decision:
    """Return a decision as it is told."""
    return Decision(
        shortlist_id=row.shortlist_id,
        person_id=row.person_id,
        on_list=row.on_list,
        reason_code=row.reason_code,
        reason=row.reason,
        decided_at=row.decided_at,
        departure=cast(Departure | None, row.departure),
    )
