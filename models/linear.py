"""A sum over columns: each adds its weight times its standardised value, or what missing adds.

The regularised logistic regression of the default and every rule baseline have this form, so their
contributions are exact by construction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from snapshots.ledger import Floats


@dataclass(frozen=True)
class Linear:
    """A bag of linear scores over the same columns; all arrays but the first three are float64[F].

    `weights` and `missing` are float64[B, F], `intercepts` float64[B], for B members. A known value
    is clipped to [low, high], centred and scaled, then weighed; an unknown one (NaN) adds its
    column's `missing`. The score is the mean over members.
    """

    intercepts: Floats
    weights: Floats
    missing: Floats
    low: Floats
    high: Floats
    center: Floats
    scale: Floats

    @cached_property
    def _mean(self) -> tuple[float, Floats, Floats]:
        return float(self.intercepts.mean()), self.weights.mean(axis=0), self.missing.mean(axis=0)

    @property
    def used_columns(self) -> npt.NDArray[np.bool_]:
        """Tell which columns can move the score, bool[F]."""
        return np.asarray(np.any((self.weights != 0) | (self.missing != 0), axis=0))

    def standardise(self, matrix: Floats) -> Floats:
        """Return the clipped, centred and scaled columns; NaN stays NaN."""
        return np.asarray((np.clip(matrix, self.low, self.high) - self.center) / self.scale)

    def score(self, matrix: Floats) -> Floats:
        """Return the score of each row of float64[n, F] as float64[n]."""
        return self._sum(matrix, *self._mean)

    def score_members(self, matrix: Floats) -> Floats:
        """Return the score of each row by each member, float64[n, B]."""
        members = zip(self.intercepts, self.weights, self.missing, strict=True)
        return np.stack([self._sum(matrix, *member) for member in members], axis=1)

    def contributions(self, matrix: Floats) -> Floats:
        """Return float64[n, F + 1]: what each column adds, and the intercept last."""
        intercept, weights, missing = self._mean
        return np.column_stack(
            [self._parts(matrix, weights, missing), np.full(len(matrix), intercept)]
        )

    def _parts(self, matrix: Floats, weights: Floats, missing: Floats) -> Floats:
        return np.where(np.isnan(matrix), missing, self.standardise(matrix) * weights)

    def _sum(self, matrix: Floats, intercept: float, weights: Floats, missing: Floats) -> Floats:
        used = np.flatnonzero((weights != 0) | (missing != 0))
        parts = self.take(used)._parts(matrix[:, used], weights[used], missing[used])
        # Rows lie one after another, so that each is added up in the same order alone and in a
        # batch: a score must not depend, not even in its last bit, on who else is scored.
        return np.asarray(intercept + np.ascontiguousarray(parts).sum(axis=1))

    def take(self, columns: npt.NDArray[np.intp]) -> "Linear":
        """Return the same sum over some of the columns alone."""
        return Linear(
            self.intercepts,
            self.weights[:, columns],
            self.missing[:, columns],
            self.low[columns],
            self.high[columns],
            self.center[columns],
            self.scale[columns],
        )

    def to_json(self, names: Sequence[str]) -> dict[str, Any]:
        """Return plain numbers, a row a column that is used, exact to the last bit."""
        used = self.used_columns
        columns = {
            name: {
                "weights": self.weights[:, j].tolist(),
                "missing": self.missing[:, j].tolist(),
                "low": _bound(self.low[j]),
                "high": _bound(self.high[j]),
                "center": float(self.center[j]),
                "scale": float(self.scale[j]),
            }
            for j, name in enumerate(names)
            if used[j]
        }
        return {"intercepts": self.intercepts.tolist(), "columns": columns}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], names: Sequence[str]) -> "Linear":
        """Read what `to_json` wrote, back into the order of `names`."""
        intercepts = np.array(stored["intercepts"], np.float64)
        empty = {
            "weights": [0.0] * len(intercepts),
            "missing": [0.0] * len(intercepts),
            "low": None,
            "high": None,
            "center": 0.0,
            "scale": 1.0,
        }
        rows = [stored["columns"].get(name, empty) for name in names]

        def column(key: str, default: float) -> Floats:
            values = [default if row[key] is None else row[key] for row in rows]
            return np.array(values, np.float64)

        return cls(
            intercepts,
            np.array([row["weights"] for row in rows], np.float64).T,
            np.array([row["missing"] for row in rows], np.float64).T,
            column("low", -np.inf),
            column("high", np.inf),
            column("center", 0.0),
            column("scale", 1.0),
        )


def _bound(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
