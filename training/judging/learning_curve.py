"""How much was learned from how many transfers: the same recipe on the latest few of them.

Every point is judged on the same later openings as the whole model, so the curve tells whether more
records would help, and from where on learning beats the best rule. Settings stay those that were
chosen on all openings before the judged ones: points of few openings flatter what an agency with so
few could have chosen.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.bundle import Bundle
from snapshots.ledger import Floats, Rows
from training.dataset import TrainingSet
from training.judging.measures import Estimate, brier, estimate_auc, estimate_mean
from training.judging.reliability import cross_fit

FEWEST = 50
FURTHER = 1.5
"""How many times a point the whole must be: a nearer one would cost much and tell nothing new."""


@dataclass(frozen=True)
class Point:
    """What was learned from so many openings, beside the best rule on the same later ones."""

    openings: int
    outcome_auc: Estimate | None
    brier: Estimate | None
    best_rule: str
    best_rule_auc: Estimate | None


@dataclass(frozen=True)
class BestRule:
    """The rule that foretells the judged outcomes best."""

    name: str
    auc: Estimate | None


def draw_curve(
    data: TrainingSet,
    train: Rows,
    judged: Rows,
    whole: Floats,
    rule: BestRule,
    fit: Callable[[Rows], Bundle],
    seed: int,
) -> tuple[Point, ...]:
    """Return the points from 50 training openings up, each twice the one before, all of them last.

    `train` (ascending, so in time order) is what the judged model was fitted on, `whole` its score
    of the movers of `judged`, float64[judged], which is not fitted again; `fit` makes such a model
    of fewer openings. The latest are taken: what an agency that began later would have.
    """
    movers, person = data.matrix[data.movers_of(judged)], data.openings.person[judged]
    success = data.openings.outcome[judged] == 1

    def measure(count: int, score: Floats) -> Point:
        told = cross_fit(score, success, person, seed)
        missed = None if told is None else estimate_mean(brier(told, success), seed)
        return Point(count, estimate_auc(score, success, seed), missed, rule.name, rule.auc)

    points = []
    for count in list_sizes(len(train)):
        few = train[-count:]
        if len(np.unique(data.openings.outcome[few])) == 2:  # else there is nothing to tell apart
            points.append(measure(count, fit(few).score(movers)))
    return (*points, measure(len(train), whole))


def list_sizes(count: int) -> tuple[int, ...]:
    """Return 50, 100, 200, … up to two thirds of `count`."""
    sizes, size = [], FEWEST
    while FURTHER * size <= count:
        sizes.append(size)
        size *= 2
    return tuple(sizes)
