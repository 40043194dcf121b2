"""Keeps what a portal reports of a move: once, or as a correction of what it reported before.

A report is checked against the records and kept by person_id; it changes nothing that is served
until records are imported with it (`padan import SOURCE --with-portal`). Rows are only ever added:
of several about one move the last one holds.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import cast

import numpy as np
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.errors import UnknownPersonError, UnknownPositionError
from matching.matcher import Matcher
from planning.aftermath.outcomes import find_row
from serving.audit.refusals import telling_refusals
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.tables import ReportedOutcomeRow
from serving.errors import (
    AlreadyReportedError,
    OutcomeBeforeMoveError,
    OutcomeToComeError,
    UnknownMoveError,
    UnknownMoveIdError,
    UnknownPersonInFieldError,
    UnknownPositionInFieldError,
)
from serving.events.queries import load_inaugurated
from serving.outcomes.queries import find_reports
from serving.outcomes.schemas import Earlier, OutcomeBody, StoredOutcome
from serving.repeats import Repeat, find_made, keep_made
from snapshots.days import to_date, to_day
from snapshots.reported import Outcome
from wording import Language, say

EASTERN = timezone(timedelta(hours=9))
"""Where in Indonesia a day begins first: nobody's today is a day to come."""


@dataclass(frozen=True)
class _Report:
    """A checked report: whose move, whereto, from when, and how it turned out."""

    person_id: str
    to_position_id: str
    effective_on: date
    outcome: Outcome
    outcome_on: date

    @property
    def move(self) -> tuple[str, str, date]:
        return self.person_id, self.to_position_id, self.effective_on


def report_outcome(
    matcher: Matcher,
    database: Database,
    body: OutcomeBody,
    actor: Actor,
    language: Language,
    repeat: Repeat | None = None,
) -> StoredOutcome:
    """Keep a report with its audit event; the same report again changes nothing, a look.

    Raises UnknownMoveIdError, UnknownPersonInFieldError, UnknownPositionInFieldError,
    UnknownMoveError, OutcomeBeforeMoveError, OutcomeToComeError; AlreadyReportedError where the
    move was reported otherwise and this is no correction; ReusedKeyError.
    """
    with database.read() as session:
        known = find_made(session, repeat)
        if not known:
            named = body if body.move_id is None else _name_move(matcher, session, body)
    if known:
        with database.write() as session:
            return _tell(session, _give_again(session, int(known), actor), language)
    report = _check(matcher, named)

    def keep() -> StoredOutcome:
        with telling_refusals(database, actor), database.write() as session:
            row = _keep(session, report, body.correction, actor, repeat)
            return _tell(session, row, language)

    try:
        return keep()
    except IntegrityError:  # reported in this very moment: look again
        return keep()


def _name_move(matcher: Matcher, session: Session, body: OutcomeBody) -> OutcomeBody:
    """Return a report of a plan's move with who moved, whereto and from when.

    From when is what the records say; the plan's effective day while they do not hold the move.
    Raises UnknownMoveIdError for what is no inaugurated move of a plan.
    """
    move, plan = load_inaugurated(session, str(body.move_id))
    named = {"nip": move.nip, "to_position_id": move.to_position_id}
    row = find_row(matcher, move, plan.as_of)
    on = plan.effective_on if row is None else to_date(int(matcher.moves.day[row]))
    return body.model_copy(update={**named, "effective_on": on})


def _check(matcher: Matcher, body: OutcomeBody) -> _Report:
    """Return a report of a move that the records know, or cannot know yet."""
    nip, position_id, effective_on = body.nip, body.to_position_id, body.effective_on
    if nip is None or position_id is None or effective_on is None:
        raise UnknownMoveIdError(str(body.move_id))

    def named_by(field: str) -> str:
        return field if body.move_id is None else "move_id"

    try:
        person, position = matcher.person(nip), matcher.position(position_id)
    except UnknownPersonError:
        raise UnknownPersonInFieldError(nip, named_by("nip")) from None
    except UnknownPositionError as error:
        raise UnknownPositionInFieldError(error, named_by("to_position_id")) from None
    if body.outcome_on < effective_on:
        raise OutcomeBeforeMoveError(body.outcome_on, effective_on)
    if body.outcome_on > datetime.now(EASTERN).date():
        raise OutcomeToComeError(body.outcome_on)
    if not _is_move(matcher, person, position, to_day(effective_on)):
        raise UnknownMoveError(position_id, effective_on, named_by("effective_on"))
    return _Report(
        matcher.person_id(person), position_id, effective_on, body.outcome, body.outcome_on
    )


def _is_move(matcher: Matcher, person: int, position: int, day: int) -> bool:
    """Tell whether the records tell of the move, or do not reach its day."""
    moves = matcher.moves
    same = (moves.person == person) & (moves.to_position == position) & (moves.day == day)
    return day >= matcher.history.day or bool(np.any(same))


def _keep(
    session: Session, report: _Report, correction: bool, actor: Actor, repeat: Repeat | None
) -> ReportedOutcomeRow:
    if known := find_made(session, repeat):
        return _give_again(session, int(known), actor)
    row = _add(session, report, correction, actor)
    keep_made(session, repeat, str(row.number))
    return row


def _add(session: Session, report: _Report, correction: bool, actor: Actor) -> ReportedOutcomeRow:
    """Return the row that holds: the last one where it says the same, else a new one."""
    earlier = find_reports(session, *report.move)
    last = earlier[-1] if earlier else None
    if last is not None and (last.outcome, last.outcome_on) == (report.outcome, report.outcome_on):
        return _give_again(session, last.number, actor)
    if last is not None and not correction:
        raise AlreadyReportedError(
            last.outcome, last.outcome_on, report.person_id, report.to_position_id
        )
    row = ReportedOutcomeRow(**vars(report), revision=len(earlier), reported_at=datetime.now(UTC))
    session.add(row)
    session.flush()
    facts: Facts = {
        "person_id": report.person_id,
        "to_position_id": report.to_position_id,
        "effective_on": report.effective_on.isoformat(),
        "outcome": report.outcome,
        "correction": last is not None,
    }
    record_event(session, Event.OUTCOME_REPORTED, str(row.number), actor, facts)
    return row


def _give_again(session: Session, number: int, actor: Actor) -> ReportedOutcomeRow:
    """Return a report that was kept before, told as a look at whom it is of."""
    row = session.get_one(ReportedOutcomeRow, number)
    facts: Facts = {"to_position_id": row.to_position_id, "repeated": True}
    record_event(session, Event.PERSON_SEEN, row.person_id, actor, facts)
    return row


def _tell(session: Session, row: ReportedOutcomeRow, language: Language) -> StoredOutcome:
    reports = find_reports(session, row.person_id, row.to_position_id, row.effective_on)
    before = reports[row.revision - 1] if row.revision else None
    return StoredOutcome(
        id=row.number,
        person_id=row.person_id,
        to_position_id=row.to_position_id,
        effective_on=row.effective_on,
        outcome=cast(Outcome, row.outcome),
        outcome_on=row.outcome_on,
        reported_at=row.reported_at,
        corrects=None if before is None else _tell_earlier(before),
        notice=say("api.outcome_counts", language, outcome_on=row.outcome_on),
    )


def _tell_earlier(row: ReportedOutcomeRow) -> Earlier:
    return Earlier(cast(Outcome, row.outcome), row.outcome_on, row.reported_at)
