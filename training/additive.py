"""Additive logistic regression by kind of position: a curve a column, kept in its direction.

Each column is cut at quantiles into ramps; a curve's slopes are drawn towards none and towards each
other, so it bends only where outcomes say so. Each kind has curves of its own, drawn towards those
that all kinds share: where a kind has few moves it borrows from the others. A missing value has a
weight of its own, one for all kinds. A column with a direction gets slopes of that sign or none, so
a better value never lowers the score. Sums avoid parallel linear algebra: results must not depend
on the number of threads.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from models.by_kind import KINDS, ByKind, find_kinds
from models.curves import Curve, Curves
from snapshots.ledger import Flags, Floats, Rows

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]

CLIPPED = 0.03
"""Share of values beyond each end of the range: movers say little of people further out."""
LEAST_RAMP = 0.15
"""Least width of a ramp, in standard deviations of its column."""
BEND = 3.0
"""Penalty on a slope's distance from its curve's mean slope, as a multiple of that on the mean."""
ON_INTERCEPTS = 10.0


@dataclass(frozen=True)
class Penalty:
    """How hard slopes are drawn together: `ridge` towards none, `apart` times as hard of kinds."""

    ridge: float
    apart: float


@dataclass(frozen=True)
class Frame:
    """The columns that vary, `columns` int[C], with their knots and standard deviation."""

    columns: Rows
    knots: tuple[Floats, ...]
    scale: Floats

    @cached_property
    def starts(self) -> Rows:
        """Place of the first ramp of each column."""
        lengths = [len(knots) - 1 for knots in self.knots]
        return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp)

    @cached_property
    def owner(self) -> Rows:
        """The place in `columns` of each ramp."""
        return np.repeat(np.arange(len(self.knots)), [len(knots) - 1 for knots in self.knots])

    @cached_property
    def share(self) -> Floats:
        """What part of its column's range each ramp covers."""
        width = np.concatenate([np.diff(knots) for knots in self.knots])
        return np.asarray(width / np.add.reduceat(width, self.starts)[self.owner])

    def ramps(self, matrix: Floats) -> Floats:
        """Return how far each row has climbed each ramp, in standard deviations; NaN if unknown."""
        climbed = [
            (np.clip(matrix[:, [column]], knots[:-1], knots[1:]) - knots[:-1]) / scale
            for column, knots, scale in zip(self.columns, self.knots, self.scale, strict=True)
        ]
        return np.concatenate(climbed, axis=1)


def fit_additive(
    matrix: Floats,
    success: Flags,
    draws: Floats,
    names: tuple[str, ...],
    used: Flags,
    directions: npt.NDArray[np.int8],
    penalty: Penalty,
    knots: int,
    weights: Floats | None = None,
) -> ByKind:
    """Fit on every row, and a member a row of `draws` (float64[B, n]: how often each row counts).

    `matrix` is float64[n, F]; `names`, `used` and `directions` (−1, 0, 1) have one entry a column,
    `weights` one a row. A curve has at most so many `knots`. The members only tell how sure the sum
    is: a mean of few bootstraps would be worse than the fit on every row.
    """
    frame = _frame(matrix, used, knots)
    order = np.argsort(find_kinds(matrix, names), kind="stable")
    problem = _pose(matrix[order], success[order], frame, names, penalty)
    bounds = _bounds(directions[frame.columns][frame.owner], len(frame.columns))
    counts = np.ones(len(matrix)) if weights is None else weights
    whole = problem.solve(counts[order], bounds, np.zeros(len(bounds)))
    members = [problem.solve((counts * draw)[order], bounds, whole) for draw in draws]
    sums = _draw_curves(frame, names, problem.center, whole)
    bags = [_draw_curves(frame, names, problem.center, at) for at in members]
    bagged = (
        replace(own, members=tuple(bag[kind] for bag in bags)) for kind, own in enumerate(sums)
    )
    return ByKind(names, tuple(bagged))


def _frame(matrix: Floats, used: Flags, most_knots: int) -> Frame:
    """Cut the range of every column that varies; a value outside counts as at its end."""
    columns, knots, scales = [], [], []
    for column in np.flatnonzero(used & ~np.isnan(matrix).all(axis=0)):
        known = matrix[~np.isnan(matrix[:, column]), column]
        cuts = np.quantile(known, np.linspace(CLIPPED, 1 - CLIPPED, most_knots))
        scale = float(np.clip(known, cuts[0], cuts[-1]).std())
        if scale > 1e-9:
            columns.append(column)
            knots.append(_thin(cuts, LEAST_RAMP * scale))
            scales.append(scale)
    return Frame(np.array(columns, np.intp), tuple(knots), np.array(scales))


def _thin(cuts: Floats, least: float) -> Floats:
    """Return the first and the last of ascending cuts, and those between that are far enough."""
    kept = [cuts[0]]
    for cut in cuts[1:-1]:
        if cut - kept[-1] > least and cuts[-1] - cut > least:
            kept.append(cut)
    return np.array([*kept, cuts[-1]])


