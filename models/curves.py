"""A sum of curves: each column adds what its curve says of its value, or what missing adds.

A curve is piecewise linear between knots and level beyond them. So contributions are exact by
construction, and an effect can be drawn as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.cells import Cells
from snapshots.ledger import Floats


@dataclass(frozen=True)
class Curve:
    """One column's curve: float64[K] ascending knots and heights.

    `missing` is what an unknown value (NaN) adds.
    """

    knots: Floats
    heights: Floats
    missing: float

    def read(self, values: Floats) -> Floats:
        """Return what the curve says of each of float64[n] values."""
        told = np.interp(values, self.knots, self.heights)
        return np.where(np.isnan(values), self.missing, told)

    def cells(self, values: Floats) -> Cells:
        """Return the stretch between knots of each of float64[n] values from 1; 0: unknown."""
        stretch = 1 + np.searchsorted(self.knots, values, side="right")
        return np.where(np.isnan(values), 0, stretch).astype(np.int16)

    @property
    def reach(self) -> float:
        """Return the most by which the column can move the score."""
        return float(np.ptp(np.append(self.heights, self.missing)))

    @property
    def is_flat(self) -> bool:
        """Whether the column can't move the score."""
        return not (self.heights.any() or self.missing)

    def to_json(self) -> dict[str, Any]:
        """Return plain numbers, exact to the last bit."""
        return {
            "knots": self.knots.tolist(),
            "heights": self.heights.tolist(),
            "missing": self.missing,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Curve":
        """Read what `to_json` wrote."""
        return cls(np.array(stored["knots"]), np.array(stored["heights"]), stored["missing"])


@dataclass(frozen=True)
class Curves:
    """A sum over curves; `curves` holds the column of each, of a matrix `width` wide.

    `members` are the same sum learned from other draws of the same people: they tell how sure it
    is. Columns are added one after another, so that a score does not depend, not even in its last
    bit, on who else is scored.
    """

    intercept: float
    width: int
    curves: Mapping[int, Curve]
    members: tuple["Curves", ...] = ()

    @property
    def used_columns(self) -> npt.NDArray[np.bool_]:
        """Tell which columns can move the score, bool[F]."""
        used = np.zeros(self.width, np.bool_)
        used[[column for column, curve in self.curves.items() if not curve.is_flat]] = True
        return used

    def score(self, matrix: Floats) -> Floats:
        """Return the score of each row of float64[n, F] as float64[n]."""
        total = np.full(len(matrix), self.intercept)
        for column, curve in self.curves.items():
            total += curve.read(matrix[:, column])
        return total

    def score_members(self, matrix: Floats) -> Floats:
        """Return the score of each row by each member, float64[n, B]; without any, by itself."""
        return np.stack([one.score(matrix) for one in self.members or (self,)], axis=1)

    def contributions(self, matrix: Floats) -> Floats:
        """Return float64[n, F + 1]: what each column adds, and the intercept last."""
        parts = np.zeros((len(matrix), self.width + 1))
        for column, curve in self.curves.items():
            parts[:, column] = curve.read(matrix[:, column])
        parts[:, -1] = self.intercept
        return parts

    def cells(self, matrix: Floats) -> Cells:
        """Return the stretch of each curve into which each row of float64[n, F] falls."""
        found = np.empty((len(matrix), len(self.curves)), np.int16)
        for place, (column, curve) in enumerate(self.curves.items()):
            found[:, place] = curve.cells(matrix[:, column])
        return found

    @property
    def reaches(self) -> Floats:
        """What each curve can move the score by at most, float64[curves]."""
        return np.array([curve.reach for curve in self.curves.values()], np.float64)

    def to_json(self, names: Sequence[str]) -> dict[str, Any]:
        """Return plain numbers, one entry a column, exact to the last bit."""
        return {
            "intercept": self.intercept,
            "curves": {names[column]: curve.to_json() for column, curve in self.curves.items()},
            "members": [one.to_json(names) for one in self.members],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], names: Sequence[str]) -> "Curves":
        """Read what `to_json` wrote, in the order of `names`."""
        curves = {
            column: Curve.from_json(stored["curves"][name])
            for column, name in enumerate(names)
            if name in stored["curves"]
        }
        members = tuple(cls.from_json(one, names) for one in stored["members"])
        return cls(stored["intercept"], len(names), curves, members)
