"""A weighted sum of columns, as every rule is: contributions are exact by construction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.cells import Cells
from snapshots.ledger import Floats


@dataclass(frozen=True)
class Linear:
    """Each known value is clipped to [low, high] and weighed; an unknown one (NaN) adds `missing`.

    All arrays are float64[F].
    """

    weights: Floats
    missing: Floats
    low: Floats
    high: Floats

    @property
    def used_columns(self) -> npt.NDArray[np.bool_]:
        """Tell which columns can move the score, bool[F]."""
        return np.asarray((self.weights != 0) | (self.missing != 0))

    def score(self, matrix: Floats) -> Floats:
        """Return the score of each row of float64[n, F] as float64[n].

        Columns are added one after another: a score does not depend, not even in its last bit, on
        who else is scored.
        """
        total = np.zeros(len(matrix))
        for column in np.flatnonzero(self.used_columns).tolist():
            total += self._weigh(column, matrix[:, column])
        return total

    def score_members(self, matrix: Floats) -> Floats:
        """Return the score of each row by the only member of the bag, float64[n, 1]."""
        return self.score(matrix)[:, None]

    def contributions(self, matrix: Floats) -> Floats:
        """Return float64[n, F + 1]: what each column adds, and 0 last: a rule has no base."""
        parts = np.zeros((len(matrix), len(self.weights) + 1))
        for column in np.flatnonzero(self.used_columns).tolist():
            parts[:, column] = self._weigh(column, matrix[:, column])
        return parts

    def cells(self, matrix: Floats) -> Cells:
        """Return int16[n, 0]: a weighted sum tells every two values apart, it has no cells."""
        return np.zeros((len(matrix), 0), np.int16)

    @property
    def reaches(self) -> Floats:
        """Return float64[0], there being no cells."""
        return np.zeros(0)

    def _weigh(self, column: int, values: Floats) -> Floats:
        weighed = np.clip(values, self.low[column], self.high[column]) * self.weights[column]
        return np.asarray(np.where(np.isnan(values), self.missing[column], weighed))

    def to_json(self, names: Sequence[str]) -> dict[str, Any]:
        """Return plain numbers, an entry a column that is used, exact to the last bit."""
        return {
            names[column]: {
                "weight": float(self.weights[column]),
                "missing": float(self.missing[column]),
                "low": _bound(self.low[column]),
                "high": _bound(self.high[column]),
            }
            for column in np.flatnonzero(self.used_columns).tolist()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], names: Sequence[str]) -> "Linear":
        """Read what `to_json` wrote, back into the order of `names`.

        Raises ValueError for a column that is none of them, KeyError where an entry lacks a number.
        """
        wide = len(names)
        read = cls(np.zeros(wide), np.zeros(wide), np.full(wide, -np.inf), np.full(wide, np.inf))
        for name, entry in stored.items():
            column = names.index(name)
            read.weights[column], read.missing[column] = entry["weight"], entry["missing"]
            if entry["low"] is not None:
                read.low[column] = entry["low"]
            if entry["high"] is not None:
                read.high[column] = entry["high"]
        return read


def _bound(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
