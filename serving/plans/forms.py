"""Forms of the pages of plans, read as the bodies that the API takes."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from fastapi import UploadFile
from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from planning.requests import Stance
from planning.work.steps import Step
from serving.forms import PageForm
from serving.plans.departing import Because, check_because
from serving.plans.schemas import (
    DecideBody,
    GivenReason,
    Id,
    PinBody,
    PlanBody,
    Reason,
    ReasonCode,
    ReviseBody,
    StepAsked,
    StepBody,
)

Pair = Annotated[str, StringConstraints(pattern=r"^[^:]{1,64}:.{1,255}$")]
"""A person and a position as one value of a form: `person_id:position_id`."""
OpenPair = Annotated[str, StringConstraints(pattern=r"^[^:]{0,64}:.{0,255}$")]
"""The same where either may be empty: anybody, or any position."""


class PlanForm(PageForm):
    """What the page of a new plan asks for; shares are percentages there."""

    stance: Stance = "balanced"
    effective_on: date | None = None
    max_moves: int | None = Field(default=None, ge=0)
    percent_leaving: float | None = Field(default=None, ge=0, le=100)
    percent_filled: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    chains: bool = False
    scenario: str | None = Field(default=None, max_length=255)
    seats: Literal["all", "agency", "chosen"] = "all"
    agency_id: str | None = Field(default=None, max_length=255)
    positions: tuple[Id, ...] = ()
    file: UploadFile | None = None
    reason_code: ReasonCode = None
    reason: Reason = ""

    @model_validator(mode="after")
    def refuse_empty_choice(self) -> Self:
        """Refuse a part of the vacancies that names none: it would mean all of them."""
        named = {"all": True, "agency": self.agency_id, "chosen": self.positions}
        if not named[self.seats]:
            expected = "agency_id" if self.seats == "agency" else "positions"
            raise PydanticCustomError("needs", "no vacancies are named", {"expected": expected})
        return self

    def to_body(self, positions: Iterable[str], pins: Iterable[PinBody]) -> PlanBody:
        """Return the request for these positions (none: all vacancies) that holds these moves."""
        asked = {
            "stance": self.stance,
            "effective_on": self.effective_on and self.effective_on.isoformat(),
            "max_moves": self.max_moves,
            "max_share_leaving": _to_share(self.percent_leaving),
            "min_fill_ratio": _to_share(self.percent_filled),
            "chains": self.chains,
            "scenario": self.scenario,
            "positions": tuple(positions),
            "pin": tuple(pins),
            "reason_code": self.reason_code,
            "reason": self.reason,
        }
        return PlanBody.model_validate({k: v for k, v in asked.items() if v is not None})


class ReviseForm(PageForm):
    """The marks below a plan, a replacement, or a refresh; `exclude` are person_ids."""

    pin: tuple[Id, ...] = ()
    refuse: tuple[Id, ...] = ()
    exclude: tuple[Id, ...] = ()
    unpin: tuple[Pair, ...] = ()
    allow: tuple[OpenPair, ...] = ()
    replace: Id | None = None
    nip: str | None = Field(default=None, max_length=64)
    person_id: str | None = Field(default=None, max_length=64)
    position_id: Id | None = None
    refresh: bool = False
    revision: int | None = Field(default=None, ge=1)
    reason_code: ReasonCode = None
    reason: Reason = ""

    def to_body(self) -> ReviseBody:
        """Return the revision as the API takes it."""
        whom = {"nip": self.nip, "person_id": self.person_id, "position_id": self.position_id}
        asked = {
            "lock": self.pin,
            "refuse": self.refuse,
            "forbid": tuple({"person_id": person_id} for person_id in self.exclude),
            "unpin": tuple(map(_read_pair, self.unpin)),
            "allow": tuple(map(_read_pair, self.allow)),
            "replace": () if self.replace is None else ({"move_id": self.replace, **whom},),
            "refresh": self.refresh,
            "revision": self.revision,
            "reason_code": self.reason_code,
            "reason": self.reason,
        }
        return ReviseBody.model_validate(asked)


class SendForm(PageForm):
    """A plan that is put before the agencies."""

    revision: int | None = Field(default=None, ge=1)


class StepForm(PageForm):
    """A step of a move, or of all whose next step it is."""

    step: Step
    reason: Reason = ""
    reason_code: ReasonCode = None
    nip: str | None = Field(default=None, max_length=64)
    revision: int | None = Field(default=None, ge=1)

    def to_asked(self, plan_id: str, move_ids: tuple[str, ...]) -> StepAsked:
        """Return the step of these moves as it is asked for; a rejection says why.

        The role is the one of who sends it that fits. Raises UnlistedReasonError, ShortReasonError.
        """
        if self.step == "rejected":
            check_because(("rejected",), Because(self.reason_code, self.reason), required=True)
        given = {"reason", "reason_code", "nip", "revision"}
        body = StepBody.model_validate(self.model_dump(include=given))
        return StepAsked(plan_id, move_ids, self.step, body)


class DecideForm(PageForm):
    """The decision on a whole plan."""

    reason: GivenReason
    nip: str | None = Field(default=None, max_length=64)
    revision: int | None = Field(default=None, ge=1)

    def to_body(self) -> DecideBody:
        """Return the decision as the API takes it."""
        return DecideBody.model_validate(self.model_dump(exclude={"form_token"}))


def _to_share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _read_pair(pair: Pair) -> dict[str, str | None]:
    person_id, _, position_id = pair.partition(":")
    return {"person_id": person_id or None, "position_id": position_id or None}
