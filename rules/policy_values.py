"""The kinds of values that a policy file may hold, each with its bounds and its complaint."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from snapshots import ladders
from snapshots.tables import TABLES


def one_of(*choices: str) -> AfterValidator:
    """Return a validator that takes the `choices` alone."""

    def check(text: str) -> str:
        if text not in choices:
            raise PydanticCustomError("choice", "not a choice", {"expected": ", ".join(choices)})
        return text

    return AfterValidator(check)


def whole(least: int, most: int) -> BeforeValidator:
    """Return a validator that takes whole numbers from `least` to `most` alone."""

    def check(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:  # true is an int to Python
            raise PydanticCustomError("number", "no such number", {"expected": f"{least}–{most}"})
        return value

    return BeforeValidator(check)


def _read_month_and_day(text: str) -> str:
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise PydanticCustomError("month_and_day", "not a month and day") from None
    return text


def _check_share(share: float) -> float:
    if not 0 <= share <= 1:
        raise PydanticCustomError("share", "not a share")
    return share


def _check_index(index: Any) -> float:
    if type(index) not in (int, float) or not 0 < index <= 10:
        raise PydanticCustomError("index", "no such index")
    return float(index)


def check_ascending(bounds: tuple[int, ...]) -> tuple[int, ...]:
    """Take bounds that ascend alone."""
    if not bounds or any(high <= low for low, high in pairwise(bounds)):
        raise PydanticCustomError("ascending", "not ascending")
    return bounds


Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(strict=True)]
Months = Annotated[int, whole(0, 1200)]
Years = Annotated[int, whole(0, 60)]
Share = Annotated[float, Field(strict=True), AfterValidator(_check_share)]
Index = Annotated[float, BeforeValidator(_check_index)]
Count = Annotated[int, whole(1, 1_000_000)]
Age = Annotated[int, whole(40, 80)]
LevelSteps = Annotated[int, whole(0, 5)]
Status = Annotated[str, one_of(*TABLES["employees"].column("status").choices)]
Kind = Annotated[str, one_of(*ladders.KINDS)]
Predicate = Annotated[str, one_of(*ladders.PREDICATES)]
MonthAndDay = Annotated[str, Field(strict=True), AfterValidator(_read_month_and_day)]


class Section(BaseModel):
    """A section of the file; it knows every key that may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
