"""Sessions: opened when somebody signs in, found by the token that the browser brings, ended."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, not_, select, update
from sqlalchemy.orm import Session
from starlette.requests import Request

from serving.access.caller import Caller
from serving.access.rights import RIGHTS, Right, Role
from serving.database.access_tables import AccountRow, SessionRow
from serving.settings import Settings

COOKIE = "padan_session"
IDLE = timedelta(minutes=30)
"""How long a session lasts that nobody uses."""
ABSOLUTE = timedelta(hours=12)
"""How long any session lasts, however much it is used."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a session was last used: not every look is a write."""


def open_session(
    session: Session,
    account_id: int | None,
    made_up_role: Role | None = None,
    made_up_agency: str | None = None,
) -> str:
    """Keep a new session and return its token, which is kept nowhere else."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    session.add(
        SessionRow(
            token_sha256=hash_token(token),
            account_id=account_id,
            made_up_role=None if made_up_role is None else made_up_role.value,
            made_up_agency=made_up_agency,
            created_at=now,
            seen_at=now,
        )
    )
    return token


def read_session(request: Request) -> str | None:
    """Return the token that a browser brings."""
    settings: Settings = request.app.state.settings
    return request.cookies.get(settings.name_cookie(COOKIE))


def find_session(session: Session, token: str, now: datetime) -> SessionRow | None:
    """Return the session of a token, None where there is none or its time is over."""
    row = session.get(SessionRow, hash_token(token))
    if row is None or now - row.seen_at >= IDLE or now - row.created_at >= ABSOLUTE:
        return None
    return row


def note_seen(session: Session, token_sha256: str, now: datetime) -> None:
    """Keep that a session was used, unless that was kept a moment ago."""
    stale = SessionRow.token_sha256 == token_sha256, SessionRow.seen_at <= now - SEEN_EVERY
    session.execute(update(SessionRow).where(*stale).values(seen_at=now))


def read_caller(session: Session, row: SessionRow) -> Caller | None:
    """Return who a session belongs to, None where the account was closed meanwhile."""
    if row.made_up_role is not None:
        role = Role(row.made_up_role)
        return Caller(
            name=f"made-up {role.value}",
            via="page",
            rights=RIGHTS[role] | {Right.OPEN, Right.ACCOUNT},
            roles=frozenset({role}),
            agencies=None if row.made_up_agency is None else frozenset({row.made_up_agency}),
            session=row.token_sha256,
            made_up=True,
        )
    account = session.get(AccountRow, row.account_id)
    if account is None or account.disabled_at is not None:
        return None
    roles = frozenset(Role(name) for name in account.roles)
    return Caller(
        name=account.name,
        via="page",
        rights=frozenset({Right.OPEN, Right.ACCOUNT}).union(*(RIGHTS[role] for role in roles)),
        roles=roles,
        agencies=None if account.agencies is None else frozenset(account.agencies),
        person_id=account.person_id,
        session=row.token_sha256,
        must_change_password=account.must_change_password,
    )


def list_sessions(session: Session, account_id: int, now: datetime) -> list[SessionRow]:
    """Return the sessions of an account that hold, the one used last first."""
    asked = select(SessionRow).where(SessionRow.account_id == account_id, *_held(now))
    return list(session.scalars(asked.order_by(SessionRow.seen_at.desc())))


def end_session(session: Session, token_sha256: str) -> None:
    """Forget one session."""
    session.execute(delete(SessionRow).where(SessionRow.token_sha256 == token_sha256))


def end_sessions(session: Session, account_id: int) -> None:
    """Forget every session of an account."""
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))


def forget_old_sessions(session: Session, now: datetime) -> None:
    """Forget the sessions whose time is over, so that none is kept for ever."""
    session.execute(delete(SessionRow).where(not_(and_(*_held(now)))))


def _held(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SessionRow.seen_at > now - IDLE, SessionRow.created_at > now - ABSOLUTE


def hash_token(token: str) -> str:
    """Return what is kept of a token: it is long and random, so that a plain hash is enough."""
    return sha256(token.encode()).hexdigest()


def derive_form_token(token: str) -> str:
    """Return what the forms of a session carry: it follows from the token, not from what is kept.

    So no cookie that another host planted beside the session's makes a form of this session.
    """
    return hmac.new(token.encode(), b"padan forms", sha256).hexdigest()
