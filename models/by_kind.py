"""A sum with weights of its own for each kind of position.

What staff need to succeed is not what managers need. Rows about one position share their kind, so
within a shortlist this is one plain sum.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.cells import ABSENT, Cells
from models.curves import Curves
from snapshots.ledger import Flags, Floats

KINDS = ("staff", "functional", "managing")
FUNCTIONAL, LEVEL = "position_functional", "position_level"
"""Columns that tell a position's kind: functional, else managing from level 1 up, else staff."""


def find_kinds(matrix: Floats, names: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the place in KINDS of each row of float64[n, F]."""
    functional = matrix[:, names.index(FUNCTIONAL)] > 0
    managing = matrix[:, names.index(LEVEL)] >= 1
    return np.where(functional, 1, np.where(managing, 2, 0)).astype(np.intp)


@dataclass(frozen=True)
class ByKind:
    """One sum a kind, in the order of KINDS, over columns called `names`."""

    names: tuple[str, ...]
    sums: tuple[Curves, ...]

    def score(self, matrix: Floats) -> Floats:
        """Return the score of each row of float64[n, F] as float64[n]."""
        return self._ask(matrix, Curves.score)

    def score_members(self, matrix: Floats) -> Floats:
        """Return the score of each row by each member, float64[n, B]."""
        return self._ask(matrix, Curves.score_members)

    def contributions(self, matrix: Floats) -> Floats:
        """Return float64[n, F + 1]: what each column adds, and the kind's intercept last."""
        return self._ask(matrix, Curves.contributions)

    def cells(self, matrix: Floats) -> Cells:
        """Return the stretch of each kind's curves; another kind's curves do not speak of a row."""
        kinds = find_kinds(matrix, self.names)
        sizes = [len(part.curves) for part in self.sums]
        found = np.full((len(matrix), sum(sizes)), ABSENT, np.int16)
        for kind, part in enumerate(self.sums):
            rows, start = np.flatnonzero(kinds == kind), sum(sizes[:kind])
            found[rows, start : start + sizes[kind]] = part.cells(matrix[rows])
        return found

    @property
    def reaches(self) -> Floats:
        """What each curve of each kind can move the score by at most."""
        return np.concatenate([part.reaches for part in self.sums])

    @property
    def used_columns(self) -> Flags:
        """Tell which columns can move the score, bool[F]."""
        return np.asarray(np.any([part.used_columns for part in self.sums], axis=0))

    def _ask(self, matrix: Floats, question: Callable[[Curves, Floats], Floats]) -> Floats:
        kinds = find_kinds(matrix, self.names)
        rows = [np.flatnonzero(kinds == kind) for kind in range(len(self.sums))]
        asked = [kind for kind, found in enumerate(rows) if len(found)] or [0]
        answers = {kind: question(self.sums[kind], matrix[rows[kind]]) for kind in asked}
        told = np.empty((len(matrix), *answers[asked[0]].shape[1:]))
        for kind, answer in answers.items():
            told[rows[kind]] = answer
        return told

    def to_json(self) -> dict[str, Any]:
        """Return the sums by kind as plain numbers."""
        sums = zip(KINDS, self.sums, strict=True)
        return {kind: part.to_json(self.names) for kind, part in sums}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], names: Sequence[str]) -> "ByKind":
        """Read what `to_json` wrote."""
        sums = tuple(Curves.from_json(stored[kind], names) for kind in KINDS)
        return cls(tuple(names), sums)
