"""The rankings that users know, as models of their own: judged beside every learned one.

Each is a weighted sum of catalog columns; who is unknown in one stands last. The best serves
where too few transfers are known to learn from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from features import catalog
from models.bundle import Bundle, Term
from models.linear import Linear
from snapshots.ledger import Floats

RULE = "rule_basis"
"""Why a rule gives no probability of success."""


@dataclass(frozen=True)
class Step:
    """One column of a sum: its weight, the range of its values, and what an unknown one adds."""

    column: str
    weight: float
    low: float = -np.inf
    high: float = np.inf
    unknown: float = 0.0


_MOST_YEARS = 10.0
_DAY = 1 / 365.25
_RANK_TIME = 0.99 / _MOST_YEARS
_POST_TIME = 0.99 * _RANK_TIME * _DAY / _MOST_YEARS
_MOST_TRAININGS = 30
_TRAINING = 0.99 * _POST_TIME * _DAY / np.log1p(_MOST_TRAININGS)
_EDUCATION = 0.99 * _TRAINING * float(np.log1p(_MOST_TRAININGS) - np.log(_MOST_TRAININGS)) / 8

BASELINES: Mapping[str, tuple[Step, ...]] = {
    "competency_match": (Step("competency_match", 1.0, unknown=-1.0),),
    "family_experience": (Step("family_recent", 1.0, unknown=-1.0),),
    "nine_box": (Step("talent_box", 1.0),),
    "seniority": (
        Step("rank", 1.0, unknown=-1.0),
        Step("years_in_rank", _RANK_TIME, 0, _MOST_YEARS),
        Step("years_in_position", _POST_TIME, 0, _MOST_YEARS),
        Step("trainings_five_years", _TRAINING, 0, float(np.log1p(_MOST_TRAININGS))),
        Step("education", _EDUCATION, 0, 8),
    ),
    "popularity": (
        Step("moves_title", 1.0, unknown=-1.0),
        Step("moves_agency", 1.0, unknown=-1.0),
        Step("moves_unit", 1.0, unknown=-1.0),
    ),
}
"""Rules by name, those that look at merit first.

`seniority` is the order of the DUK list (PP 15/1979: rank, post, service, training, education; age
and whole service never enter): each weight is small enough that a column decides only where those
before it are equal. `nine_box` is PermenPANRB 3/2020's. `popularity` counts past moves of the kind.
"""


def make_baseline(name: str, card: Mapping[str, Any] | None = None) -> Bundle:
    """Return a rule as a model over the catalog's columns; KeyError for an unknown name."""
    steps = {step.column: step for step in BASELINES[name]}
    rows = [steps.get(column, Step(column, 0.0)) for column in catalog.NAMES]
    part = Linear(
        weights=np.array([row.weight for row in rows]),
        missing=np.array([row.unknown for row in rows]),
        low=np.array([row.low for row in rows]),
        high=np.array([row.high for row in rows]),
    )
    return Bundle(
        basis="rule",
        name=name,
        feature_names=catalog.NAMES,
        catalog_fingerprint=catalog.fingerprint(),
        terms=(Term(name, 1.0, part),),
        why_not=RULE,
        card=card or {},
    )


def find_usable(matrix: Floats) -> tuple[str, ...]:
    """Return the rules that tell rows of float64[n, F] apart."""
    return tuple(
        name for name in BASELINES if len(matrix) and np.ptp(make_baseline(name).score(matrix)) > 0
    )
