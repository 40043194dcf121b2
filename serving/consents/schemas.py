"""What a letter holds when it is entered, and what is told of letters."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from serving.fields import Day, Flag, Sent, clean_text, refuse_nip

Words = Annotated[
    str,
    Field(min_length=1, max_length=255),
    BeforeValidator(clean_text),
    AfterValidator(refuse_nip),
]
Id = Annotated[str | None, Field(max_length=255), BeforeValidator(clean_text)]
Reason = Annotated[
    str,
    Field(min_length=1, max_length=500, description="never a NIP"),
    BeforeValidator(clean_text),
    AfterValidator(refuse_nip),
]


class LetterBody(Sent):
    """A letter that lifts a rule, for a person and a position; for all only where it says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    letter_no: Words = Field(description="the number that the letter bears; never a NIP")
    rule: str = Field(max_length=64, description="a waivable rule of the policy in force")
    issuer: Words = Field(description="who gave it: BKN, Mendagri, PPK, …; never a NIP")
    issued_on: Day = Field(
        description="day of the letter; it covers no move with an effective_on before it. "
        "The letter is known from the day after; where that is later than the records' own date, "
        "which stands for the present, from that date"
    )
    valid_until: Day | None = Field(default=None, description="its last day; null: without end")
    person_id: Id = Field(default=None, description="whom it is for; null: anybody")
    nip: Id = Field(default=None, description="whom it is for, in the place of person_id")
    position_id: Id = Field(default=None, description="for which position; null: any")
    for_all: Flag = Field(
        default=False,
        validate_default=True,
        description="true for a letter that names neither: for everybody and every position",
    )

    @field_validator("valid_until")
    @classmethod
    def check_end(cls, until: date | None, others: ValidationInfo) -> date | None:
        """Refuse a letter that ends before it begins."""
        issued_on = others.data.get("issued_on")
        if until is not None and issued_on is not None and until < issued_on:
            raise PydanticCustomError("greater_than", "ends before it begins", {"ge": issued_on})
        return until

    @field_validator("nip")
    @classmethod
    def check_person(cls, nip: str | None, others: ValidationInfo) -> str | None:
        """Refuse a letter that names a person twice."""
        if nip is not None and others.data.get("person_id") is not None:
            expected = {"expected": "person_id"}
            raise PydanticCustomError("beside", "a person is named twice", expected)
        return nip

    @field_validator("for_all")
    @classmethod
    def check_for_all(cls, for_all: bool, others: ValidationInfo) -> bool:
        """Refuse a letter for everybody and every position that was left so by an oversight."""
        named = [name for name in ("person_id", "nip", "position_id") if others.data.get(name)]
        if not for_all and not named:
            raise PydanticCustomError("names_nobody", "neither a person nor a position is named")
        if for_all and named:
            expected = {"expected": ", ".join(named)}
            raise PydanticCustomError("beside", "a person or a position is named", expected)
        return for_all


class WithdrawalBody(Sent):
    """Why a letter is taken back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Reason


@dataclass(frozen=True)
class Withdrawal:
    """When a letter was taken back, by whom and why."""

    withdrawn_at: datetime
    withdrawn_by: str
    reason: str | None


@dataclass(frozen=True)
class Letter:
    """A letter of the records (then `id` is None) or one that was entered.

    `name` and `position` are None where the letter names nobody, no position, or none that the
    records know; then `in_records` is false, and it lifts nothing. `in_force`: it lifts its rule as
    of the records' own date, for an `effective_on` from `issued_on` to `valid_until`. One of the
    records is known from the day after `issued_on`.
    """

    id: int | None
    source: Literal["records", "entered"]
    letter_no: str
    rule: str
    issuer: str | None
    issued_on: date
    valid_until: date | None
    person_id: str | None
    name: str | None
    position_id: str | None
    position: str | None
    in_force: bool
    in_records: bool
    entered_at: datetime | None
    entered_by: str | None
    withdrawal: Withdrawal | None
