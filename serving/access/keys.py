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
from serving.access.names import check_name, to_key
from serving.access.rights import GRANTABLE, WITHIN_AGENCIES, Right
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.access_tables import PortalKeyRow
from serving.database.locks import Lock, hold

PREFIX = "padan"
FORM = re.compile(rf"{PREFIX}_([0-9a-f]{{16}})_([A-Za-z0-9_-]{{43}})")
MOST_LIVE = 2
"""Keys of one client that live at once: the one in use and the one that takes its place."""

DAYS = 365
"""How long a key lasts where nothing else is asked: a year."""
MOST_DAYS = 730
"""How long a key may last: two years, then who still needs it makes a new one."""
USED_EVERY = timedelta(minutes=10)
"""How exactly it is kept when a key was last used: not every call is a write."""


def grant_key(
    session: Session,
    client: str,
    scopes: Collection[Right],
    actor: Actor,
    days: int = DAYS,
    agencies: Collection[str] | None = None,
) -> str:
    """Make a key that lasts so many days, tell the audit, and return the key; it is shown once.

    Of its secret only the hash is kept. Raises what `_check_scopes` raises, UnfitAccountNameError
    for the client's name, KeyTermError, and TooManyKeysError where two of the client live.
    """
    tidy, now = check_name(client), datetime.now(UTC)
    _check_scopes(scopes, agencies)
    if not 0 < days <= MOST_DAYS:
        raise KeyTermError(most=MOST_DAYS)
    hold(session, Lock.KEYS)
    live = [row for row in list_keys(session) if is_live(row, now)]
    if sum(to_key(row.client) == to_key(tidy) for row in live) >= MOST_LIVE:
        raise TooManyKeysError(client=tidy, most=MOST_LIVE)
    public, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    named = sorted(scope.value for scope in scopes)
    within = None if agencies is None else sorted(agencies)
    session.add(
        PortalKeyRow(
            id=public,
            client=tidy,
            secret_sha256=sha256(secret.encode()).hexdigest(),
            scopes=named,
            agencies=within,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    told = None if within is None else ",".join(within)
    facts: Facts = {"scopes": ",".join(named), "days": days, "agencies": told}
    record_event(session, Event.KEY_MADE, public, actor, facts)
    return f"{PREFIX}_{public}_{secret}"


def _check_scopes(scopes: Collection[Right], agencies: Collection[str] | None) -> None:
    """Raise NoRoleError without a scope, and where one is too much for such a key.

    UngrantableScopeError for what no program may do, CityWideScopeError for what agencies cannot
    bound.
    """
    if not scopes:
        raise NoRoleError
    if refused := sorted(scope.value for scope in set(scopes) - GRANTABLE):
        raise UngrantableScopeError(scope=refused[0])
    unbounded = sorted(scope.value for scope in set(scopes) - WITHIN_AGENCIES)
    if agencies is not None and unbounded:
        raise CityWideScopeError(scope=unbounded[0])


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


def list_keys(session: Session) -> list[PortalKeyRow]:
    """Return all keys, the oldest first."""
    asked = select(PortalKeyRow).order_by(PortalKeyRow.created_at, PortalKeyRow.id)
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
