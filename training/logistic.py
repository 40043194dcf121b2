"""Ridge logistic regression whose weights keep the catalog's directions, fitted to the last bit.

Columns are clipped to the range that most of their values lie in, and standardised; a missing value
has a weight of its own. A column with a direction gets a weight of that sign or none, so a better
value never lowers the score. Sums avoid the parallel linear algebra: results must not depend on the
number of threads.
"""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from models.linear import Linear

Floats = npt.NDArray[np.float64]
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = npt.NDArray[np.bool_]

CLIPPED = 0.01
"""Share of values beyond each end of the range."""


def fit_logistic(
    matrix: Floats,
    success: Flags,
    draws: Floats,
    used: Flags,
    directions: npt.NDArray[np.int8],
    ridge: float,
) -> Linear:
    """Fit one member a row of `draws` (float64[B, n], how often each row counts).

    `matrix` is float64[n, F]; `used` and `directions` (−1, 0, 1) have one entry a column. The
    penalty is ridge / 2 × the sum of squared weights, the intercept left out.
    """
    frame = _frame(matrix, used)
    columns = np.flatnonzero(np.isfinite(frame.scale) & used)
    part = frame.take(columns)
    design = _design(part.standardise(matrix[:, columns]))
    bounds = _bounds(directions[columns])
    found = [_fit(design, success, counts, bounds, ridge) for counts in draws]
    return _spread_out(frame, columns, np.stack(found))


def _frame(matrix: Floats, used: Flags) -> Linear:
    """Return an empty sum with the range, mean and scale of each column; scale inf: constant."""
    count = matrix.shape[1]
    low, high = np.zeros(count), np.zeros(count)
    center, scale = np.zeros(count), np.full(count, np.inf)
    for column in np.flatnonzero(used & ~np.isnan(matrix).all(axis=0)):
        known = matrix[~np.isnan(matrix[:, column]), column]
        low[column], high[column] = np.quantile(known, [CLIPPED, 1 - CLIPPED])
        clipped = np.clip(known, low[column], high[column])
        center[column] = clipped.mean()
        scale[column] = clipped.std() if clipped.std() > 1e-9 else np.inf
    empty = np.zeros((1, count))
    return Linear(np.zeros(1), empty, empty, low, high, center, scale)


def _design(standardised: Floats) -> Floats:
    """Return values with 0 for missing ones, then the flags of missing ones, float64[n, 2 F]."""
    missing = np.isnan(standardised)
    return np.hstack([np.where(missing, 0.0, standardised), missing.astype(np.float64)])


def _bounds(directions: npt.NDArray[np.int8]) -> list[tuple[float | None, float | None]]:
    """Return the range of the intercept, of each weight by its direction, of each missing one."""
    by_direction = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    signed = [by_direction[int(direction)] for direction in directions]
    return [(None, None), *signed, *[(None, None)] * len(directions)]


def _fit(
    design: Floats,
    success: Flags,
    counts: Floats,
    bounds: list[tuple[float | None, float | None]],
    ridge: float,
) -> Floats:
    """Return intercept, weights and missing weights that minimise the penalised loss."""
    drawn = counts > 0
    rows, weight, hit = design[drawn], counts[drawn], success[drawn].astype(np.float64)

    def loss(at: Vector) -> tuple[float, Vector]:
        margin = at[0] + np.einsum("ij,j->i", rows, at[1:])
        value = (weight * (np.logaddexp(0, margin) - hit * margin)).sum()
        residual = weight * (1 / (1 + np.exp(-margin)) - hit)
        slope = np.einsum("ij,i->j", rows, residual) + ridge * at[1:]
        gradient = np.concatenate([[residual.sum()], slope])
        return float(value + ridge / 2 * np.square(at[1:]).sum()), gradient

    start = np.zeros(len(bounds))
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 500, "ftol": 1e-10, "gtol": 1e-5},
    )
    return np.asarray(found.x, np.float64)


def _spread_out(frame: Linear, columns: npt.NDArray[np.intp], found: Floats) -> Linear:
    """Put the members' weights back into the places of all columns."""
    width, used = frame.weights.shape[1], len(columns)
    weights, missing = np.zeros((len(found), width)), np.zeros((len(found), width))
    weights[:, columns] = found[:, 1 : used + 1]
    missing[:, columns] = found[:, used + 1 :]
    scale = np.where(np.isfinite(frame.scale), frame.scale, 1.0)
    return Linear(found[:, 0], weights, missing, frame.low, frame.high, frame.center, scale)
