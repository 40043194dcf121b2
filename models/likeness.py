"""How alike two rows are in a model's own terms, and how many past ones are near a new one.

Likeness is the share of the model's pieces (`models/cells.py`) in which both rows fall into one
cell, each piece weighed by its reach: the proximity of Breiman (2001, "Random Forests", Machine
Learning 45) for a weighted sum. A model divides only what it has seen divided: of a jump over two
levels it knows nothing, and puts it into the leaf of a step. So rows are alike only on one course:
the same kind of post, the same step, both from within the post's job family or both not.

Weights are whole numbers whose sum single precision holds exactly. So no count depends on how rows
are put into blocks, and a pair is told the same alone and among a hundred thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.bundle import Bundle
from models.by_kind import find_kinds
from models.cells import ABSENT, Cells
from snapshots.days import Days
from snapshots.ledger import Floats, Rows

Hot = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]

UNITS = 2**22
"""What the weights of all pieces sum to, but for rounding; whole numbers are exact up to 2**24."""
BLOCK = 512
"""Rows counted at once: what they need stays near the processor; changes no count."""
FIRST, NEXT = 32, 256
"""Past rows compared at once: most rows have enough near ones among the latest few."""
LOWEST, HIGHEST = -1, 2
"""Steps told apart: down, none, one level up, further up."""


@dataclass(frozen=True)
class Cases:
    """Past rows by the cells into which they fall, in the order of their matrix.

    `cells` int16[P, K] holds the pieces that can move the score, `units` float32[K] their weights;
    `course` is int64[P], `known_on` the day on which the outcome of each was known.
    """

    bundle: Bundle
    pieces: Rows
    units: Hot
    cells: Cells
    course: Counts
    known_on: Days

    def measure(self, row: Floats, day: int) -> tuple[Rows, Floats]:
        """Return the past rows on the course of one row, float64[1, F], and their likeness in 0–1.

        Only those count whose outcome was known strictly before `day`.
        """
        (course,) = find_courses(self.bundle, row)
        rows = np.flatnonzero((self.course == course) & (self.known_on < day))
        cells = self._read(row)
        shared = _spread(cells, self._widths) @ self._lay_out(rows).T
        return rows, shared[0] / self._weigh(cells)

    def count_near(
        self, matrix: Floats, day: Days, least: float, enough: int | None = None
    ) -> Counts:
        """Count, for each row of float64[n, F], the past rows that are at least `least` alike.

        `day` int32[n]: only those count whose outcome was known strictly before it. Counting may
        stop at `enough`.
        """
        counts = np.zeros(len(matrix), np.int64)
        courses = find_courses(self.bundle, matrix)
        for course in np.unique(courses):
            past = np.flatnonzero(self.course == course)[::-1]
            rows = np.flatnonzero(courses == course)
            for start in range(0, len(rows) if len(past) else 0, BLOCK):
                block = rows[start : start + BLOCK]
                cells = self._read(matrix[block])
                counts[block] = self._count(cells, day[block], past, least, enough)
        return counts

    def _count(
        self, cells: Cells, day: Days, past: Rows, least: float, enough: int | None
    ) -> Counts:
        """Count within one course, `past` rows being compared in their order."""
        counts = np.zeros(len(cells), np.int64)
        open_, total = np.arange(len(cells)), self._weigh(cells)[:, None]
        hot = _spread(cells, self._widths)
        for rows in _cut(past):
            shared = hot @ self._lay_out(rows).T
            known = self.known_on[rows] < day[open_, None]
            near = known & (shared / total[open_] >= least)
            counts[open_] += near.sum(axis=1)
            if enough is not None:
                wanting = counts[open_] < enough
                open_, hot = open_[wanting], hot[wanting]
            if not len(open_):
                break
        return counts

    def _read(self, matrix: Floats) -> Cells:
        return self.bundle.cells(matrix)[:, self.pieces]

    def _weigh(self, cells: Cells) -> Floats:
        """Return the weight of all pieces that speak of each row; infinite where none does."""
        total = (cells != ABSENT) @ self.units.astype(np.float64)
        return np.asarray(np.where(total > 0, total, np.inf), np.float64)

    def _lay_out(self, rows: Rows) -> Hot:
        return _spread(self.cells[rows], self._widths, self.units)

    @cached_property
    def _widths(self) -> Rows:
        """Columns of each piece: absent, the cells of the past, and one for all other cells."""
        return np.asarray(self.cells.max(axis=0, initial=0), np.intp) + 3


def lay_cases(bundle: Bundle, matrix: Floats, known_on: Days) -> Cases:
    """Return the past rows float64[P, F], latest last, as cases of a model that has cells.

    `known_on` int32[P] are the days on which their outcomes were known.
    """
    reaches = bundle.reaches
    units = np.rint(UNITS * reaches / reaches.sum())
    pieces = np.flatnonzero(units)
    return Cases(
        bundle=bundle,
        pieces=pieces,
        units=units[pieces].astype(np.float32),
        cells=bundle.cells(matrix)[:, pieces],
        course=find_courses(bundle, matrix),
        known_on=known_on,
    )


def find_courses(bundle: Bundle, matrix: Floats) -> Counts:
    """Return a number for the course of each row: kind of post, step, and family crossed or not."""
    names = bundle.feature_names
    step = np.clip(matrix[:, names.index("level_step")], LOWEST, HIGHEST) - LOWEST
    within = matrix[:, names.index("same_family")]
    kind = find_kinds(matrix, names).astype(np.int64)
    unknown = HIGHEST - LOWEST + 1
    steps = np.nan_to_num(step, nan=unknown).astype(np.int64)
    families = np.nan_to_num(within, nan=2).astype(np.int64)
    return (kind * (unknown + 1) + steps) * 3 + families


def _spread(cells: Cells, widths: Rows, units: Hot | None = None) -> Hot:
    """Return float32[n, Σ widths] that holds 1, or a piece's unit, in the column of each cell.

    The first column of a piece stands for absence, its last one for cells that no past row has.
    """
    starts = (np.cumsum(widths) - widths).astype(np.int32)
    place = np.minimum(cells, (widths - 2).astype(np.int16)) + (starts - np.int32(ABSENT))
    place += np.arange(len(cells), dtype=np.int32)[:, None] * np.int32(widths.sum())
    hot = np.zeros((len(cells), int(widths.sum())), np.float32)
    hot.reshape(-1)[place] = 1.0 if units is None else units
    hot[:, starts] = 0
    return hot


def _cut(rows: Rows) -> Iterator[Rows]:
    yield rows[:FIRST]
    for start in range(FIRST, len(rows), NEXT):
        yield rows[start : start + NEXT]
