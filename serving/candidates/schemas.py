"""What is asked about one person, or two to four, for a position."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import ConfigDict, Field

from serving.fields import Day, Sent

AsOf = Annotated[Day | None, Query(description="facts as known on this day")]
EffectiveOn = Annotated[Day | None, Query(description="TMT; default: as_of")]


Size = Annotated[int, Query(ge=1, le=200, description="places on the list to be held against")]


class ComparisonBody(Sent):
    """Two to four people by person_id, `a` held against each other one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    a: str = Field(max_length=64)
    b: str = Field(max_length=64)
    c: str | None = Field(default=None, max_length=64)
    d: str | None = Field(default=None, max_length=64)
    as_of: Day | None = None
    effective_on: Day | None = None

    @property
    def people(self) -> dict[str, str]:
        """Who is named, by field."""
        named = {"a": self.a, "b": self.b, "c": self.c, "d": self.d}
        return {field: person_id for field, person_id in named.items() if person_id is not None}


@dataclass(frozen=True)
class Span:
    """The two dates that a question speaks of; the records' own where none is given."""

    as_of: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True)
class Question:
    """A position and the two dates that a person is judged on."""

    position_id: str
    as_of: date | None = None
    effective_on: date | None = None
