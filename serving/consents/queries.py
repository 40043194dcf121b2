"""What is asked about letters: of the database those that were entered, of the records theirs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.matcher import Matcher
from serving.consents.schemas import Letter, Withdrawal
from serving.database.entry_tables import EnteredConsentRow
from serving.listing import Listing, cut
from snapshots import surrogate


def find_letter(session: Session, number: int) -> EnteredConsentRow | None:
    """Return an entered letter, or a withdrawal, by its number."""
    return session.get(EnteredConsentRow, number)


def find_withdrawal(session: Session, number: int) -> EnteredConsentRow | None:
    """Return the row that takes a letter back, None while it stands."""
    return session.scalars(select(EnteredConsentRow).filter_by(withdraws=number)).first()


@dataclass(frozen=True)
class Filed:
    """A letter with the place that tells it from all others; the number of a letter covers many."""

    place: str
    letter: Letter


def read_letter(session: Session, matcher: Matcher, number: int) -> Letter:
    """Return an entered letter that is known to be there, with its withdrawal."""
    row = session.get_one(EnteredConsentRow, number)
    return _tell(matcher, row, find_withdrawal(session, number))


def cut_letters(
    session: Session, matcher: Matcher, person_id: str | None, limit: int, cursor: str | None
) -> Listing[Letter]:
    """Return a piece of the letters that `list_letters` gives. Raises BadCursorError."""
    filed = _file_letters(session, matcher, person_id)
    return cut(filed, lambda one: one.place, limit, cursor).read(lambda one: one.letter)


def list_letters(
    session: Session, matcher: Matcher, person_id: str | None = None
) -> tuple[Letter, ...]:
    """Return entered letters, the newest first, then those of the records, in their order.

    Of a person: those that name the person, and those that name nobody.
    """
    return tuple(one.letter for one in _file_letters(session, matcher, person_id))


def _file_letters(session: Session, matcher: Matcher, person_id: str | None) -> tuple[Filed, ...]:
    rows = session.scalars(select(EnteredConsentRow).order_by(EnteredConsentRow.number.desc()))
    every = list(rows)
    taken = {row.withdraws: row for row in every if row.withdraws is not None}
    stands = [row for row in every if row.withdraws is None]
    entered = (Filed(str(row.number), _tell(matcher, row, taken.get(row.number))) for row in stands)
    recorded = enumerate(_list_recorded(matcher))
    filed = (*entered, *(Filed(f"records:{place}", letter) for place, letter in recorded))
    return tuple(
        one for one in filed if person_id is None or one.letter.person_id in (None, person_id)
    )


def _tell(matcher: Matcher, row: EnteredConsentRow, taken: EnteredConsentRow | None) -> Letter:
    as_of = matcher.history.snapshot.as_of
    valid = row.valid_until is None or row.valid_until >= as_of
    place = None if row.person_id is None else matcher.find_by_id(row.person_id)
    position = _name_position(matcher, row.position_id)
    known = (row.person_id is None) == (place is None)
    known &= (row.position_id is None) == (position is None)
    return Letter(
        id=row.number,
        source="entered",
        letter_no=row.letter_no,
        rule=row.rule,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        person_id=row.person_id,
        name=None if place is None else matcher.history.people.name[place],
        position_id=row.position_id,
        position=position,
        in_force=known and valid and taken is None and matcher.policy.rules[row.rule].waivable,
        in_records=known,
        entered_at=row.entered_at,
        entered_by=row.entered_by,
        withdrawal=_read_withdrawal(taken),
    )


def _read_withdrawal(row: EnteredConsentRow | None) -> Withdrawal | None:
    return None if row is None else Withdrawal(row.entered_at, row.entered_by, row.reason)


def _list_recorded(matcher: Matcher) -> tuple[Letter, ...]:
    table = matcher.history.recorded.get("consents")
    return () if table is None else tuple(_read(matcher, row) for row in table.to_pylist())


def _read(matcher: Matcher, row: dict[str, Any]) -> Letter:
    as_of, until = matcher.history.snapshot.as_of, row.get("valid_until")
    nip, position_id = row.get("nip"), row.get("position_id")
    place = matcher.history.person_of.get(nip or "")
    position = _name_position(matcher, position_id)
    known = (nip is None) == (place is None) and (position_id is None) == (position is None)
    rule = matcher.policy.rules.get(row["rule"])
    running = row["issued_on"] < as_of and (until is None or until >= as_of)
    return Letter(
        id=None,
        source="records",
        letter_no=row["letter_no"],
        rule=row["rule"],
        issuer=row.get("issuer"),
        issued_on=row["issued_on"],
        valid_until=until,
        person_id=nip and surrogate.person_id(matcher.secret, nip),
        name=None if place is None else matcher.history.people.name[place],
        position_id=position_id,
        position=position,
        in_force=known and running and rule is not None and rule.waivable,
        in_records=known,
        entered_at=None,
        entered_by=None,
        withdrawal=None,
    )


def _name_position(matcher: Matcher, position_id: str | None) -> str | None:
    place = matcher.history.position_of.get(position_id or "")
    return None if place is None else matcher.history.positions.title[place]
