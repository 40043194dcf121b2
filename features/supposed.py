"""What the columns would be if a person had other records: levels, trainings, yearly predicates.

Supposed people are copies of one real person with records added to each. Columns are computed by
the features' own code from those records, never set: what a feature makes of a record stands in one
place. Columns that read no such record are the real person's on the supposed day. How past moves
ended is held as it is known today.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.catalog import CATALOG
from features.feature import Feature
from features.matrix import build_matrix
from features.pairs import Pairs
from features.source import FeatureSource
from features.standards import Assessments, Trainings
from snapshots.ahead import view_ahead
from snapshots.coding import Codes
from snapshots.days import Days, day_of, due_day
from snapshots.history import FIRST_YEAR, YEARS, History, year_key
from snapshots.ledger import Floats, Ints, Ledger
from snapshots.view import view_rows

NONE = -1
"""A training's family or competency where it has none."""
_TABLES = ("assessments.", "trainings.", "performance.")
_OUTCOME = "transfers.outcome"


@dataclass(frozen=True)
class Supposition:
    """Records added to one person's; they are looked at on `day` and dated the day before.

    `levels` are (competency, level), `trainings` (family, competency, minutes), by their codes or
    NONE; `predicates` (year, code) are known when they are due (31 January of the next year).
    """

    day: int
    levels: tuple[tuple[int, int], ...] = ()
    trainings: tuple[tuple[int, int, int], ...] = ()
    predicates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class _Rows:
    """Records of supposed people: whose each is, its key's second half, its day and value."""

    owner: Codes
    code: Codes
    day: Days
    value: Ints
    added: npt.NDArray[np.bool_]


class _SupposedAssessments(Assessments):
    """Assessments of supposed people among those of everybody else."""

    def __init__(self, real: Assessments, rows: _Rows, competencies: int) -> None:
        levels = rows.value.astype(np.int32)
        super().__init__(rows.owner, rows.code, rows.day, levels, competencies, real.everybody)
        own = self.key(rows.owner, rows.code)[rows.added]
        self._added = Ledger(own, rows.day[rows.added], rows.value[rows.added])

    def sum_everybody(self, person: Codes, competency: Codes | int, day: Days) -> tuple[Ints, Ints]:
        """Return everybody's, with what is supposed of each person itself."""
        total, count = super().sum_everybody(person, competency, day)
        window = self._added.before(self.key(person, competency), day)
        return total + self._added.total(window), count + window.count


def is_supposable(feature: Feature) -> bool:
    """Tell whether a column reads a record that can be supposed."""
    reads = any(column.startswith(_TABLES) for column in feature.reads)
    return reads and _OUTCOME not in feature.reads


_SUPPOSABLE = [place for place, feature in enumerate(CATALOG) if is_supposable(feature)]


def build_supposed_matrix(
    source: FeatureSource,
    person: int,
    known_on: int,
    position: int,
    supposed: Sequence[Supposition],
) -> Floats:
    """Return float64[len(supposed), len(CATALOG)]: the rows of a person under each supposition.

    Records count as known strictly before the day number `known_on`, which is on or before the
    supposed days; after it only what is supposed happens. `position` is the one asked about.
    """
    days = np.array([one.day for one in supposed], np.int32)
    distinct, place = np.unique(days, return_inverse=True)
    matrix = build_matrix(source, view_ahead(source.history, person, distinct), position)[place]
    world = _suppose(source, person, known_on, supposed)
    people = np.arange(len(supposed), dtype=np.int32)
    pairs = Pairs(world, view_ahead(world.history, people, days), position)
    for column in _SUPPOSABLE:
        matrix[:, column] = pairs.share(CATALOG[column].compute)
    return matrix


def suppose_predicates(
    history: History, person: int, known_on: int, predicates: Sequence[tuple[int, int]]
) -> History:
    """Return the history in which one person, at its own index, has further yearly predicates.

    They are (year, code), known when due. Only that person may be asked about in it.
    """
    supposed = copy(history)
    rows = _read_predicates(history, person, known_on, [predicates])
    key = year_key(np.full(len(rows.code), person, np.int32), rows.code)
    supposed.predicates = Ledger(key, rows.day, rows.value)
    return supposed


