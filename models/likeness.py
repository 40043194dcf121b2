"""How alike two rows are in a model's own terms, and how many past ones are near a new one.

Likeness is the share of the model's pieces (`models/cells.py`) in which both rows fall into one
cell, each piece weighed by its reach: the proximity of Breiman (2001, "Random Forests", Machine
Learning 45) for a weighted sum. A model divides only what it has seen divided: of a jump over two
levels it knows nothing, and puts it into the leaf of a step. So rows are alike only on one course:
the same group of posts, the same step, both from within the post's job family or both not.

Weights are whole numbers whose sum single precision holds exactly. So no count depends on how rows
are put into blocks, and a pair is told the same alone and among a hundred thousand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.bundle import Bundle
from models.by_kind import find_kinds
from models.cells import ABSENT, Cells
from snapshots.days import Days
from snapshots.ledger import Floats, Rows

Units = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]

UNITS = 2**22
"""What the weights of all pieces sum to, but for rounding; whole numbers are exact up to 2**24."""
ROWS, BLOCK = 2000, 2**18
"""Rows looked up and cells compared at once: bounds memory, changes no count."""
FIRST, NEXT = 16, 128
"""Past rows compared at once: most rows have enough near ones among the latest few."""
LOWEST, HIGHEST = -1, 2
"""Steps told apart: down, none, one level up, further up."""


@dataclass(frozen=True)
class Course:
    """The past rows of one course, the latest first: `rows` are their places in the matrix.

    `cells` int16[P, K] holds the `pieces` of the model that speak of them and can move the score,
    `units` float32[K] the weights of these; `known_on` is the day on which each outcome was known.
    """

    rows: Rows
    pieces: Rows
    units: Units
    cells: Cells
    known_on: Days

    def compare(self, cells: Cells, past: slice) -> Floats:
        """Return float64[n, p]: how alike each of int16[n, K] is to each of some past rows."""
        shared = np.empty((len(cells), len(self.rows[past])), np.float32)
        step = max(BLOCK // max(shared.shape[1] * len(self.pieces), 1), 1)
        for start in range(0, len(cells), step):
            alike = cells[start : start + step, None] == self.cells[past]
            shared[start : start + step] = alike.astype(np.float32) @ self.units
        return np.asarray(shared / self.units.sum(dtype=np.float64))

    def count_near(self, cells: Cells, day: Days, least: float, enough: int) -> Counts:
        """Count the past rows near each of int16[n, K] as `Cases.count_near` does."""
        counts = np.zeros(len(cells), np.int64)
        open_ = np.arange(len(cells))
        for past in self.cut():
            known = self.known_on[past] < day[open_, None]
            near = known & (self.compare(cells[open_], past) >= least)
            counts[open_] += near.sum(axis=1)
            open_ = open_[counts[open_] < enough]
            if not len(open_):
                break
        return counts

    def cut(self) -> Iterator[slice]:
        """Give the past rows part by part, the latest few first."""
        yield slice(0, FIRST)
        for start in range(FIRST, len(self.rows), NEXT):
            yield slice(start, start + NEXT)


@dataclass(frozen=True)
class Cases:
    """Past rows by the cells of the model into which they fall, course by course."""

    bundle: Bundle
    courses: Mapping[int, Course]

    def measure(self, row: Floats, day: int) -> tuple[Rows, Floats]:
        """Return the past rows, latest first, on the course of a row float64[1, F], and how alike.

        Likeness lies in 0–1. Only those count whose outcome was known strictly before `day`.
        """
        course = self.courses.get(int(find_courses(self.bundle, row)[0]))
        if course is None:
            return np.zeros(0, np.intp), np.zeros(0)
        cells = self.bundle.cells(row)[:, course.pieces]
        likeness = np.hstack([course.compare(cells, past)[0] for past in course.cut()])
        known = course.known_on < day
        return course.rows[known], likeness[known]

    def count_near(self, matrix: Floats, day: Days, least: float, enough: int) -> Counts:
        """Count, for each row of float64[n, F], the past rows that are at least `least` alike.

        `day` int32[n]: only those count whose outcome was known strictly before it. A count of
        `enough` may be short of the whole: there it stops.
        """
        counts = np.zeros(len(matrix), np.int64)
        courses = find_courses(self.bundle, matrix)
        for start in range(0, len(matrix), ROWS):
            block = slice(start, start + ROWS)
            cells = self.bundle.cells(matrix[block])
            for number in set(courses[block].tolist()) & self.courses.keys():
                course, own = self.courses[number], np.flatnonzero(courses[block] == number)
                laid = cells[np.ix_(own, course.pieces)]
                counts[start + own] = course.count_near(laid, day[start + own], least, enough)
        return counts


def lay_cases(bundle: Bundle, matrix: Floats, known_on: Days) -> Cases:
    """Return the past rows float64[P, F], latest last, as cases of a model that has cells.

    `known_on` int32[P] are the days on which their outcomes were known.
    """
    reaches = bundle.reaches
    units = np.rint(UNITS * reaches / reaches.sum()).astype(np.float32)
    cells, courses = bundle.cells(matrix), find_courses(bundle, matrix)
    laid = {}
    for number in np.unique(courses).tolist():
        rows = np.flatnonzero(courses == number)[::-1]
        # Rows of one course are about one group of posts: a piece speaks of all of them or of none.
        pieces = np.flatnonzero((units > 0) & (cells[rows[0]] != ABSENT))
        own = np.ascontiguousarray(cells[np.ix_(rows, pieces)])
        laid[number] = Course(rows, pieces, units[pieces], own, known_on[rows])
    return Cases(bundle, laid)


def find_courses(bundle: Bundle, matrix: Floats) -> Counts:
    """Return the number of each row's course: group of posts, step, and family crossed or not."""
    names = bundle.feature_names
    step = np.clip(matrix[:, names.index("level_step")], LOWEST, HIGHEST) - LOWEST
    within = matrix[:, names.index("same_family")]
    kind = find_kinds(matrix, names).astype(np.int64)
    unknown = HIGHEST - LOWEST + 1
    steps = np.nan_to_num(step, nan=unknown).astype(np.int64)
    families = np.nan_to_num(within, nan=2).astype(np.int64)
    return (kind * (unknown + 1) + steps) * 3 + families
