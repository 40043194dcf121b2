"""Keeps and tells what people say of moving; nothing of it ever touches a score."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.errors import UnknownPositionError
from matching.wishes import find_preference
from serving.access.scope import Scope
from serving.audit.service import Actor, Event, Facts, record_event
from serving.clock import local_day
from serving.database.connection import Database
from serving.database.entry_tables import EnteredPreferenceRow
from serving.entries import take_turn
from serving.errors import UnknownAgencyInFieldError, UnknownPositionInFieldError
from serving.preferences.errors import UnknownJobFamilyError
from serving.preferences.schemas import PreferenceAnswer, PreferenceBody, Statement
from snapshots.entered import count_from
from snapshots.ladders import UNKNOWN
from snapshots.own_rows import read_own_rows
from snapshots.wishes import TABLE


def enter_preference(
    scope: Scope, database: Database, person: int, said: PreferenceBody, actor: Actor
) -> None:
    """Keep what a person (an index) says from now on, with its audit event.

    What holds already is not kept twice. Raises UnknownAgencyInFieldError,
    UnknownPositionInFieldError, UnknownJobFamilyError.
    """
    _check(scope, said)
    matcher = scope.matcher
    person_id, now = matcher.person_id(person), datetime.now(UTC)
    with database.write() as session:
        take_turn(session)
        if _is_in_force(scope, session, person, said):
            return
        row = EnteredPreferenceRow(
            person_id=person_id,
            said_on=count_from(local_day(now), matcher.history.snapshot.as_of),
            entered_at=now,
            entered_by=actor.label,
            **said.model_dump(),
        )
        session.add(row)
        session.flush()
        facts: Facts = {
            "entry": row.number,
            "willing": said.willing,
            "wanted_agency_id": said.wanted_agency_id,
            "wanted_position_id": said.wanted_position_id,
            "note": said.note is not None,
        }
        record_event(session, Event.PREFERENCE_ENTERED, person_id, actor, facts)


def tell_preference(scope: Scope, session: Session, person: int) -> PreferenceAnswer:
    """Return what a person (an index) says on the records' own date, and said before."""
    matcher = scope.matcher
    history = matcher.history
    as_of, nip = history.snapshot.as_of, history.people_ids[person]
    person_id = matcher.person_id(person)
    rows = [row for row in read_own_rows(history.snapshot, TABLE, nip) if _is_before(row, as_of)]
    entered = _read_entries(session, person_id)
    rows.sort(key=lambda row: row["submitted_on"])  # stable: of one day the last row holds
    statements = tuple(_tell(scope, row, entered) for row in reversed(rows))
    return PreferenceAnswer(
        person_id=person_id,
        as_of=as_of,
        snapshot_id=history.snapshot.snapshot_id,
        preference=find_preference(matcher.view(history.day), person),
        in_force=statements[0] if statements else None,
        history=statements,
    )


def _is_before(row: Mapping[str, Any], as_of: Any) -> bool:
    return bool(row["submitted_on"] < as_of)


def _check(scope: Scope, said: PreferenceBody) -> None:
    history = scope.matcher.history
    if said.wanted_agency_id is not None and history.agency_of(said.wanted_agency_id) is None:
        raise UnknownAgencyInFieldError(said.wanted_agency_id, "wanted_agency_id")
    if said.wanted_position_id is not None:
        try:
            scope.open_position(said.wanted_position_id)
        except UnknownPositionError as error:
            raise UnknownPositionInFieldError(error, "wanted_position_id") from None
    family = said.wanted_job_family
    if family is not None and history.families.code(family) == UNKNOWN:
        raise UnknownJobFamilyError(family)


def _is_in_force(scope: Scope, session: Session, person: int, said: PreferenceBody) -> bool:
    """Tell whether the very same was entered last and no record says otherwise since."""
    answer = tell_preference(scope, session, person)
    last = max(_read_entries(session, answer.person_id).items(), default=None)
    now = answer.in_force
    if last is None or now is None or now.entered_at != last[1].entered_at:
        return False
    return all(getattr(last[1], name) == value for name, value in said.model_dump().items())


def _read_entries(session: Session, person_id: str) -> dict[int, EnteredPreferenceRow]:
    asked = select(EnteredPreferenceRow).filter_by(person_id=person_id)
    return {row.number: row for row in session.scalars(asked)}


def _tell(
    scope: Scope, row: Mapping[str, Any], entered: Mapping[int, EnteredPreferenceRow]
) -> Statement:
    history, entry = scope.matcher.history, entered.get(row.get("entered_number") or 0)
    unit = history.unit_of.get(row.get("wanted_agency_id") or "")
    position_id, title = scope.tell_post(row.get("wanted_position_id"))
    return Statement(
        said_on=row.get("entered_on") or row["submitted_on"],
        source="records" if row.get("entered_number") is None else "entered",
        entered_at=None if entry is None else entry.entered_at,
        entered_by=None if entry is None else entry.entered_by,
        willing=row.get("willing"),
        wanted_agency_id=row.get("wanted_agency_id"),
        agency=None if unit is None else history.units.name[unit],
        wanted_position_id=position_id,
        position=title,
        wanted_job_family=row.get("wanted_job_family"),
        note=row.get("note"),
    )
