"""Keys of portals: made once and shown once, found by their public part, at most two a client."""

import re
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from serving.access.caller import Caller
from serving.access.errors import (
    CityWideScopeError,
    KeyTermError,
    NoRoleError,
    TooManyKeysError,
    UngrantableScopeError,
    UnknownKeyError,
)
from serving.access.names import check_name
from serving.access.rights import GRANTABLE, WITHIN_AGENCIES, Right
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.access_tables import PortalKeyRow

PREFIX = "padan"
FORM = re.compile(rf"{PREFIX}_([0-9a-f]{{16}})_([A-Za-z0-9_-]{{43}})")
MOST_LIVE = 2
"""Keys of one client that live at once: the one in use and the one that takes its place."""

DAYS = 365
"""A key lasts a year where nothing else is asked,"""
MOST_DAYS = 730
"""and two at most: who still needs it then makes a new one."""
USED_EVERY = timedelta(minutes=10)
"""How exactly it is kept when a key was last used: not every call is a write."""


def make_key(
    session: Session,
    client: str,
    scopes: Collection[Right],
    expires_at: datetime,
    agencies: Collection[str] | None = None,
) -> str:
    """Keep a new key of a client and return it; of its secret only the hash is kept.

    Raises UngrantableScopeError for what no program may do, TooManyKeysError where two live.
    """
    if refused := sorted(scope.value for scope in set(scopes) - GRANTABLE):
        raise UngrantableScopeError(scope=refused[0])
    now = datetime.now(UTC)
    if len([key for key in list_keys(session, client) if is_live(key, now)]) >= MOST_LIVE:
        raise TooManyKeysError(client=client, most=MOST_LIVE)
    public, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    session.add(
        PortalKeyRow(
            id=public,
            client=client,
            secret_sha256=sha256(secret.encode()).hexdigest(),
            scopes=sorted(scope.value for scope in scopes),
            agencies=None if agencies is None else sorted(agencies),
            created_at=now,
            expires_at=expires_at,
        )
    )
    return f"{PREFIX}_{public}_{secret}"


def grant_key(
    session: Session,
    client: str,
    scopes: Collection[Right],
    actor: Actor,
    days: int = DAYS,
    agencies: Collection[str] | None = None,
) -> str:
    """Make a key that lasts so many days, tell the audit, and return the key; it is shown once.

    Raises what `make_key` raises, UnfitAccountNameError for the client's name, NoRoleError without
    a scope, KeyTermError, and CityWideScopeError where agencies cannot bound a scope.
    """
    tidy = check_name(client)
    if not scopes:
        raise NoRoleError
    if not 0 < days <= MOST_DAYS:
        raise KeyTermError(most=MOST_DAYS)
    unbounded = sorted(scope.value for scope in set(scopes) - WITHIN_AGENCIES)
    if agencies is not None and unbounded:
        raise CityWideScopeError(scope=unbounded[0])
    key = make_key(session, tidy, scopes, datetime.now(UTC) + timedelta(days=days), agencies)
    named = ",".join(sorted(scope.value for scope in scopes))
    within = None if agencies is None else ",".join(sorted(agencies))
    facts: Facts = {"scopes": named, "days": days, "agencies": within}
    record_event(session, Event.KEY_MADE, find_public(key), actor, facts)
    return key


def revoke_key(session: Session, key_id: str, actor: Actor) -> None:
    """Let a key, named by its public part, open nothing any more; UnknownKeyError."""
    row = session.get(PortalKeyRow, key_id)
    if row is None:
        raise UnknownKeyError(key_id=key_id)
    if row.revoked_at is None:
        row.revoked_at = datetime.now(UTC)
        record_event(session, Event.KEY_REVOKED, key_id, actor, {})


def find_public(key: str) -> str:
    """Return the public part of a key that was made here."""
    return key.split("_")[1]


def note_use(session: Session, key_id: str, now: datetime) -> None:
    """Keep that a key was used."""
    session.execute(update(PortalKeyRow).where(PortalKeyRow.id == key_id).values(used_at=now))


def is_unnoted(row: PortalKeyRow, now: datetime) -> bool:
    """Tell whether the last use that is kept lies so far back that this one should be."""
    return row.used_at is None or now - row.used_at >= USED_EVERY


def list_keys(session: Session, client: str | None = None) -> list[PortalKeyRow]:
    """Return the keys of a client, or all, the oldest first."""
    asked = select(PortalKeyRow).order_by(PortalKeyRow.created_at, PortalKeyRow.id)
    if client is not None:
        asked = asked.where(PortalKeyRow.client == client)
    return list(session.scalars(asked))


def is_live(row: PortalKeyRow, now: datetime) -> bool:
    """Tell whether a key opens anything at that instant."""
    return row.revoked_at is None and now < row.expires_at


def find_key(session: Session, key: str, now: datetime) -> PortalKeyRow | None:
    """Return the live key that was sent, None where it opens nothing."""
    parts = FORM.fullmatch(key)
    row = session.get(PortalKeyRow, parts[1]) if parts else None
    if parts is None or row is None or not is_live(row, now):
        return None
    given = sha256(parts[2].encode()).hexdigest()
    return row if secrets.compare_digest(given, row.secret_sha256) else None


def read_client(row: PortalKeyRow) -> Caller:
    """Return the client that a key belongs to."""
    return Caller(
        name=row.client,
        via="api",
        rights=frozenset({Right.OPEN, *(Right(scope) for scope in row.scopes)}),
        agencies=None if row.agencies is None else frozenset(row.agencies),
    )
