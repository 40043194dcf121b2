"""Wishes and letters entered beside the records, and how far a list had read them."""

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make both tables; lists of before were made when nothing had been entered."""
    _make_preferences()
    _make_consents()
    for column in ("wishes_through", "letters_through"):
        op.add_column(
            "shortlists", sa.Column(column, sa.Integer, nullable=False, server_default="0")
        )


def _make_preferences() -> None:
    op.create_table(
        "entered_preferences",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("willing", sa.Boolean),
        sa.Column("wanted_agency_id", sa.String(255)),
        sa.Column("wanted_position_id", sa.String(255)),
        sa.Column("wanted_job_family", sa.String(255)),
        sa.Column("note", sa.String(500)),
        sa.Column("entered_at", Instant, nullable=False),
        sa.Column("entered_by", sa.String(255), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entered_preferences_person_id", "entered_preferences", ["person_id"])


def _make_consents() -> None:
    op.create_table(
        "entered_consents",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("letter_no", sa.String(255), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("person_id", sa.String(64)),
        sa.Column("position_id", sa.String(255)),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("entered_at", Instant, nullable=False),
        sa.Column("entered_by", sa.String(255), nullable=False),
        sa.Column("withdraws", sa.Integer, sa.ForeignKey("entered_consents.number")),
        sa.Column("reason", sa.String(500)),
        sa.UniqueConstraint("withdraws", name="uq_entered_consents_withdraws"),
        sqlite_autoincrement=True,
    )
