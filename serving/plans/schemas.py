"""What a request about plans holds, and what is told of stored ones."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from matching.answers import Notice
from planning.answers import Plan
from planning.requests import MOST_RATIO, PlanRequest, Stance
from planning.work.diff import PlanDiff
from planning.work.since import RecordChange
from planning.work.steps import Hindrance, MoveProgress, Role
from rules.plan_limits import MOST_POINTS
from serving.errors import UnreadablePlanError
from serving.fields import Day, Flag, Sent, Whole, refuse_nip
from serving.scenarios.schemas import ScenarioBody
from wording import Language

Status = Literal["computing", "ready", "failed"]
Id = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(refuse_nip)
]
"""Why something is done, in words, which auditors and other systems read: no NIP stands in it."""
GivenReason = Annotated[Reason, StringConstraints(min_length=1)]
"""Why a plan was decided, in words: the audit is worth nothing where it is blank."""
ReasonCode = Annotated[
    str | None,
    Field(pattern=r"^[a-z0-9_]{1,64}$", description="why this departs from what was proposed"),
    AfterValidator(refuse_nip),
]
"""A reason of the list of overrides (`serving.overrides.reasons`)."""
Points = Annotated[float, Field(ge=0, le=MOST_POINTS, allow_inf_nan=False)]
_PLAN = TypeAdapter(Plan)
_REQUEST = TypeAdapter(PlanRequest)


class Body(Sent):
    """A body, or a part of one, that holds what it names and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonNamed(Body):
    """A part that names a person, by NIP or by person_id, or a position, or both."""

    person_needed: ClassVar[bool] = False

    nip: str | None = Field(default=None, max_length=64)
    person_id: str | None = Field(default=None, max_length=64)
    position_id: Id | None = None

    @model_validator(mode="after")
    def check_named(self) -> Self:
        """Refuse a part that names the person twice, or nobody where that would mean any move."""
        if self.nip is not None and self.person_id is not None:
            raise PydanticCustomError("names_a_person", "two persons are named")
        nobody = self.nip is None and self.person_id is None
        if nobody and (self.person_needed or self.position_id is None):
            raise PydanticCustomError("names_a_person", "no person is named")
        return self


class PinBody(PersonNamed):
    """A move that the plan must hold: who, and into which position."""

    person_needed = True

    position_id: Id


class BanBody(PersonNamed):
    """A move that the plan must not hold; without a person: any, without a position: any."""


class ReplaceBody(PersonNamed):
    """Another person for a move's post, or another post for its person, or both."""

    move_id: Id


class WeightsBody(Body):
    """What each aim is worth, in points, within the bounds of a policy file's stances.

    See `planning.requests.Weights`; a move must cost something, else plans move for nothing.
    """

    fit: Points
    evenness: Points
    preference: Points
    distance: Points
    move: Annotated[Points, Field(gt=0)]
    empty_post: Points


class PlanBody(Body):
    """A request for a plan; dates default to that of the records, positions to all vacancies."""

    as_of: Day | None = Field(default=None, description="facts as known on this day")
    effective_on: Day | None = Field(default=None, description="TMT; default: as_of")
    positions: tuple[Id, ...] = Field(default=(), description="default: all vacancies")
    max_moves: Whole | None = Field(default=None, ge=0)
    max_share_leaving: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    min_fill_ratio: float | None = Field(default=None, ge=0, le=MOST_RATIO, allow_inf_nan=False)
    stance: Stance = "balanced"
    weights: WeightsBody | None = None
    pin: tuple[PinBody, ...] = ()
    forbid: tuple[BanBody, ...] = ()
    chains: Flag = False
    scenario: Id | ScenarioBody | None = Field(
        default=None, description="name of a stored scenario, or a scenario itself"
    )
    reason_code: ReasonCode = None
    reason: Reason = Field(default="", description="the reason in a sentence")


class ReviseBody(Body):
    """What another revision must and must not hold; everything asked before stays asked.

    `lock` and `refuse` name moves of the newest revision, as `pin` and `forbid` name people and
    positions; `unpin` and `allow` take back what was pinned and forbidden. `refresh`: by the
    records, model and policy that serve now. `revision`: the newest one as the caller knows it.
    """

    pin: tuple[PinBody, ...] = ()
    forbid: tuple[BanBody, ...] = ()
    unpin: tuple[PinBody, ...] = ()
    allow: tuple[BanBody, ...] = ()
    lock: tuple[Id, ...] = ()
    refuse: tuple[Id, ...] = ()
    replace: tuple[ReplaceBody, ...] = ()
    refresh: Flag = False
    revision: Whole | None = Field(default=None, ge=1)
    reason_code: ReasonCode = None
    reason: Reason = Field(default="", description="the reason in a sentence")


