"""Whom committees choose: a conditional logit over the candidates of an opening.

The others of an opening are a uniform sample of the eligible, on which it is consistent (McFadden
1978, "Modelling the choice of residential location": uniform sampling cancels).
"""

import numpy as np

from snapshots.ledger import Flags, Floats, Rows
from training.judging.ridge import RidgeSum, Standard, Vector, minimise

RIDGE = 10.0


def fit_choice(matrix: Floats, opening: Rows, chosen: Flags) -> RidgeSum:
    """Fit whom committees choose; rows are sorted by opening, with one chosen in each."""
    standard = Standard.read(matrix)
    values, starts = standard.apply(matrix), _starts_of(opening)

    def loss(at: Vector) -> tuple[float, Vector]:
        chance = _share_out(np.einsum("ij,j->i", values, at), starts)
        value = -np.log(np.maximum(chance[chosen], 1e-300)).sum()
        slope = np.einsum("ij,i->j", values, chance - chosen)
        return float(value + RIDGE / 2 * (at**2).sum()), slope + RIDGE * at

    return RidgeSum(standard, 0.0, minimise(loss, values.shape[1]))


def choice_chance(model: RidgeSum, matrix: Floats, opening: Rows) -> Floats:
    """Return the chance of each row to be the one chosen in its opening; sums to 1 in each."""
    return _share_out(model.margin(matrix), _starts_of(opening))


def _starts_of(opening: Rows) -> Rows:
    return np.flatnonzero(np.diff(opening, prepend=opening[:1] - 1))


def _share_out(margin: Floats, starts: Rows) -> Floats:
    """Return the softmax of each opening's margins."""
    sizes = np.diff(starts, append=len(margin))
    raised = np.exp(margin - np.repeat(np.maximum.reduceat(margin, starts), sizes))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes))
