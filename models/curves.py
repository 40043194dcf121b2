"""A sum of curves: each column adds what its curve says of its value, or what missing adds.

A curve is piecewise linear between knots and level beyond them. So contributions are exact by
construction, and an effect can be drawn as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from snapshots.ledger import Floats


@dataclass(frozen=True)
class Curve:
    """One column's curve in each of B members: float64[K] ascending knots, float64[B, K] heights.

    `missing` is float64[B]: what an unknown value (NaN) adds.
    """

    knots: Floats
    heights: Floats
    missing: Floats

    def read(self, values: Floats, heights: Floats, missing: float) -> Floats:
        """Return what the curve with these heights says of each of float64[n] values."""
        told = np.interp(values, self.knots, heights)
        return np.where(np.isnan(values), missing, told)

    def read_mean(self, values: Floats) -> Floats:
        """Return what the members' mean says of each of float64[n] values."""
        return self.read(values, *self._mean)

    @cached_property
    def _mean(self) -> tuple[Floats, float]:
        return self.heights.mean(axis=0), float(self.missing.mean())

    @property
    def is_flat(self) -> bool:
        """Whether the column can't move the score."""
        return not (self.heights.any() or self.missing.any())

    def to_json(self) -> dict[str, Any]:
        """Return plain numbers, exact to the last bit."""
        return {
            "knots": self.knots.tolist(),
            "heights": self.heights.tolist(),
            "missing": self.missing.tolist(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Curve":
        """Read what `to_json` wrote."""
        names = ("knots", "heights", "missing")
        return cls(*(np.array(stored[name], np.float64) for name in names))


@dataclass(frozen=True)
class Curves:
    """A bag of B sums over curves; `curves` holds the column of each, of a matrix `width` wide.

    The score is the mean over members. Columns are added one after another, so that a score does
    not depend, not even in its last bit, on who else is scored.
    """

    intercepts: Floats
    width: int
    curves: Mapping[int, Curve]

    @property
    def used_columns(self) -> npt.NDArray[np.bool_]:
        """Tell which columns can move the score, bool[F]."""
        used = np.zeros(self.width, np.bool_)
        used[[column for column, curve in self.curves.items() if not curve.is_flat]] = True
        return used

    def score(self, matrix: Floats) -> Floats:
        """Return the score of each row of float64[n, F] as float64[n]."""
        total = np.full(len(matrix), self.intercepts.mean())
        for column, curve in self.curves.items():
            total += curve.read_mean(matrix[:, column])
        return total

    def score_members(self, matrix: Floats) -> Floats:
        """Return the score of each row by each member, float64[n, B]."""
        total = np.tile(self.intercepts, (len(matrix), 1))
        for column, curve in self.curves.items():
            for member, (heights, missing) in enumerate(
                zip(curve.heights, curve.missing, strict=True)
            ):
                total[:, member] += curve.read(matrix[:, column], heights, missing)
        return total

    def contributions(self, matrix: Floats) -> Floats:
        """Return float64[n, F + 1]: what each column adds, and the intercept last."""
        parts = np.zeros((len(matrix), self.width + 1))
        for column, curve in self.curves.items():
            parts[:, column] = curve.read_mean(matrix[:, column])
        parts[:, -1] = self.intercepts.mean()
        return parts

    def to_json(self, names: Sequence[str]) -> dict[str, Any]:
        """Return plain numbers, one entry a column, exact to the last bit."""
        curves = {names[column]: curve.to_json() for column, curve in self.curves.items()}
        return {"intercepts": self.intercepts.tolist(), "curves": curves}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], names: Sequence[str]) -> "Curves":
        """Read what `to_json` wrote, in the order of `names`."""
        curves = {
            column: Curve.from_json(stored["curves"][name])
            for column, name in enumerate(names)
            if name in stored["curves"]
        }
        return cls(np.array(stored["intercepts"], np.float64), len(names), curves)
