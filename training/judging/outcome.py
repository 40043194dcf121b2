"""Who succeeds, by a ridge logistic of few columns that is no learner of ours.

It sees other openings than the rankers did, so none of them is judged by its own errors.
"""

import numpy as np
from scipy.special import expit

from features import catalog
from snapshots.ledger import Flags, Floats, Rows
from training.judging.ridge import RidgeSum, Standard, Vector, minimise

COLUMNS = (
    "competency_match",
    "expected_gap",
    "performance_latest",
    "performance_mean_3",
    "family_recent",
    "level_recent",
    "kind_recent",
    "same_family",
    "field_usual",
    "level_step",
    "rank_above_usual",
    "years_in_position",
    "position_level",
    "position_functional",
)
"""Columns of the outcome model: few, so that it needs few outcomes."""
RIDGE = 10.0
PARTS = 5
"""Parts of the judged movers; each is told by the outcome model of the others."""


def fit_outcome(matrix: Floats, success: Flags) -> RidgeSum:
    """Fit who succeeds, on float64[n, F] of movers and how it ended."""
    standard = Standard.read(matrix)
    values = standard.apply(matrix)

    def loss(at: Vector) -> tuple[float, Vector]:
        margin, weights = at[0] + np.einsum("ij,j->i", values, at[1:]), at[1:]
        error = expit(margin) - success
        value = (np.logaddexp(0, margin) - success * margin).sum()
        value += RIDGE / 2 * (weights**2).sum()
        slope = np.einsum("ij,i->j", values, error) + RIDGE * weights
        return float(value), np.concatenate([[error.sum()], slope])

    found = minimise(loss, 1 + values.shape[1])
    return RidgeSum(standard, float(found[0]), found[1:])


def outcome_chance(model: RidgeSum, matrix: Floats) -> Floats:
    """Return the chance of success of each row."""
    return np.asarray(expit(model.margin(matrix)))


def tell_outcomes(
    matrix: Floats, place: Rows, is_mover: Flags, success: Flags, part: Rows
) -> Floats:
    """Return the chance of success of each row of float64[n, catalog], from other movers' openings.

    `place` is each row's opening (0, 1, …, sorted), `success` how each opening's mover turned out,
    `part` the one of PARTS in which the opening's mover stands (`training.folds.deal_people`).
    The openings are those that no ranker was fitted on: a model of the same outcomes as the
    ranker's would repeat its luck.
    """
    few = matrix[:, [catalog.NAMES.index(name) for name in COLUMNS]]
    told = np.empty(len(few))
    for one in range(PARTS):
        own = (part == one)[place]
        model = fit_outcome(few[is_mover & ~own], success[part != one])
        told[own] = outcome_chance(model, few[own])
    return told
