"""What a policy file may say of transfer plans: the limits of every plan, and its stances."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from rules.policy_values import Section, Share, whole

MOST_POINTS = 100


def _check_points(points: Any) -> float:
    if type(points) not in (int, float) or not 0 <= points <= MOST_POINTS:
        raise PydanticCustomError("points", "no such number of points")
    return float(points)


def _check_paid(points: float) -> float:
    if not points:
        raise PydanticCustomError("points", "a move must cost something")
    return points


Points = Annotated[float, BeforeValidator(_check_points)]


class StanceWeights(Section):
    """What each aim is worth in points; a move must cost something, else plans move for nothing."""

    fit: Points
    evenness: Points
    preference: Points
    distance: Points
    move: Annotated[Points, AfterValidator(_check_paid)]
    empty_post: Points


class Stances(Section):
    """The three ways in which a planner may lean."""

    fit: StanceWeights
    balanced: StanceWeights
    evenness: StanceWeights


class PlanLimits(Section):
    """How many candidates a post has in a plan, what may leave, what must stay, what aims weigh."""

    candidates: Annotated[int, whole(1, 1000)]
    max_share_leaving: Share
    min_fill_share: Share
    stances: Stances
