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
    """A column of the model; `direction` is the sign by which more of it may move the score.

    `share` is its part of the mean size of all contributions; None where that was not measured.
    """

    name: str
    label: str
    group: str
    direction: int
    used: bool
    share: float | None


@dataclass(frozen=True)
class EffectLine:
    """The mean change of the score over a column's values, and where it is unknown (`missing`)."""

    name: str
    label: str
    direction: int
    values: list[float]
    effect: list[float]
    missing: float | None


@dataclass(frozen=True)
class Chapter:
    """A part of the page in sentences."""

    code: str
    title: str
    sentences: tuple[str, ...]


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

    The intervals are meant to cover `coverage` cases in a hundred. `fairness` is the audit of its
    training, None for a model made without one. `chapters` says in sentences what the page says;
    `card` is all that training wrote down: the value of the list's top, the calibration, the
    learning curve and more.
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
    effects: tuple[EffectLine, ...]
    fairness: dict[str, Any] | None
    chapters: tuple[Chapter, ...]
    card: dict[str, Any]
