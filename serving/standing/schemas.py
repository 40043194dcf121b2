"""What is asked for a person's own view: a position and the two dates."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query

PositionId = Annotated[str, Query(max_length=255, description="the position that is spoken of")]


@dataclass(frozen=True)
class StandingQuestion:
    """A position and the two dates that a person is judged on; they default to the records'."""

    position_id: str
    as_of: date | None = None
    effective_on: date | None = None
