"""Reads what was entered beside the records, and keeps its numbers in the order of commits."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, make_url, select
from sqlalchemy.orm import Session

from serving.database.connection import Database
from serving.database.entry_tables import EnteredConsentRow, EnteredPreferenceRow
from serving.database.locks import Lock, hold
from serving.settings import Settings
from snapshots.entered import NOTHING_ENTERED, Entered, EnteredLetter, EnteredWish


@dataclass(frozen=True)
class Standing:
    """Tells whether anything was entered, or erased, since somebody looked: (last, count) each."""

    wishes: tuple[int, int] = (0, 0)
    letters: tuple[int, int] = (0, 0)


def look(session: Session) -> Standing:
    """Return where the entries stand, in one small query."""
    wishes, letters = EnteredPreferenceRow.number, EnteredConsentRow.number
    parts = [
        select(aggregate(column)).scalar_subquery()
        for column in (wishes, letters)
        for aggregate in (func.max, func.count)
    ]
    found = [value or 0 for value in session.execute(select(*parts)).one()]
    return Standing((found[0], found[1]), (found[2], found[3]))


def read_entered(session: Session) -> Entered:
    """Return everything that was entered, by number."""
    wishes = session.scalars(select(EnteredPreferenceRow).order_by(EnteredPreferenceRow.number))
    letters = session.scalars(select(EnteredConsentRow).order_by(EnteredConsentRow.number))
    return Entered(tuple(map(_read_wish, wishes)), tuple(map(_read_letter, letters)))


def load_entered(settings: Settings) -> Entered:
    """Return what was entered so far; nothing where no database was made yet.

    For who keeps none open: it looks and leaves nothing behind.
    """
    if not _is_there(settings.database_url):
        return NOTHING_ENTERED
    database = Database(settings.database_url)
    try:
        if not inspect(database.engine).has_table(EnteredConsentRow.__tablename__):
            return NOTHING_ENTERED
        with database.read() as session:
            return read_entered(session)
    finally:
        database.close()


def _is_there(database_url: str) -> bool:
    """Tell whether there is a database to ask: SQLite would make a file of who looks for one."""
    url = make_url(database_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def take_turn(session: Session) -> None:
    """Wait until no other entry is on its way, so that numbers grow in the order of commits."""
    hold(session, Lock.ENTRIES)


def _read_wish(row: EnteredPreferenceRow) -> EnteredWish:
    return EnteredWish(
        number=row.number,
        person_id=row.person_id,
        said_on=row.said_on,
        entered_at=row.entered_at,
        willing=row.willing,
        wanted_agency_id=row.wanted_agency_id,
        wanted_position_id=row.wanted_position_id,
        wanted_job_family=row.wanted_job_family,
        note=row.note,
    )


def _read_letter(row: EnteredConsentRow) -> EnteredLetter:
    return EnteredLetter(
        number=row.number,
        letter_no=row.letter_no,
        rule=row.rule,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        person_id=row.person_id,
        position_id=row.position_id,
        said_on=row.said_on,
        entered_at=row.entered_at,
        issuer=row.issuer,
        withdraws=row.withdraws,
    )
