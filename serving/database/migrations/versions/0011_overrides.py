"""Departures from what was proposed: of decisions on lists, and of plans with their reasons."""

import json

import sqlalchemy as sa
from alembic import op

from serving.database.columns import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Say of each decision how it departs from its list, and make the table for plans."""
    op.add_column("decisions", sa.Column("departure", sa.String(16)))
    _tell_departures()
    op.create_table(
        "plan_overrides",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("plan_id", sa.String(64), sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person_id", sa.String(64)),
        sa.Column("position_id", sa.String),
        sa.Column("agency", sa.String),
        sa.Column("loosened", sa.String(32)),
        sa.Column("reason_code", sa.String(64)),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index("ix_plan_overrides_plan_id", "plan_overrides", ["plan_id"])


def _tell_departures() -> None:
    """Compare the decisions made so far with their lists."""
    decisions = sa.table(
        "decisions",
        sa.column("shortlist_id", sa.String),
        sa.column("person_id", sa.String),
        sa.column("departure", sa.String),
    )
    lists = sa.table("shortlists", sa.column("id", sa.String), sa.column("answer", sa.LargeBinary))
    chosen = sa.select(decisions.c.shortlist_id, decisions.c.person_id)
    for shortlist_id, person_id in op.get_bind().execute(chosen).all():
        answer = sa.select(lists.c.answer).where(lists.c.id == shortlist_id)
        departure = _compare(op.get_bind().execute(answer).scalar_one(), person_id)
        kept = decisions.update().where(decisions.c.shortlist_id == shortlist_id)
        op.get_bind().execute(kept.values(departure=departure))


def _compare(answer: bytes, person_id: str | None) -> str | None:
    try:
        listed = [one["person_id"] for one in json.loads(answer)["candidates"]]
    except (ValueError, KeyError, TypeError):  # a list of which no more is known
        return None
    if person_id is None:
        return "left_open" if listed else None
    if person_id not in listed:
        return "off_list"
    return None if listed[0] == person_id else "lower_on_list"
