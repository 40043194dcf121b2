"""What a policy file may say of transfer plans: `[plan]`, limits of every plan and its stances."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _check_points(points: Any) -> float:
    if type(points) not in (int, float) or not 0 <= points <= 100:
        raise PydanticCustomError("points", "no such number of points")
    return float(points)


def _check_paid(points: float) -> float:
    if not points:
        raise PydanticCustomError("points", "a move must cost something")
    return points


def _check_part(share: float) -> float:
    if not 0 <= share <= 1:
        raise PydanticCustomError("share", "not a share")
    return share


def _check_count(count: Any) -> int:
    if type(count) is not int or not 1 <= count <= 1000:
        raise PydanticCustomError("number", "no such number", {"expected": "1–1000"})
    return count


Points = Annotated[float, BeforeValidator(_check_points)]
Part = Annotated[float, Field(strict=True), AfterValidator(_check_part)]


class StanceWeights(BaseModel):
    """What each aim is worth in points; a move must cost something, else plans move for nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fit: Points
    evenness: Points
    preference: Points
    distance: Points
    move: Annotated[Points, AfterValidator(_check_paid)]
    empty_post: Points


class Stances(BaseModel):
    """The three ways in which a planner may lean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fit: StanceWeights
    balanced: StanceWeights
    evenness: StanceWeights


class PlanLimits(BaseModel):
    """How many candidates a post has in a plan, what may leave, what must stay, what aims weigh."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: Annotated[int, BeforeValidator(_check_count)]
    max_share_leaving: Part
    min_fill_share: Part
    stances: Stances