def _suppose(
    source: FeatureSource, person: int, known_on: int, supposed: Sequence[Supposition]
) -> FeatureSource:
    """Return a source in which person k is the real one under supposition k."""
    history = copy(source.history)
    predicates = _read_predicates(
        source.history, person, known_on, [one.predicates for one in supposed]
    )
    history.predicates = Ledger(
        year_key(predicates.owner, predicates.code), predicates.day, predicates.value
    )
    earned_on = np.minimum(predicates.day, day_of(predicates.code + 1, 1, 1))
    seats = view_rows(source.history, person, earned_on)
    world = source.over(history)
    world.peers = source.peers.suppose(
        history.predicates, seats, (~predicates.added).astype(np.int64)
    )
    world.assessments = _suppose_assessments(source, person, known_on, supposed)
    world.trainings = _suppose_trainings(source.trainings, person, known_on, supposed, history)
    return world


def _suppose_assessments(
    source: FeatureSource, person: int, known_on: int, supposed: Sequence[Supposition]
) -> Assessments:
    real, size = source.assessments, len(source.requirements.competencies)
    codes = np.arange(size, dtype=np.int32)
    own = real.key(np.full(size, person, np.int32), codes)
    added = [(k, *one, s.day - 1) for k, s in enumerate(supposed) for one in s.levels]
    rows = _join(real.levels, own, codes, known_on, len(supposed), added)
    return _SupposedAssessments(real, rows, size)


def _suppose_trainings(
    real: Trainings,
    person: int,
    known_on: int,
    supposed: Sequence[Supposition],
    history: History,
) -> Trainings:
    world, people = copy(real), len(supposed)
    added = [(k, *one, s.day - 1) for k, s in enumerate(supposed) for one in s.trainings]
    every = _join(
        real.every,
        np.array([person]),
        np.zeros(1, np.int32),
        known_on,
        people,
        [(k, 0, 1, day) for k, _, _, _, day in added],
    )
    world.every = Ledger(every.owner, every.day)
    families = np.arange(len(history.families), dtype=np.int32)
    family = _join(
        real.families,
        real.family_key(np.full(len(families), person, np.int32), families),
        families,
        known_on,
        people,
        [(k, family, minutes, day) for k, family, _, minutes, day in added if family != NONE],
    )
    world.families = Ledger(world.family_key(family.owner, family.code), family.day, family.value)
    codes = np.arange(real.competencies, dtype=np.int32)
    subject = _join(
        real.subjects,
        real.subject_key(np.full(len(codes), person, np.int32), codes),
        codes,
        known_on,
        people,
        [(k, code, 1, day) for k, _, code, _, day in added if code != NONE],
    )
    world.subjects = Ledger(world.subject_key(subject.owner, subject.code), subject.day)
    return world


def _read_predicates(
    history: History,
    person: int,
    known_on: int,
    predicates: Sequence[Sequence[tuple[int, int]]],
) -> _Rows:
    """Return known predicates with those supposed of each copy; `code` is the calendar year."""
    years = np.arange(FIRST_YEAR, FIRST_YEAR + YEARS, dtype=np.int32)
    due = due_day(years).tolist()
    added = [
        (k, year, value, due[year - FIRST_YEAR])
        for k, some in enumerate(predicates)
        for year, value in some
    ]
    own = year_key(np.full(YEARS, person, np.int32), years)
    return _join(history.predicates, own, years, known_on, len(predicates), added)


def _join(
    ledger: Ledger,
    keys: Ints,
    codes: Codes,
    known_on: int,
    copies: int,
    added: Sequence[tuple[int, int, int, int]],
) -> _Rows:
    """Return the rows of `keys` before a day, for each copy, and (copy, code, value, day) added."""
    window = ledger.before(keys, known_on)
    count = window.count
    rows = np.repeat(window.start - (np.cumsum(count) - count), count) + np.arange(count.sum())
    known = len(rows)
    more = np.array(added, np.int64).reshape(-1, 4)
    return _Rows(
        np.append(np.repeat(np.arange(copies), known), more[:, 0]).astype(np.int32),
        np.append(np.tile(np.repeat(codes, count), copies), more[:, 1]).astype(np.int32),
        np.append(np.tile(ledger.day[rows], copies), more[:, 3]).astype(np.int32),
        np.append(np.tile(ledger.value[rows], copies), more[:, 2]),
        np.arange(copies * known + len(more)) >= copies * known,
    )