class ActBody(Body):
    """What somebody does with moves: in which role, by whose hand, of which revision.

    `role` is one of the caller's; without it the one that fits is taken. `nip` names who acts where
    that is not the account's own person. `revision` is the newest one as the actor saw it; where it
    is newer by now, nothing is done.
    """

    role: Role | None = Field(default=None, description="default: the caller's that fits")
    nip: str | None = Field(default=None, max_length=64, description="the actor's own, for recusal")
    revision: Whole | None = Field(default=None, ge=1)


class SendBody(Body):
    """A plan that is put before the agencies; `revision` is the newest as the sender saw it."""

    revision: Whole | None = Field(default=None, ge=1)


class StepBody(ActBody):
    """A step of a move, and why: returned and rejected need it.

    `reason_code`: of a rejected move, a reason of the list of overrides.
    """

    reason: Reason = ""
    reason_code: ReasonCode = None


@dataclass(frozen=True)
class StepAsked:
    """A step that is asked for: of these moves of a plan, or ("all",): of each whose next it is."""

    plan_id: str
    move_ids: tuple[str, ...]
    step: str
    body: StepBody


class DecideBody(ActBody):
    """The decision on a whole plan."""

    reason: GivenReason


@dataclass(frozen=True)
class Decision:
    """The decision on a whole plan: of which revision, by which role, why, when.

    `recusal_checked`: it was looked up whether the official is concerned, by the NIP given.
    """

    revision: int
    role: Role
    reason: str
    decided_at: datetime
    recusal_checked: bool = False


@dataclass(frozen=True)
class Sending:
    """When a plan was put before the agencies, and the name of who did so (empty: not known)."""

    at: datetime
    by: str


@dataclass(frozen=True)
class PlanBrief:
    """One line of the list of stored plans; figures are of the newest revision, None before it."""

    id: str
    status: Status
    created_at: datetime
    revision: int
    stance: Stance
    as_of: date | None
    effective_on: date | None
    moves: int | None
    open: int | None
    scenario: str | None
    decision: Decision | None
    sent: Sending | None = None


@dataclass(frozen=True)
class PlanPending:
    """A plan that is not there yet, never will be, or is not for who asks: `text` says which."""

    id: str
    status: Status
    created_at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class PlanInWork(Plan):
    """A plan with how far it has come: everything of `Plan`, and what happened to it since.

    `newest` is the number of the newest revision, `diff` compares with the revision before (None
    for the first). `progress` has one entry a move. `changes` are what changed in the records since
    the plan was fixed, `hindrances` why it cannot be decided now: none where it can, and none of a
    plan that is decided or of a revision that is not the newest. `warnings` stop nothing. `sent`
    tells when it was put before the agencies, None while it is secret.
    """

    status: Status = "ready"
    created_at: datetime
    newest: int
    decision: Decision | None
    progress: tuple[MoveProgress, ...]
    changes: tuple[RecordChange, ...]
    hindrances: tuple[Hindrance, ...]
    diff: PlanDiff | None
    warnings: tuple[Notice, ...] = ()
    sent: Sending | None = None


@dataclass(frozen=True)
class StoredPlan:
    """A plan as it was made: `answer` holds the revision's own bytes, in `language`.

    `answer` is None while it is computed and where that failed; `failure` then says why.
    """

    id: str
    created_at: datetime
    language: Language
    status: Status
    asked: dict[str, Any]
    revision: int
    newest: int
    answer: bytes | None
    failure: str | None
    decision: Decision | None
    sent: Sending | None = None

    @cached_property
    def plan(self) -> Plan:
        """The answer read back; of a plan that is ready. Raises UnreadablePlanError."""
        try:
            return _PLAN.validate_json(self.answer or b"")
        except ValidationError:
            raise UnreadablePlanError(self.id) from None

    @cached_property
    def request(self) -> PlanRequest:
        """What was asked first. Raises UnreadablePlanError."""
        try:
            return _REQUEST.validate_python(self.asked)
        except ValidationError:
            raise UnreadablePlanError(self.id) from None


def is_draft(plan: StoredPlan) -> bool:
    """Tell whether no agency knows of a plan: it was neither sent nor decided."""
    return plan.sent is None and plan.decision is None
