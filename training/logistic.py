"""Ridge logistic regression by kind of position, whose weights keep the catalog's directions.

Each kind has weights of its own, drawn towards those that all kinds share: where a kind has few
moves it borrows from the others. Columns are clipped to the range that most of their values lie in,
and standardised; a missing value has a weight of its own, one for all kinds. A column with a
direction gets weights of that sign or none, so a better value never lowers the score. Sums avoid
parallel linear algebra: results must not depend on the number of threads.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from models.by_kind import KINDS, ByKind, find_kinds
from models.linear import Linear
from snapshots.ledger import Flags, Floats

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Rows = npt.NDArray[np.intp]

CLIPPED = 0.01
"""Share of values beyond each end of the range."""
APART = 2.0
"""Penalty on a kind's distance from the shared weights, as a multiple of that on these."""
ON_INTERCEPTS = 10.0


def fit_logistic(
    matrix: Floats,
    success: Flags,
    draws: Floats,
    names: tuple[str, ...],
    used: Flags,
    directions: npt.NDArray[np.int8],
    ridge: float,
) -> ByKind:
    """Fit one member a row of `draws` (float64[B, n], how often each row counts).

    `matrix` is float64[n, F]; `names`, `used` and `directions` (−1, 0, 1) have one entry a column.
    With W the weights by kind and w their mean, the penalty is ridge / 2 · (|w|² + 2 Σ |W − w|²).
    """
    frame = _frame(matrix, used)
    columns = np.flatnonzero(np.isfinite(frame.scale) & used)
    values = frame.take(columns).standardise(matrix[:, columns])
    order = np.argsort(find_kinds(matrix, names), kind="stable")
    kinds = find_kinds(matrix, names)[order]
    problem = _Problem(
        known=np.nan_to_num(values[order]),
        missing=np.isnan(values[order]).astype(np.float64),
        success=success[order].astype(np.float64),
        starts=tuple(np.searchsorted(kinds, range(len(KINDS) + 1)).tolist()),
        ridge=ridge,
    )
    bounds = _bounds(directions[columns])
    found = np.stack([problem.solve(counts[order], bounds) for counts in draws])
    return _spread_out(frame, names, columns, found)


@dataclass(frozen=True)
class _Problem:
    """The penalised likelihood; rows are sorted by kind, `starts` tells where each kind begins.

    Unknowns in order: shared intercept, one more a kind, weights by kind, missing values' weights.
    """

    known: Floats
    missing: Floats
    success: Floats
    starts: tuple[int, ...]
    ridge: float

    def solve(self, counts: Floats, bounds: list[tuple[float | None, float | None]]) -> Floats:
        """Return the unknowns that minimise the loss, each row counted `counts` times."""

        def loss(at: Vector) -> tuple[float, Vector]:
            return self._lose(at, counts)

        found = minimize(
            loss,
            np.zeros(len(bounds)),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": 500, "ftol": 1e-9, "gtol": 1e-5},
        )
        return np.asarray(found.x, np.float64)

    def _lose(self, at: Vector, counts: Floats) -> tuple[float, Vector]:
        intercepts, weights, missing = split_unknowns(at, self.known.shape[1])
        spans = list(zip(self.starts[:-1], self.starts[1:], strict=True))
        margin = np.einsum("ij,j->i", self.missing, missing)
        for kind, (start, stop) in enumerate(spans):
            own = np.einsum("ij,j->i", self.known[start:stop], weights[kind])
            margin[start:stop] += intercepts[kind] + own
        shared, extra = weights.mean(axis=0), at[1 : 1 + len(KINDS)]
        apart = weights - shared
        value = (counts * (np.logaddexp(0, margin) - self.success * margin)).sum()
        value += self.ridge / 2 * ((shared**2).sum() + APART * (apart**2).sum())
        value += self.ridge / 2 * (missing**2).sum() + ON_INTERCEPTS / 2 * (extra**2).sum()
        error = counts * (1 / (1 + np.exp(-margin)) - self.success)
        by_kind = [error[start:stop].sum() for start, stop in spans]
        slopes = [np.einsum("ij,i->j", self.known[a:b], error[a:b]) for a, b in spans]
        pull = self.ridge * (shared / len(KINDS) + APART * apart)
        on_missing = np.einsum("ij,i->j", self.missing, error) + self.ridge * missing
        gradient = [[error.sum()], by_kind + ON_INTERCEPTS * extra]
        return float(value), np.concatenate([*gradient, (slopes + pull).ravel(), on_missing])


def split_unknowns(at: Vector, columns: int) -> tuple[Floats, Floats, Floats]:
    """Return intercepts by kind, weights by kind and column, and weights of missing values."""
    first, last = 1 + len(KINDS), 1 + len(KINDS) * (1 + columns)
    return at[0] + at[1:first], at[first:last].reshape(len(KINDS), columns), at[last:]


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


def _bounds(directions: npt.NDArray[np.int8]) -> list[tuple[float | None, float | None]]:
    """Return the range of each unknown: weights have the sign of their column's direction."""
    free = (None, None)
    by_direction = {1: (0.0, None), -1: (None, 0.0), 0: free}
    signed = [by_direction[int(direction)] for direction in directions]
    return [free] * (1 + len(KINDS)) + signed * len(KINDS) + [free] * len(directions)


def _spread_out(frame: Linear, names: tuple[str, ...], columns: Rows, found: Floats) -> ByKind:
    """Put the members' weights back into the places of all columns, one sum a kind."""
    scale = np.where(np.isfinite(frame.scale), frame.scale, 1.0)
    members = [split_unknowns(at, len(columns)) for at in found]
    missing = np.zeros((len(found), len(names)))
    missing[:, columns] = [on_missing for _, _, on_missing in members]
    sums = []
    for kind in range(len(KINDS)):
        weights = np.zeros_like(missing)
        weights[:, columns] = [by_kind[kind] for _, by_kind, _ in members]
        intercepts = np.array([float(own[kind]) for own, _, _ in members])
        sums.append(
            Linear(intercepts, weights, missing, frame.low, frame.high, frame.center, scale)
        )
    return ByKind(names, tuple(sums))
