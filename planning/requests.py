"""What a plan is asked: stance or weights, limits, what is fixed and what is forbidden."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from planning.scenarios.scenario import Scenario

Stance = Literal["fit", "balanced", "evenness"]
MOST_RATIO = 10.0
"""The greatest `min_fill_ratio`: more is a slip of the hand (90 for 90 %)."""


@dataclass(frozen=True)
class Weights:
    """What each aim is worth, in points; one point is one transfer more that succeeds.

    Where no chance is calibrated, it is the way from the last to the first of all eligible.
    `fit`: a unit of probability that a move succeeds above that of past transfers. `evenness`: a
    unit less of Σ need × (fill ratio − 1)² over pools. `preference`: a wish met (an unwilling
    person costs as much). `distance`: 10 km between the old and the new unit. `move`: any move.
    `empty_post`: a post left without a definitive holder (or given one).
    """

    fit: float
    evenness: float
    preference: float
    distance: float
    move: float
    empty_post: float


@dataclass(frozen=True)
class Pin:
    """A move that the plan must hold."""

    person_id: str
    position_id: str


@dataclass(frozen=True)
class Ban:
    """A move that the plan must not hold; None stands for any person, or any position."""

    person_id: str | None = None
    position_id: str | None = None


@dataclass(frozen=True)
class PlanRequest:
    """What is asked of a plan; dates default to the snapshot's, `positions` () to all vacancies.

    `max_moves` None: any number. At most max(1, floor(`max_share_leaving` × people in post)) leave
    an agency (None: the policy's share). `min_fill_ratio` None: the policy's share of the
    snapshot's overall ratio. `weights` None: the policy's for the stance. `chains`: a seat that the
    plan vacates may be filled by it.
    """

    as_of: date | None = None
    effective_on: date | None = None
    positions: tuple[str, ...] = ()
    max_moves: int | None = None
    max_share_leaving: float | None = None
    min_fill_ratio: float | None = None
    stance: Stance = "balanced"
    weights: Weights | None = None
    pin: tuple[Pin, ...] = ()
    forbid: tuple[Ban, ...] = ()
    chains: bool = False
    scenario: Scenario | None = None
