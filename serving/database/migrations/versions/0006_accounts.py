"""Accounts, sessions and keys of portals."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of who may enter."""
    _make_accounts()
    _make_sessions()
    _make_keys()


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("agencies", sa.JSON),
        sa.Column("person_id", sa.String(64)),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("password_set_at", Instant, nullable=False),
        sa.Column("disabled_at", Instant),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", Instant),
        sa.UniqueConstraint("key", name="uq_accounts_key"),
    )


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id")),
        sa.Column("made_up_role", sa.String(32)),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])


def _make_keys() -> None:
    op.create_table(
        "portal_keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("agencies", sa.JSON),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("revoked_at", Instant),
        sa.Column("used_at", Instant),
    )
    op.create_index("ix_portal_keys_client", "portal_keys", ["client"])
