"""What the application remembers: lists as made, decisions, reported outcomes, and the audit."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from serving.database.columns import Instant

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}


class Base(DeclarativeBase):
    """All tables of the application."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON}  # noqa: RUF012


class ShortlistRow(Base):
    """A shortlist as it was made; `answer` holds the very bytes that were sent.

    What lists are listed by stands in columns beside it, so that no answer is read for that. How
    far the entries had been read (`snapshots.entered.Mark`) is told for computing it again.
    """

    __tablename__ = "shortlists"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(8))
    request: Mapped[dict[str, Any]]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    position_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    agency: Mapped[str]
    candidates: Mapped[int]
    as_of: Mapped[date]
    effective_on: Mapped[date]
    snapshot_id: Mapped[str]
    model_version: Mapped[str]
    policy_version: Mapped[str]
    software_version: Mapped[str]
    state_id: Mapped[str]
    wishes_through: Mapped[int] = mapped_column(server_default="0")
    letters_through: Mapped[int] = mapped_column(server_default="0")


class DecisionRow(Base):
    """What the planner chose from a list; one a list, `person_id` None leaves the post open.

    `departure` tells how the choice departs from the list, None where it follows it.
    """

    __tablename__ = "decisions"

    shortlist_id: Mapped[str] = mapped_column(ForeignKey("shortlists.id"), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(String(64))
    on_list: Mapped[bool]
    reason_code: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str]
    departure: Mapped[str | None] = mapped_column(String(16))
    decided_at: Mapped[datetime]


class MadeRow(Base):
    """What a request made that came with a key: `made` is its id, `body` the hash of what was sent.

    A key counts for its client and route alone; see `serving.repeats`.
    """

    __tablename__ = "made_by_key"

    client: Mapped[str] = mapped_column(String(80), primary_key=True)
    route: Mapped[str] = mapped_column(String(120), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    body: Mapped[str] = mapped_column(String(64))
    made: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(index=True)


class ReportedOutcomeRow(Base):
    """How a move turned out as a portal reported it; the database refuses to change or delete it.

    `revision` counts the reports of one move from 0; the last one holds.
    """

    __tablename__ = "reported_outcomes"
    __table_args__ = (UniqueConstraint("person_id", "to_position_id", "effective_on", "revision"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(String(64))
    to_position_id: Mapped[str]
    effective_on: Mapped[date]
    revision: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    outcome_on: Mapped[date]
    reported_at: Mapped[datetime]


class ScenarioRow(Base):
    """A what-if under its name; `key` is the name as names are told apart (trimmed, case-folded).

    `content` has factors, person_ids of who leaves, and arrivals.
    """

    __tablename__ = "scenarios"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class AuditRow(Base):
    """One event of the audit; the database itself refuses to change or delete it.

    `actor` is the door through which somebody came; `actor_name` says which account ("account
    sari") or key ("key portal") it was, or who was signed in to the machine. `number` and `hash`
    are given by `serving.audit.chain`.
    """

    __tablename__ = "audit_events"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    happened_at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(255), index=True)
    actor: Mapped[str] = mapped_column(String(255))
    actor_name: Mapped[str] = mapped_column(String(255), index=True)
    on_behalf_of: Mapped[str | None] = mapped_column(String(255))
    facts: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))
