"""Keeps letters and their withdrawals as rows that are only added; the gates see them at once.

A letter counts by the day it was issued on, as one of the records does: it lifts its rule as of any
day after that, and of the records' own date too, which stands for the present: what is entered now
is known on it. No letter covers a move that takes effect before it was issued; one that is still to
come is refused. A withdrawal counts from the day it is made.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.errors import UnknownPersonError, UnknownPositionError
from matching.matcher import Matcher
from rules.policy import Policy
from serving.access.recusal import check_named
from serving.audit.service import Actor, Event, Facts, record_event
from serving.clock import local_day
from serving.consents.errors import (
    LetterEnteredError,
    LetterToComeError,
    LetterWithdrawnError,
    NotWaivableError,
    UnknownLetterError,
)
from serving.consents.queries import find_letter, find_withdrawal
from serving.consents.schemas import LetterBody
from serving.database.connection import Database
from serving.database.entry_tables import EnteredConsentRow
from serving.entries import take_turn
from serving.errors import UnknownPersonInFieldError, UnknownPositionInFieldError
from serving.repeats import Repeat, find_made, keep_made
from snapshots.entered import count_from


def list_waivable(policy: Policy) -> tuple[str, ...]:
    """Return the rules that a letter may lift, in the order of the rules."""
    return tuple(name for name, rule in policy.rules.items() if rule.waivable)


def enter_letter(
    matcher: Matcher,
    database: Database,
    body: LetterBody,
    actor: Actor,
    repeat: Repeat | None = None,
) -> int:
    """Keep a letter with its audit event and return its id; the very same again is that one.

    Raises OwnMatterError for a letter of oneself or declared kin, NotWaivableError,
    LetterToComeError, UnknownPersonInFieldError, UnknownPositionInFieldError, LetterEnteredError,
    ReusedKeyError.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        if made := find_made(session, repeat):
            return int(made)
        content = _check(matcher, body, now)
        check_named(matcher, actor.person_id, (content["person_id"],))
        take_turn(session)
        if (known := _find_same(session, content)) is not None:
            keep_made(session, repeat, str(known))
            return known
        row = EnteredConsentRow(
            **content,
            said_on=count_from(local_day(now), matcher.history.snapshot.as_of),
            entered_at=now,
            entered_by=actor.label,
        )
        session.add(row)
        session.flush()
        record_event(session, Event.CONSENT_ENTERED, str(row.number), actor, _list_facts(row))
        keep_made(session, repeat, str(row.number))
        return row.number


def withdraw_letter(
    matcher: Matcher,
    database: Database,
    number: int,
    reason: str,
    actor: Actor,
    repeat: Repeat | None = None,
) -> None:
    """Take a letter back from now on, with its audit event.

    Raises UnknownLetterError, LetterWithdrawnError, ReusedKeyError.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        if find_made(session, repeat):
            return
        take_turn(session)
        letter = find_letter(session, number)
        if letter is None or letter.withdraws is not None:
            raise UnknownLetterError(number)
        if find_withdrawal(session, number) is not None:
            raise LetterWithdrawnError(letter.letter_no)
        row = EnteredConsentRow(
            **{name: getattr(letter, name) for name in CONTENT},
            said_on=count_from(local_day(now), matcher.history.snapshot.as_of),
            entered_at=now,
            entered_by=actor.label,
            withdraws=number,
            reason=reason,
        )
        session.add(row)
        session.flush()
        facts = {**_list_facts(row), "withdraws": number}
        record_event(session, Event.CONSENT_WITHDRAWN, str(row.number), actor, facts)
        keep_made(session, repeat, str(row.number))


CONTENT = (
    *("letter_no", "rule", "issuer", "issued_on", "valid_until"),
    *("person_id", "position_id"),
)
"""What a letter says."""


def _check(matcher: Matcher, body: LetterBody, now: datetime) -> dict[str, Any]:
    """Return what the letter says, its person by person_id."""
    waivable = list_waivable(matcher.policy)
    if body.rule not in waivable:
        raise NotWaivableError(body.rule, waivable)
    if body.issued_on > local_day(now):
        raise LetterToComeError(body.issued_on)
    if body.position_id is not None:
        try:
            matcher.position(body.position_id)
        except UnknownPositionError as error:
            raise UnknownPositionInFieldError(error, "position_id") from None
    content = {name: getattr(body, name) for name in CONTENT}
    return content | {"person_id": _find_person(matcher, body)}


def _find_person(matcher: Matcher, body: LetterBody) -> str | None:
    try:
        if body.nip is not None:
            return matcher.person_id(matcher.person(body.nip))
        return body.person_id and matcher.person_id(matcher.person_by_id(body.person_id))
    except UnknownPersonError as error:
        field = "person_id" if body.nip is None else "nip"
        raise UnknownPersonInFieldError(error.person, field) from None


def _find_same(session: Session, content: dict[str, Any]) -> int | None:
    """Return the id of the very same letter that stands; None where there is none.

    Raises LetterEnteredError where one stands for the same that says otherwise.
    """
    named = {name: content[name] for name in ("letter_no", "rule", "person_id", "position_id")}
    asked = select(EnteredConsentRow).filter_by(**named, withdraws=None)
    for row in session.scalars(asked):
        if find_withdrawal(session, row.number) is not None:
            continue
        if any(getattr(row, name) != content[name] for name in CONTENT):
            raise LetterEnteredError(row.letter_no)
        return row.number
    return None


def _list_facts(row: EnteredConsentRow) -> Facts:
    return {
        "entry": row.number,
        "rule": row.rule,
        "issued_on": row.issued_on.isoformat(),
        "person_id": row.person_id,
        "position_id": row.position_id,
    }
