"""What the application remembers of who may enter: accounts, their sessions, keys of portals."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from serving.database.tables import Base


class AccountRow(Base):
    """Somebody who signs in; `key` is the name as names are told apart (trimmed, case-folded).

    `agencies` are the ids of the agencies seen, None for the whole city. `person_id` is the
    account's own person, where known. `failures` counts wrong passwords since the last right one.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    roles: Mapped[list[str]] = mapped_column(JSON)
    agencies: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    person_id: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(255))
    must_change_password: Mapped[bool]
    created_at: Mapped[datetime]
    password_set_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class SessionRow(Base):
    """Somebody signed in, from one browser; of the token only its hash is kept.

    A session of the made-up city has no account but a `made_up_role`; that of an agency's officer
    also the agency, of which it sees the records.
    """

    __tablename__ = "sessions"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_up_role: Mapped[str | None] = mapped_column(String(32))
    made_up_agency: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class PortalKeyRow(Base):
    """A key of a portal client: its public id, the hash of its secret, what it may do, till when.

    A client has at most two that live, so that one can take the place of the other.
    """

    __tablename__ = "portal_keys"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    client: Mapped[str] = mapped_column(String(64), index=True)
    secret_sha256: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    agencies: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
