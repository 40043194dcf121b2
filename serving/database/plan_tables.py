"""What the application remembers of transfer plans: each revision as made, steps, the decision."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from serving.database.tables import Base


class PlanRow(Base):
    """A plan that was asked for; its revisions hold what came of it.

    `status` is computing, ready or failed; `failure` then says why, in the plan's language.
    `alive_at` is when the process that computes it last gave a sign of life. `sent_at` is when it
    was put before the agencies, `sent_by` the name of who did so; None while it is secret.
    """

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16), index=True)
    failure: Mapped[str | None]
    alive_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(255))
    request: Mapped[dict[str, Any]]


class PlanRevisionRow(Base):
    """A revision as it was made; the database refuses to change or delete it.

    `answer` holds the very bytes of the plan, `candidates` whom it chose among (None: as in the
    revision before), `policy` the settings of the policy by which it was made. What plans are
    listed by stands in columns beside them, with how far the entries beside the records had been
    read (`snapshots.entered.Mark`).
    """

    __tablename__ = "plan_revisions"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    request: Mapped[dict[str, Any]]
    policy: Mapped[dict[str, Any]]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    candidates: Mapped[bytes | None] = mapped_column(LargeBinary)
    move_ids: Mapped[list[str]] = mapped_column(JSON)
    open: Mapped[int]
    as_of: Mapped[date]
    effective_on: Mapped[date]
    snapshot_id: Mapped[str]
    model_version: Mapped[str]
    policy_version: Mapped[str]
    software_version: Mapped[str]
    state_id: Mapped[str]
    wishes_through: Mapped[int] = mapped_column(server_default="0")
    letters_through: Mapped[int] = mapped_column(server_default="0")


class PlanStepRow(Base):
    """A step of a move, or a block `because` of a rejected one; rows are only ever added.

    `actor_id` is the person_id of whoever took it, where told. `event` is what the personnel system
    follows: decided, inaugurated, changed; None for all that concerns nobody outside.
    """

    __tablename__ = "plan_steps"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    revision: Mapped[int]
    move_id: Mapped[str] = mapped_column(String(64), index=True)
    step: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str]
    because: Mapped[str | None] = mapped_column(String(64))
    event: Mapped[str | None] = mapped_column(String(16), index=True)
    taken_at: Mapped[datetime]


class PlanDecisionRow(Base):
    """The decision on a whole plan; one a plan, only ever added."""

    __tablename__ = "plan_decisions"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    revision: Mapped[int]
    role: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str]
    decided_at: Mapped[datetime]


class PlanOverrideRow(Base):
    """Where a plan was made to depart from what would have been proposed, and why.

    `kind` is pinned, forbidden, replaced, rejected or loosened; `loosened` names the limit.
    `reason_code` is None and `reason` empty where a program gave none. Rows are only ever added.
    """

    __tablename__ = "plan_overrides"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    revision: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[str | None] = mapped_column(String(64))
    position_id: Mapped[str | None]
    agency: Mapped[str | None]
    loosened: Mapped[str | None] = mapped_column(String(32))
    reason_code: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str]
    made_at: Mapped[datetime]
