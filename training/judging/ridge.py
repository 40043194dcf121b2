"""A ridge-fitted sum over standardised columns, for the models that judge rankers from outside.

Sums avoid parallel linear algebra: no bit may depend on the number of threads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from snapshots.ledger import Floats

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Loss = Callable[[Vector], tuple[float, Vector]]

CLIPPED = 0.01
"""Share of values beyond each end of a column's range, which are brought to it."""


@dataclass(frozen=True)
class Standard:
    """The range, mean and deviation of each column; unknown values become flags of their own."""

    low: Floats
    high: Floats
    mean: Floats
    deviation: Floats

    @classmethod
    def read(cls, matrix: Floats) -> "Standard":
        """Return the standard of float64[n, F]; a column never known or constant adds 0."""
        known = np.where(np.isnan(matrix).all(axis=0), 0.0, matrix)
        low, high = np.nanquantile(known, [CLIPPED, 1 - CLIPPED], axis=0)
        clipped = np.clip(known, low, high)
        deviation = np.nanstd(clipped, axis=0)
        constant = deviation < 1e-9
        return cls(low, high, np.nanmean(clipped, axis=0), np.where(constant, np.inf, deviation))

    def apply(self, matrix: Floats) -> Floats:
        """Return float64[n, 2 F]: standardised values (0 where unknown), then what is unknown."""
        values = (np.clip(matrix, self.low, self.high) - self.mean) / self.deviation
        return np.column_stack([np.nan_to_num(values), np.isnan(matrix)])


@dataclass(frozen=True)
class RidgeSum:
    """An intercept and weights over standardised columns."""

    standard: Standard
    intercept: float
    weights: Floats

    def margin(self, matrix: Floats) -> Floats:
        """Return the sum of each row of float64[n, F]."""
        values = self.standard.apply(matrix)
        return np.asarray(self.intercept + np.einsum("ij,j->i", values, self.weights))


def minimise(loss: Loss, count: int) -> Floats:
    """Return the `count` numbers at which a smooth convex loss, given with its slope, is least."""
    found = minimize(
        loss,
        np.zeros(count),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 200, "ftol": 1e-8, "gtol": 1e-4},
    )
    return np.asarray(found.x, np.float64)
