"""What is asked about one person, or two, for a position."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from serving.fields import Day

AsOf = Annotated[Day | None, Query(description="facts as known on this day")]
EffectiveOn = Annotated[Day | None, Query(description="TMT; default: as_of")]


class ComparisonBody(BaseModel):
    """Two people by person_id; dates default to the date of the records."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    a: str = Field(max_length=64)
    b: str = Field(max_length=64)
    as_of: Day | None = None
    effective_on: Day | None = None


@dataclass(frozen=True)
class Question:
    """A position and the two dates that a person is judged on."""

    position_id: str
    as_of: date | None = None
    effective_on: date | None = None
