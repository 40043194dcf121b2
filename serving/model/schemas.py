"""What is told of the model that serves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.bundle import Basis


@dataclass(frozen=True)
class Measure:
    """A figure with its interval over `count` past openings."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class RankerLine:
    """One way of ranking and how it did; None where it cannot be measured."""

    ranker: str
    label: str
    serves: bool
    measures: dict[str, Measure | None]


@dataclass(frozen=True)
class FeatureLine:
    """A column of the model; `direction` is the sign by which more of it may move the score."""

    name: str
    label: str
    group: str
    direction: int
    used: bool


@dataclass(frozen=True)
class Window:
    """The days of the past openings on which the figures rest."""

    first: date | None
    last: date | None
    openings: int
    with_outcome: int


@dataclass(frozen=True)
class ModelAnswer:
    """The model that serves; `metrics` holds it beside the rules that users know.

    The intervals are meant to cover `coverage` cases in a hundred.
    `card` is everything that was written down in training. `fairness` is None until it is audited.
    """

    model_version: str
    name: str
    label: str
    basis: Basis
    calibrated: bool
    fit_why_not: str | None
    window: Window | None
    coverage: int
    metrics: tuple[RankerLine, ...]
    features: tuple[FeatureLine, ...]
    fairness: dict[str, Any] | None
    card: dict[str, Any]
