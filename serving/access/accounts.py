"""Accounts: made, listed, given other roles, closed and opened again; every change is audited.

A change holds from the next request on: who speaks is read from the account each time. Passwords
are hashed before a transaction begins, so that nobody waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from serving.access.errors import (
    ClosedAccountError,
    LastAdministratorError,
    MissingAgenciesError,
    NeedlessAgenciesError,
    NoRoleError,
    OfficerAloneError,
    OwnGrantError,
    TakenNameError,
    UnknownAccountError,
)
from serving.access.names import check_name, to_key
from serving.access.passwords import OneTimePassword, make_one_time_password
from serving.access.rights import Role
from serving.access.sessions import end_sessions
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.access_tables import AccountRow
from serving.database.connection import Database


@dataclass(frozen=True)
class Grant:
    """What an account is for: its roles, the agencies that it sees (None: the city), its person.

    `person_id` is who uses it, where known: nobody decides about oneself or kin.
    """

    roles: frozenset[Role]
    agencies: frozenset[str] | None = None
    person_id: str | None = None


@dataclass(frozen=True)
class Account:
    """An account as it is listed; `agencies` None: the whole city."""

    id: int
    name: str
    roles: tuple[Role, ...]
    agencies: tuple[str, ...] | None
    person_id: str | None
    must_change_password: bool
    created_at: datetime
    closed_at: datetime | None
    locked_until: datetime | None


def check_grant(grant: Grant) -> None:
    """Raise where roles and agencies do not go together.

    NoRoleError; MissingAgenciesError, NeedlessAgenciesError: an agency's officer, and nobody else,
    sees agencies; OfficerAloneError: two roles would disagree on what is seen.
    """
    if not grant.roles:
        raise NoRoleError
    if Role.AGENCY_OFFICER not in grant.roles:
        if grant.agencies is not None:
            raise NeedlessAgenciesError
        return
    if len(grant.roles) > 1:
        raise OfficerAloneError
    if not grant.agencies:
        raise MissingAgenciesError


def list_accounts(session: Session, now: datetime | None = None) -> list[Account]:
    """Return all accounts by name; a lock that is over by `now` is none."""
    now = now or datetime.now(UTC)
    rows = session.scalars(select(AccountRow).order_by(AccountRow.key))
    return [_read(row, now) for row in rows]


def find_account(session: Session, account: int | str) -> Account:
    """Return an account by its number or its name; UnknownAccountError."""
    row = _found(session.scalar(_ask_for(account)), account)
    return _read(row, datetime.now(UTC))


def make_account(database: Database, name: str, grant: Grant, actor: Actor) -> OneTimePassword:
    """Make an account and return its one-time password.

    Raises UnfitAccountNameError, TakenNameError, and what `check_grant` raises.
    """
    tidy = check_name(name)
    check_grant(grant)
    first = make_one_time_password()
    try:
        with database.write() as session:
            add_account(session, tidy, grant, first, actor)
    except IntegrityError:
        raise TakenNameError(name=tidy) from None
    return first


def add_account(
    session: Session, name: str, grant: Grant, first: OneTimePassword, actor: Actor
) -> None:
    """Keep a new account under a checked name; IntegrityError where another has it."""
    now = datetime.now(UTC)
    row = AccountRow(
        key=to_key(name),
        name=name,
        password_hash=first.hash,
        must_change_password=True,
        created_at=now,
        password_set_at=now,
        failures=0,
        **_columns(grant),
    )
    session.add(row)
    session.flush()
    record_event(session, Event.ACCOUNT_MADE, str(row.id), actor, _facts(grant))


def change_grant(database: Database, account: int | str, grant: Grant, actor: Actor) -> None:
    """Give an account other roles, agencies or another person.

    Nobody gives the own account more. Raises UnknownAccountError, LastAdministratorError,
    OwnGrantError, and what `check_grant` raises.
    """
    check_grant(grant)
    with database.write() as session:
        rows = lock_accounts(session)
        row = _find_row(rows, account)
        if Role.ADMINISTRATOR not in grant.roles:
            _keep_one_administrator(rows, row)
        if actor.kind == "account" and to_key(actor.name) == row.key:
            raise OwnGrantError
        for column, value in _columns(grant).items():
            setattr(row, column, value)
        record_event(session, Event.ACCOUNT_CHANGED, str(row.id), actor, _facts(grant))


def reset_password(database: Database, account: int | str, actor: Actor) -> OneTimePassword:
    """Give an account a one-time password, unlock it, and end its sessions.

    Raises UnknownAccountError, ClosedAccountError.
    """
    fresh = make_one_time_password()
    with database.write() as session:
        row = _found(session.scalar(_ask_for(account).with_for_update()), account)
        if row.disabled_at is not None:
            raise ClosedAccountError(name=row.name)
        _renew(session, row, fresh, actor)
    return fresh


def close_account(database: Database, account: int | str, actor: Actor) -> None:
    """Close an account and end its sessions; a closed one stays so.

    Raises UnknownAccountError, LastAdministratorError.
    """
    with database.write() as session:
        rows = lock_accounts(session)
        row = _find_row(rows, account)
        _keep_one_administrator(rows, row)
        if row.disabled_at is None:
            row.disabled_at = datetime.now(UTC)
            record_event(session, Event.ACCOUNT_CLOSED, str(row.id), actor, {})
        end_sessions(session, row.id)


def reopen_account(database: Database, account: int | str, actor: Actor) -> OneTimePassword:
    """Open a closed account again and return its one-time password: the old one is forgotten.

    Raises UnknownAccountError.
    """
    fresh = make_one_time_password()
    with database.write() as session:
        row = _found(session.scalar(_ask_for(account).with_for_update()), account)
        if row.disabled_at is not None:
            row.disabled_at = None
            record_event(session, Event.ACCOUNT_CHANGED, str(row.id), actor, {"reopened": True})
        _renew(session, row, fresh, actor)
    return fresh


def lock_accounts(session: Session) -> list[AccountRow]:
    """Return all accounts, held until the transaction ends: two changes at once see each other."""
    return list(session.scalars(select(AccountRow).order_by(AccountRow.id).with_for_update()))


def _keep_one_administrator(rows: list[AccountRow], leaving: AccountRow) -> None:
    administrators = [
        row for row in rows if Role.ADMINISTRATOR.value in row.roles and row.disabled_at is None
    ]
    if administrators == [leaving]:
        raise LastAdministratorError


def _find_row(rows: Sequence[AccountRow], account: int | str) -> AccountRow:
    key = to_key(account) if isinstance(account, str) else None
    found = next((row for row in rows if account == row.id or key == row.key), None)
    return _found(found, account)


def _ask_for(account: int | str) -> Select[AccountRow]:
    if isinstance(account, str):
        return select(AccountRow).where(AccountRow.key == to_key(account))
    return select(AccountRow).where(AccountRow.id == account)


def _found(row: AccountRow | None, account: int | str) -> AccountRow:
    if row is None:
        raise UnknownAccountError(name=str(account))
    return row


def _renew(session: Session, row: AccountRow, fresh: OneTimePassword, actor: Actor) -> None:
    row.password_hash, row.must_change_password = fresh.hash, True
    row.password_set_at = datetime.now(UTC)
    row.failures, row.locked_until = 0, None
    end_sessions(session, row.id)
    record_event(session, Event.PASSWORD_CHANGED, str(row.id), actor, {"one_time": True})


def _columns(grant: Grant) -> dict[str, list[str] | str | None]:
    agencies = None if grant.agencies is None else sorted(grant.agencies)
    roles = sorted(role.value for role in grant.roles)
    return {"roles": roles, "agencies": agencies, "person_id": grant.person_id}


def _facts(grant: Grant) -> Facts:
    agencies = None if grant.agencies is None else ",".join(sorted(grant.agencies))
    roles = ",".join(sorted(role.value for role in grant.roles))
    return {"roles": roles, "agencies": agencies, "person_id": grant.person_id}


def _read(row: AccountRow, now: datetime) -> Account:
    locked = row.locked_until is not None and row.locked_until > now
    return Account(
        id=row.id,
        name=row.name,
        roles=tuple(Role(role) for role in row.roles),
        agencies=None if row.agencies is None else tuple(row.agencies),
        person_id=row.person_id,
        must_change_password=row.must_change_password,
        created_at=row.created_at,
        closed_at=row.disabled_at,
        locked_until=row.locked_until if locked else None,
    )
