"""How much each column weighs in a model, and how the score answers when one column alone changes.

Weight is the share of a column in the mean size of the exact contributions. An effect curve is
partial dependence (Friedman 2001, "Greedy function approximation"): the mean score of the same rows
with one column set to each value of a grid. Both read a bounded sample, so that their cost does not
grow with the records.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.bundle import Bundle
from snapshots.ledger import Floats

WEIGHED_ROWS = 500
CURVE_ROWS = 100
CURVES = 20
"""How many columns, the weightiest first, get a curve."""
MOST_VALUES = 12
FINEST = 50
"""Values nearer than this part of the column's range count as one."""


@dataclass(frozen=True)
class Importance:
    """A column's share of the mean absolute contribution, and the sign that more of it keeps."""

    feature: str
    share: float
    direction: int


@dataclass(frozen=True)
class Effect:
    """The mean score at each of `values`, from the mean over them; `missing` where it is unknown.

    `missing` is None for a column that is never unknown in the sample.
    """

    feature: str
    values: tuple[float, ...]
    effect: tuple[float, ...]
    missing: float | None
    direction: int


def take_evenly(count: int, most: int) -> npt.NDArray[np.intp]:
    """Return at most `most` places among `count`, evenly apart."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round()).astype(np.intp)


def weigh_features(bundle: Bundle, matrix: Floats) -> tuple[Importance, ...]:
    """Return the columns that move the scores of float64[n, F], the weightiest first."""
    if not len(matrix):
        return ()
    sample = matrix[take_evenly(len(matrix), WEIGHED_ROWS)]
    size = np.abs(bundle.contributions(sample)[:, :-1]).mean(axis=0)
    order = [column for column in np.argsort(-size, kind="stable").tolist() if size[column] > 0]
    names, total = bundle.feature_names, float(size.sum())
    return tuple(
        Importance(names[column], float(size[column]) / total, bundle.direction_of(names[column]))
        for column in order
    )


def trace_effects(bundle: Bundle, matrix: Floats, features: Sequence[str]) -> tuple[Effect, ...]:
    """Return the curve of each of some columns that has two values or more in float64[n, F].

    The grid holds values that occur, so that no curve tells of what nobody has.
    All grids are scored as one matrix.
    """
    if not len(matrix):
        return ()
    rows = matrix[take_evenly(len(matrix), CURVE_ROWS)]
    columns = [bundle.feature_names.index(name) for name in features]
    grids = {column: _find_grid(matrix[:, column]) for column in columns}
    grids = {column: grid for column, grid in grids.items() if np.isfinite(grid).sum() > 1}
    if not grids:
        return ()
    laid = [_lay_out(rows, column, grid) for column, grid in grids.items()]
    scores = bundle.score(np.concatenate(laid)).reshape(-1, len(rows)).mean(axis=1)
    cuts = np.cumsum([len(grid) for grid in grids.values()])[:-1]
    return tuple(
        _read_curve(bundle, bundle.feature_names[column], grid, heights)
        for (column, grid), heights in zip(grids.items(), np.split(scores, cuts), strict=True)
    )


def _find_grid(values: Floats) -> Floats:
    """Return up to MOST_VALUES of the values that occur, ascending, and NaN where some are unknown.

    They are evenly apart among the distinct ones, so that a value that most have hides no other;
    the least and the greatest are among them.
    """
    known = np.unique(values[np.isfinite(values)])
    if len(known) > MOST_VALUES:
        apart = known[np.unique(np.round(FINEST * (known - known[0]) / np.ptp(known)), True)[1]]
        apart = np.unique(np.append(apart[:-1], known[-1]))
        known = apart[take_evenly(len(apart), MOST_VALUES)]
    return np.append(known, np.nan) if np.isnan(values).any() else known


def _lay_out(rows: Floats, column: int, grid: Floats) -> Floats:
    """Return the rows once for each value of the grid, float64[grid · n, F]."""
    laid = np.tile(rows, (len(grid), 1))
    laid[:, column] = np.repeat(grid, len(rows))
    return laid


def _read_curve(bundle: Bundle, feature: str, grid: Floats, heights: Floats) -> Effect:
    known = np.isfinite(grid)
    middle = heights[known].mean()
    missing = None if known.all() else float(heights[~known][0] - middle)
    values, effect = grid[known].tolist(), (heights[known] - middle).tolist()
    direction = bundle.direction_of(feature)
    return Effect(feature, tuple(values), tuple(effect), missing, direction)
