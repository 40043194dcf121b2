"""What the database is asked about reported outcomes."""

from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from serving.database.tables import ReportedOutcomeRow
from snapshots.reported import Outcome, ReportedOutcome


def find_reports(
    session: Session, person_id: str, to_position_id: str, effective_on: date
) -> list[ReportedOutcomeRow]:
    """Return what was reported of a move, the first report first."""
    asked = select(ReportedOutcomeRow).filter_by(
        person_id=person_id, to_position_id=to_position_id, effective_on=effective_on
    )
    return list(session.scalars(asked.order_by(ReportedOutcomeRow.revision)))


def list_outcomes(session: Session) -> list[ReportedOutcome]:
    """Return what holds of every move that was reported: the last report of each."""
    rows = session.scalars(select(ReportedOutcomeRow).order_by(ReportedOutcomeRow.revision))
    last = {(row.person_id, row.to_position_id, row.effective_on): row for row in rows}
    return [
        ReportedOutcome(
            person_id=row.person_id,
            to_position_id=row.to_position_id,
            effective_on=row.effective_on,
            outcome=cast(Outcome, row.outcome),
            outcome_on=row.outcome_on,
        )
        for row in last.values()
    ]
