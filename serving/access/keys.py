"""Keys of portals: made once and shown once, found by their public part, at most two a client."""

import re
import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from serving.access.caller import Caller
from serving.access.rights import GRANTABLE, Right
from serving.database.access_tables import PortalKeyRow
from serving.errors import TooManyKeysError, UngrantableScopeError

PREFIX = "padan"
FORM = re.compile(rf"{PREFIX}_([0-9a-f]{{16}})_([A-Za-z0-9_-]{{43}})")
MOST_LIVE = 2
"""Keys of one client that live at once: the one in use and the one that takes its place."""


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
        raise UngrantableScopeError(refused[0])
    now = datetime.now(UTC)
    if len([key for key in list_keys(session, client) if is_live(key, now)]) >= MOST_LIVE:
        raise TooManyKeysError(client, MOST_LIVE)
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


def list_keys(session: Session, client: str | None = None) -> list[PortalKeyRow]:
    """Return the keys of a client, or all, the oldest first."""
    asked = select(PortalKeyRow).order_by(PortalKeyRow.created_at, PortalKeyRow.id)
    if client is not None:
        asked = asked.where(PortalKeyRow.client == client)
    return list(session.scalars(asked))


def is_live(row: PortalKeyRow, now: datetime) -> bool:
    """Tell whether a key opens anything at that instant."""
    return row.revoked_at is None and now < row.expires_at


def find_key_caller(session: Session, key: str, now: datetime) -> Caller | None:
    """Return the client that a key belongs to, None where the key opens nothing."""
    parts = FORM.fullmatch(key)
    row = session.get(PortalKeyRow, parts[1]) if parts else None
    if parts is None or row is None or not is_live(row, now):
        return None
    given = sha256(parts[2].encode()).hexdigest()
    if not secrets.compare_digest(given, row.secret_sha256):
        return None
    return Caller(
        name=row.client,
        via="api",
        rights=frozenset({Right.OPEN, *(Right(scope) for scope in row.scopes)}),
        agencies=None if row.agencies is None else frozenset(row.agencies),
    )
