"""What the report on departures from proposals tells."""

from dataclasses import dataclass
from datetime import datetime

from serving.overrides.reasons import Kind


@dataclass(frozen=True)
class Override:
    """One departure: of a decision on a list, or of a plan's revision.

    `id` tells departures apart. `reason_code` is None and `reason` empty where a program that made
    a plan gave none; `loosened` names the limit. No person is named but by id.
    """

    id: str
    made_at: datetime
    kind: Kind
    reason_code: str | None
    reason: str
    agency: str | None
    shortlist_id: str | None
    plan_id: str | None
    revision: int | None
    person_id: str | None
    position_id: str | None
    loosened: str | None


@dataclass(frozen=True)
class KindCount:
    """How many departures of a kind."""

    kind: Kind
    count: int


@dataclass(frozen=True)
class ReasonCount:
    """How many departures for a reason; None: without a reason of the list."""

    reason_code: str | None
    count: int


@dataclass(frozen=True)
class AgencyCount:
    """Decisions on posts of an agency, how many departed, and departures of plans into it.

    `agency` is None for departures that concern no single one.
    """

    agency: str | None
    decisions: int
    departed: int
    in_plans: int


@dataclass(frozen=True)
class OverrideReport:
    """How many decisions on lists followed and departed, why, where, and each departure.

    `departed` counts decisions, `in_plans` departures of plans, `unexplained` those of both without
    a reason of the list. `items` are the newest first.
    """

    decisions: int
    followed: int
    departed: int
    in_plans: int
    unexplained: int
    by_kind: tuple[KindCount, ...]
    by_reason: tuple[ReasonCount, ...]
    by_agency: tuple[AgencyCount, ...]
    items: tuple[Override, ...]
    next_cursor: str | None = None
