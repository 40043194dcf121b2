"""What is usual among the people who are compared: the value in the middle, and how many share it.

A column is looked at when somebody asks for it, once. The middle is the median of the known values,
the lower of two in the middle: a value that somebody has. With few known values it would tell of
single people, so that nothing is said.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.column_forms import FORMS, PLACES
from snapshots.ledger import Floats, Ints

FEWEST = 3
"""With fewer known values nothing is called usual."""
NEAR_ZERO = 0.05
"""A difference that is written as 0.0 counts as none."""
LESS, SAME, MORE = -1, 0, 1


@dataclass(frozen=True)
class UsualColumn:
    """One column of a pool: float64[k] `known` values among `pool` people."""

    pool: int
    known: Floats

    @property
    def is_told(self) -> bool:
        """Whether enough is known to call anything usual."""
        return len(self.known) >= FEWEST

    @cached_property
    def median(self) -> float:
        """The lower median of the known values; NaN where too few are known."""
        if not self.is_told:
            return np.nan
        middle = (len(self.known) - 1) // 2
        return float(np.partition(self.known, middle)[middle])

    @cached_property
    def is_one_value(self) -> bool:
        """Whether everybody of whom it is known has the same value."""
        return self.is_told and bool(self.known.min() == self.known.max())

    @cached_property
    def sides(self) -> dict[int, int]:
        """How many stand on each side: LESS (or no), SAME, MORE (or yes)."""
        found: Ints = np.where(np.abs(self.known) < NEAR_ZERO, SAME, np.sign(self.known))
        return {side: int((found == side).sum()) for side in (LESS, SAME, MORE)}


class Usual:
    """The pool of a position: float64[n, F] `matrix`, a row an eligible person."""

    def __init__(self, matrix: Floats) -> None:
        self._matrix = matrix
        self._columns: dict[str, UsualColumn] = {}

    @property
    def pool(self) -> int:
        """How many people are compared."""
        return len(self._matrix)

    def column(self, name: str) -> UsualColumn:
        """Return what is usual in a column; nothing for one that the position alone decides."""
        if name not in self._columns:
            values = self._matrix[:, PLACES[name]]
            known = values[:0] if FORMS[name].of_position else values[~np.isnan(values)]
            self._columns[name] = UsualColumn(self.pool, known)
        return self._columns[name]


NOBODY = Usual(np.empty((0, len(PLACES))))
"""No pool to compare with: nothing is called usual."""
