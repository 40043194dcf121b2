"""What re-ranking a list for balance changed, why, at what price, and what it could not reach.

Shares lie in 0–1 and are of the eligible people of the post or of the list. A group with fewer
people than the policy shows has None for every figure.
"""

from dataclasses import dataclass
from typing import Literal

Movement = Literal["lifted", "lowered", "left"]
"""Up on the list or onto it; down on it; off it."""
Measure = Literal["fit", "score"]


@dataclass(frozen=True)
class BalancedGroup:
    """One group: its eligible people, its share of them, and its people on the list.

    `group` is None for people of whom it is unknown, who claim no place. `least` is how many of the
    list the share claims, `before` and `after` how many stand on it by score and now.
    """

    group: str | None
    label: str
    suppressed: bool
    eligible: int | None = None
    wanted: float | None = None
    least: int | None = None
    before: int | None = None
    after: int | None = None
    share_before: float | None = None
    share_after: float | None = None


@dataclass(frozen=True)
class Moved:
    """Somebody whose place changed; places count from 1, `after` is None off the list.

    `group` is the label of the group for whose share somebody rose. It is None for who did not and
    where the group is too small to be named.
    """

    person_id: str
    name: str
    movement: Movement
    before: int
    after: int | None
    group: str | None
    text: str


@dataclass(frozen=True)
class Price:
    """Expected success of as many people as the list holds, by score alone and now.

    `measure` is `fit` (sum: how many are expected to succeed) or, where not everybody is told a
    chance, `score`. The scores' sums are told beside either.
    """

    measure: Measure
    sum_before: float
    sum_after: float
    mean_before: float
    mean_after: float
    score_before: float
    score_after: float
    text: str


@dataclass(frozen=True)
class Shortfall:
    """A group whose share claims more places than it has people who may stand on the list."""

    group: str | None
    least: int | None
    available: int | None
    text: str


@dataclass(frozen=True)
class Reranking:
    """The whole answer; `changed` is false where the list was balanced already."""

    attribute: str
    label: str
    method: str
    source: str
    changed: bool
    text: str
    groups: tuple[BalancedGroup, ...]
    moved: tuple[Moved, ...]
    price: Price | None
    infeasible: tuple[Shortfall, ...]