def _pose(
    matrix: Floats, success: Flags, frame: Frame, names: tuple[str, ...], penalty: Penalty
) -> "_Problem":
    ramps, kinds = frame.ramps(matrix), find_kinds(matrix, names)
    center = np.nanmean(ramps, axis=0) if len(frame.columns) else np.zeros(0)
    return _Problem(
        frame=frame,
        center=center,
        known=np.nan_to_num(ramps - center),
        missing=np.isnan(matrix[:, frame.columns]).astype(np.float64),
        success=success.astype(np.float64),
        starts=tuple(np.searchsorted(kinds, range(len(KINDS) + 1)).tolist()),
        penalty=penalty,
    )


@dataclass(frozen=True)
class _Problem:
    """The penalised likelihood; rows are sorted by kind, `starts` tells where each kind begins.

    Unknowns in order: shared intercept, one more a kind, slopes by kind, missing values' weights.
    """

    frame: Frame
    center: Floats
    known: Floats
    missing: Floats
    success: Floats
    starts: tuple[int, ...]
    penalty: Penalty

    def solve(
        self, counts: Floats, bounds: list[tuple[float | None, float | None]], start: Floats
    ) -> Floats:
        """Return the unknowns that minimise the loss, each row counted `counts` times."""

        def loss(at: Vector) -> tuple[float, Vector]:
            return self._lose(at, counts)

        found = minimize(
            loss,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": 500, "ftol": 1e-8, "gtol": 1e-4},
        )
        return np.asarray(found.x, np.float64)

    def _lose(self, at: Vector, counts: Floats) -> tuple[float, Vector]:
        intercepts, slopes, missing = split_unknowns(at, self.known.shape[1])
        spans = list(zip(self.starts[:-1], self.starts[1:], strict=True))
        margin = np.einsum("ij,j->i", self.missing, missing)
        for kind, (start, stop) in enumerate(spans):
            own = np.einsum("ij,j->i", self.known[start:stop], slopes[kind])
            margin[start:stop] += intercepts[kind] + own
        shared, extra = slopes.mean(axis=0), at[1 : 1 + len(KINDS)]
        ridge, apart = self.penalty.ridge, self.penalty.apart
        on_shared, pull_shared = self._penalise(shared)
        on_apart, pull_apart = self._penalise(slopes - shared)
        value = (counts * (np.logaddexp(0, margin) - self.success * margin)).sum()
        value += ridge / 2 * (on_shared + apart * on_apart)
        value += ridge / 2 * (missing**2).sum() + ON_INTERCEPTS / 2 * (extra**2).sum()
        error = counts * (expit(margin) - self.success)
        by_kind = [error[start:stop].sum() for start, stop in spans]
        steep = [np.einsum("ij,i->j", self.known[a:b], error[a:b]) for a, b in spans]
        pull = ridge * (pull_shared / len(KINDS) + apart * pull_apart)
        on_missing = np.einsum("ij,i->j", self.missing, error) + ridge * missing
        gradient = [[error.sum()], by_kind + ON_INTERCEPTS * extra]
        return float(value), np.concatenate([*gradient, (steep + pull).ravel(), on_missing])

    def _penalise(self, slopes: Floats) -> tuple[float, Floats]:
        """Return Σ mean² + BEND · Σ share · (slope − mean)², and half its gradient.

        `slopes` is float64[…, ramps]; means are over a column's ramps by the share of its range.
        """
        share, owner = self.frame.share, self.frame.owner
        mean = np.add.reduceat(slopes * share, self.frame.starts, axis=-1)[..., owner]
        bent = share * (slopes - mean)
        total = (share * mean**2).sum() + BEND * (bent * (slopes - mean)).sum()
        return float(total), np.asarray(share * mean + BEND * bent)


def split_unknowns(at: Floats, ramps: int) -> tuple[Floats, Floats, Floats]:
    """Return intercepts by kind, slopes by kind and ramp, and weights of missing values."""
    first, last = 1 + len(KINDS), 1 + len(KINDS) * (1 + ramps)
    return at[0] + at[1:first], at[first:last].reshape(len(KINDS), ramps), at[last:]


def _bounds(
    directions: npt.NDArray[np.int8], columns: int
) -> list[tuple[float | None, float | None]]:
    """Return the range of each unknown: slopes have the sign of their column's direction."""
    free = (None, None)
    by_direction = {1: (0.0, None), -1: (None, 0.0), 0: free}
    signed = [by_direction[int(direction)] for direction in directions]
    return [free] * (1 + len(KINDS)) + signed * len(KINDS) + [free] * columns


def _draw_curves(frame: Frame, names: tuple[str, ...], center: Floats, at: Floats) -> list[Curves]:
    """Turn slopes into heights at the knots, one sum of curves a kind."""
    intercepts, slopes, missing = split_unknowns(at, len(center))
    return [
        Curves(
            float(intercepts[kind]),
            len(names),
            {
                int(column): _draw(frame, place, slopes[kind], float(missing[place]), center)
                for place, column in enumerate(frame.columns)
            },
        )
        for kind in range(len(KINDS))
    ]


def _draw(frame: Frame, place: int, slopes: Floats, missing: float, center: Floats) -> Curve:
    own, knots = frame.owner == place, frame.knots[place]
    climbs = slopes[own] * np.diff(knots) / frame.scale[place]
    heights = np.concatenate([[0.0], np.cumsum(climbs)])
    return Curve(knots, heights - float((slopes[own] * center[own]).sum()), missing)
