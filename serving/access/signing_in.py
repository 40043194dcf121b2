"""Signs in and out: passwords are tried here alone, and whoever tries too often is locked out.

A name that nobody has costs the same hashing as a wrong password, and every refusal is the same
one, so that names cannot be found out.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from serving.access.caller import Caller
from serving.access.errors import SamePasswordError, SignInRefusedError, WrongPasswordError
from serving.access.names import to_key
from serving.access.passwords import (
    ONE_TIME_DAYS,
    check_password,
    hash_password,
    is_password,
    needs_new_hash,
)
from serving.access.rights import Role
from serving.access.sessions import (
    end_session,
    end_sessions,
    forget_old_sessions,
    open_session,
)
from serving.audit.service import Actor, Event, record_event
from serving.database.access_tables import AccountRow, SessionRow
from serving.database.connection import Database
from serving.errors import NotAllowedError

MOST_WRONG = 5
"""Wrong passwords in a row after which an account is locked: enough for who mistypes."""
LOCKED_FOR = timedelta(minutes=15)
"""How long it is locked: that leaves 480 guesses a day, which find no password of twelve signs."""
NOBODY = "unknown"
"""Subject of an attempt under a name that no account has: what was typed may be a password."""

Why = Literal["unknown", "closed", "locked", "wrong", "changed", "expired"]
"""`changed`: the password was right until somebody put another, or a stronger hash, in its place
while it was tried; `expired`: a right one-time password, too late. Neither counts as a guess."""


def sign_in(database: Database, name: str, password: str, now: datetime) -> str:
    """Return the token of a new session of the account.

    Raises SignInRefusedError, whatever the reason: name, password, closed, locked,
    a one-time password too late. The account is
    judged again when the password has been tried: of many guesses at once only five count.
    """
    with database.read() as session:
        account = session.scalar(select(AccountRow).where(AccountRow.key == to_key(name)))
    kept = None if account is None else account.password_hash
    right = is_password(password, kept)
    stronger = hash_password(password) if right and kept and needs_new_hash(kept) else None
    with database.write() as session:
        row = None if account is None else _lock(session, account.id)
        why = _judge(row, kept, right, now)
        if row is not None and why is None:
            row.password_hash = stronger or row.password_hash
            return _let_in(session, row, now)
        _count(session, row, why, now)
    raise SignInRefusedError


def change_password(
    database: Database, caller: Caller, present: str, fresh: str, now: datetime
) -> str:
    """Give the caller's account a new password and return the token of the only session left.

    Raises WrongPasswordError where the present password is wrong or the account locked,
    SamePasswordError, and what `check_password` raises.
    """
    check_password(fresh, caller.name)
    account_id, kept = _find_own(database, caller)
    right = is_password(present, kept)
    if right and is_password(fresh, kept):
        raise SamePasswordError
    hashed = hash_password(fresh) if right else None
    with database.write() as session:
        row = _lock(session, account_id)
        why = _judge(row, kept, right, now)
        if hashed is not None and why is None:
            row.password_hash, row.must_change_password = hashed, False
            row.password_set_at, row.failures = now, 0
            end_sessions(session, row.id)
            facts = {"one_time": False}
            record_event(session, Event.PASSWORD_CHANGED, str(row.id), caller.actor, facts)
            return open_session(session, row.id)
        _count(session, row, why, now)
    raise WrongPasswordError


def enter_made_up(database: Database, role: Role, agency_id: str | None, now: datetime) -> str:
    """Return the token of a session of the made-up city, in a role without an account."""
    actor = Actor("page", name=f"made-up {role.value}")
    with database.write() as session:
        forget_old_sessions(session, now)
        record_event(session, Event.SIGNED_IN, "made-up", actor, {"role": role.value})
        return open_session(session, None, role, agency_id)


def sign_out(database: Database, caller: Caller, everywhere: bool = False) -> None:
    """End the caller's session, or all of the account."""
    with database.write() as session:
        row = session.get(SessionRow, caller.session)
        if row is None:
            return
        account_id = row.account_id
        if everywhere and account_id is not None:
            end_sessions(session, account_id)
        else:
            end_session(session, row.token_sha256)
        subject = "made-up" if account_id is None else str(account_id)
        facts = {"everywhere": everywhere}
        record_event(session, Event.SIGNED_OUT, subject, caller.actor, facts)


def _find_own(database: Database, caller: Caller) -> tuple[int, str]:
    """Return the caller's account and what is kept of its password."""
    with database.read() as session:
        row = session.get(SessionRow, caller.session)
        account = None if row is None else session.get(AccountRow, row.account_id)
        if account is None:
            raise NotAllowedError(None)
        return account.id, account.password_hash


def _lock(session: Session, account_id: int) -> AccountRow:
    held = select(AccountRow).where(AccountRow.id == account_id).with_for_update()
    return session.scalars(held).one()


def _judge(row: AccountRow | None, kept: str | None, right: bool, now: datetime) -> Why | None:
    """Return what an attempt is refused for, None where it is not."""
    if row is None:
        return "unknown"
    if row.disabled_at is not None:
        return "closed"
    if row.locked_until is not None and row.locked_until > now:
        return "locked"
    if not right:
        return "wrong"
    if row.password_hash != kept:
        return "changed"
    is_late = now - row.password_set_at >= timedelta(days=ONE_TIME_DAYS)
    return "expired" if row.must_change_password and is_late else None


def _let_in(session: Session, row: AccountRow, now: datetime) -> str:
    row.failures, row.locked_until = 0, None
    forget_old_sessions(session, now)
    _, actor = _name(row)
    record_event(session, Event.SIGNED_IN, str(row.id), actor, {})
    return open_session(session, row.id)


def _count(session: Session, row: AccountRow | None, why: Why | None, now: datetime) -> None:
    """Tell the audit of a refusal, and lock the account where it is one wrong password too many."""
    subject, actor = (NOBODY, Actor("page")) if row is None else _name(row)
    record_event(session, Event.SIGN_IN_REFUSED, subject, actor, {"why": why})
    if row is None or why != "wrong":
        return
    row.failures += 1
    if row.failures >= MOST_WRONG:
        row.failures, row.locked_until = 0, now + LOCKED_FOR
        record_event(session, Event.ACCOUNT_LOCKED, subject, actor, {"wrong": MOST_WRONG})


def _name(row: AccountRow) -> tuple[str, Actor]:
    return str(row.id), Actor("page", name=row.name, kind="account")
