"""What a scenario holds when it is sent, and what is told of one that is kept."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from planning.scenarios.applying import MOST_ARRIVING, MOST_TIMES
from planning.scenarios.scenario import Arrival, Factor, Level
from serving.errors import UnfitNameError
from serving.fields import Sent, Whole

MOST = 200
"""Factors, people who leave, or arrivals in one scenario: more is no what-if."""
MOST_NAME = 80
MOST_BESIDE = 3
"""Scenarios that stand beside the records at once."""
_NIP = re.compile(r"\d[\d ]{16,}\d")


def _refuse_unfit(name: str) -> str:
    """Let a name pass that can stand in an address: printable, and no NIP in it."""
    if not name.isprintable() or _NIP.search(name):
        raise PydanticCustomError("name_form", "no name for a scenario")
    return name


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_NAME),
    AfterValidator(_refuse_unfit),
]
"""A scenario's name: up to 80 printable characters, told apart after trim and case-fold."""
_NAME: TypeAdapter[str] = TypeAdapter(Name)


def check_name(name: str) -> str:
    """Return a name trimmed; UnfitNameError where it cannot be one."""
    try:
        return _NAME.validate_python(name)
    except ValidationError:
        raise UnfitNameError(MOST_NAME) from None


class FactorBody(BaseModel):
    """The work of an activity (by name), position, unit or agency (by id), times `factor`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: Level
    key: str = Field(max_length=500)
    factor: float = Field(ge=0, le=MOST_TIMES, strict=True, allow_inf_nan=False)


class ArrivalBody(BaseModel):
    """People from outside who come into a position."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    position_id: str = Field(max_length=255)
    people: Whole = Field(ge=1, le=MOST_ARRIVING)


class ScenarioContent(Sent):
    """What a scenario supposes; factors that meet in one position multiply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    factors: tuple[FactorBody, ...] = Field(default=(), max_length=MOST)
    leaving: tuple[Annotated[str, Field(max_length=64)], ...] = Field(
        default=(), max_length=MOST, description="people taken to be gone, by NIP or person_id"
    )
    arriving: tuple[ArrivalBody, ...] = Field(default=(), max_length=MOST)


class ScenarioBody(ScenarioContent):
    """A scenario with its name, as a plan takes it when it stands in the request itself."""

    name: Name


@dataclass(frozen=True)
class StoredScenario:
    """A scenario as it is kept; `leaving` are person_ids."""

    name: str
    factors: tuple[Factor, ...]
    leaving: tuple[str, ...]
    arriving: tuple[Arrival, ...]
    created_at: datetime
    changed_at: datetime
