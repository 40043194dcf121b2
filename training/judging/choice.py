"""Two small models that judge rankers from outside: whom committees choose, and who succeeds.

*Choice*: a conditional logit over the candidates of an opening. The others of an opening are a
uniform sample of the eligible, on which it is consistent (McFadden 1978, "Modelling the choice of
residential location": uniform sampling cancels). *Outcome*: a ridge logistic of few columns. It is
no learner of ours and sees other openings than they did, so no ranker is judged by its own errors.
Sums avoid parallel linear algebra: no bit may depend on the number of threads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from snapshots.ledger import Flags, Floats

Rows = npt.NDArray[np.intp]
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Loss = Callable[[Vector], tuple[float, Vector]]

CLIPPED = 0.01
"""Share of values beyond each end of a column's range, which are brought to it."""
RIDGE_OF_CHOICE, RIDGE_OF_OUTCOME = 10.0, 10.0


@dataclass(frozen=True)
class Frame:
    """The range, mean and deviation of each column; unknown values become flags of their own."""

    low: Floats
    high: Floats
    mean: Floats
    deviation: Floats

    @classmethod
    def read(cls, matrix: Floats) -> "Frame":
        """Return the frame of float64[n, F]; a column that is never known or constant adds 0."""
        known = np.where(np.isnan(matrix).all(axis=0), 0.0, matrix)
        low, high = np.nanquantile(known, [CLIPPED, 1 - CLIPPED], axis=0)
        clipped = np.clip(known, low, high)
        deviation = np.nanstd(clipped, axis=0)
        constant = deviation < 1e-9
        return cls(low, high, np.nanmean(clipped, axis=0), np.where(constant, np.inf, deviation))

    def standardise(self, matrix: Floats) -> Floats:
        """Return float64[n, 2 F]: standardised values (0 where unknown), then what is unknown."""
        values = (np.clip(matrix, self.low, self.high) - self.mean) / self.deviation
        return np.column_stack([np.nan_to_num(values), np.isnan(matrix)])


@dataclass(frozen=True)
class Linear:
    """An intercept and weights over a frame's standardised columns."""

    frame: Frame
    intercept: float
    weights: Floats

    def margin(self, matrix: Floats) -> Floats:
        """Return the sum of each row of float64[n, F]."""
        values = self.frame.standardise(matrix)
        return np.asarray(self.intercept + np.einsum("ij,j->i", values, self.weights))


def fit_choice(matrix: Floats, opening: Rows, chosen: Flags) -> Linear:
    """Fit whom committees choose; rows are sorted by opening, with one chosen in each."""
    frame = Frame.read(matrix)
    values, starts = frame.standardise(matrix), _starts_of(opening)

    def loss(at: Vector) -> tuple[float, Vector]:
        chance = _share_out(np.einsum("ij,j->i", values, at), starts)
        value = -np.log(np.maximum(chance[chosen], 1e-300)).sum()
        slope = np.einsum("ij,i->j", values, chance - chosen)
        return float(value + RIDGE_OF_CHOICE / 2 * (at**2).sum()), slope + RIDGE_OF_CHOICE * at

    return Linear(frame, 0.0, _minimise(loss, values.shape[1]))


def choice_chance(model: Linear, matrix: Floats, opening: Rows) -> Floats:
    """Return the chance of each row to be the one chosen in its opening; sums to 1 in each."""
    return _share_out(model.margin(matrix), _starts_of(opening))


def fit_outcome(matrix: Floats, success: Flags) -> Linear:
    """Fit who succeeds, on float64[n, F] of movers and how it ended."""
    frame = Frame.read(matrix)
    values = frame.standardise(matrix)

    def loss(at: Vector) -> tuple[float, Vector]:
        margin, weights = at[0] + np.einsum("ij,j->i", values, at[1:]), at[1:]
        error = expit(margin) - success
        value = (np.logaddexp(0, margin) - success * margin).sum()
        value += RIDGE_OF_OUTCOME / 2 * (weights**2).sum()
        slope = np.einsum("ij,i->j", values, error) + RIDGE_OF_OUTCOME * weights
        return float(value), np.concatenate([[error.sum()], slope])

    found = _minimise(loss, 1 + values.shape[1])
    return Linear(frame, float(found[0]), found[1:])


def outcome_chance(model: Linear, matrix: Floats) -> Floats:
    """Return the chance of success of each row."""
    return np.asarray(expit(model.margin(matrix)))


def _starts_of(opening: Rows) -> Rows:
    return np.flatnonzero(np.diff(opening, prepend=opening[:1] - 1))


def _share_out(margin: Floats, starts: Rows) -> Floats:
    """Return the softmax of each opening's margins."""
    sizes = np.diff(starts, append=len(margin))
    raised = np.exp(margin - np.repeat(np.maximum.reduceat(margin, starts), sizes))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes))


def _minimise(loss: Loss, count: int) -> Floats:
    found = minimize(
        loss,
        np.zeros(count),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 200, "ftol": 1e-8, "gtol": 1e-4},
    )
    return np.asarray(found.x, np.float64)
