"""What the columns would be if a person had other records: levels, trainings, yearly predicates.

Supposed people are copies of one real person with records added to each. Columns are computed by
the features' own code from those records, never set: what a feature makes of a record stands in one
place. Columns that read no such record are the real person's on the supposed day. How past moves
ended is held as it is known today.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.catalog import CATALOG
from features.feature import Feature
from features.matrix import build_matrix
from features.pairs import Pairs
from features.source import FeatureSource
from features.standards import Assessments
from snapshots.ahead import view_ahead
from snapshots.coding import Codes
from snapshots.days import Days, day_of, due_day
from snapshots.history import FIRST_YEAR, YEARS, History, year_key
from snapshots.ledger import Floats, Ints, Ledger
from snapshots.view import view_rows

NONE = -1
"""A training's family or competency where it has none."""
_OUTCOME = "transfers.outcome"
_Key = Callable[[Codes, Codes], Ints]


@dataclass(frozen=True)
class Supposition:
    """Records added to one person's; they are looked at on `day` and dated the day before.

    `levels` are (competency, level), `trainings` (family, competency, minutes), by their codes or
    NONE; `predicates` (year, code) are known when they are due (31 January of the next year).
    `corrected` (competency, level) is what the latest assessment says instead, on its own day.
    """

    day: int
    levels: tuple[tuple[int, int], ...] = ()
    trainings: tuple[tuple[int, int, int], ...] = ()
    predicates: tuple[tuple[int, int], ...] = ()
    corrected: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class _Rows:
    """Records of supposed people: whose each is, its key's second half, its day and value."""

    owner: Codes
    code: Codes
    day: Days
    value: Ints
    added: npt.NDArray[np.bool_]


class _SupposedAssessments(Assessments):
    """Assessments of supposed people among those of everybody else.

    `real` is the value that the records hold of each row: 0 of one that is added.
    """

    def __init__(self, everybody: Assessments, rows: _Rows, real: Ints, competencies: int) -> None:
        levels = rows.value.astype(np.int32)
        super().__init__(rows.owner, rows.code, rows.day, levels, competencies, everybody.everybody)
        other = rows.added | (rows.value != real)
        own, day = self.key(rows.owner, rows.code)[other], rows.day[other]
        self._sums = Ledger(own, day, (rows.value - real)[other])
        self._counts = Ledger(own, day, rows.added[other])

    def sum_everybody(self, person: Codes, competency: Codes | int, day: Days) -> tuple[Ints, Ints]:
        """Return everybody's, with what is supposed of each person itself."""
        total, count = super().sum_everybody(person, competency, day)
        window = self._sums.before(self.key(person, competency), day)
        counted = self._counts.before(self.key(person, competency), day)
        return total + self._sums.total(window), count + self._counts.total(counted)


def is_supposable(feature: Feature) -> bool:
    """Tell whether a column reads a record that can be supposed."""
    return any(_reads(feature, table) for table in _MAKERS)


def _reads(feature: Feature, table: str) -> bool:
    return any(column.startswith(table) for column in feature.reads) and (
        _OUTCOME not in feature.reads
    )


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
    for table, make in _MAKERS.items():
        # Columns of one table are computed once for all that suppose the same of it.
        fields = _SUPPOSED[table]
        alike = [(one.day, *(getattr(one, field) for field in fields)) for one in supposed]
        parts = {key: number for number, key in enumerate(dict.fromkeys(alike))}
        told = [Supposition(day, **dict(zip(fields, of, strict=True))) for day, *of in parts]
        people = np.arange(len(told), dtype=np.int32)
        world = make(source, person, known_on, told)
        view = view_ahead(world.history, people, [one.day for one in told])
        pairs, rows = Pairs(world, view, position), [parts[key] for key in alike]
        for column in _COLUMNS[table]:
            matrix[:, column] = pairs.share(CATALOG[column].compute)[rows]
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


def _suppose_predicates(
    source: FeatureSource, person: int, known_on: int, supposed: Sequence[Supposition]
) -> FeatureSource:
    """Return a source in which person k has the predicates of supposition k."""
    history = copy(source.history)
    rows = _read_predicates(source.history, person, known_on, [one.predicates for one in supposed])
    history.predicates = Ledger(year_key(rows.owner, rows.code), rows.day, rows.value)
    earned_on = np.minimum(rows.day, day_of(rows.code + 1, 1, 1))
    seats = view_rows(source.history, person, earned_on)
    told = source.history.predicates
    instead = told.before(year_key(person, rows.code), rows.day + 1)
    held = np.where(rows.added, told.last(instead, default=0), rows.value)
    world = source.over(history)
    world.peers = source.peers.suppose(history.predicates, seats, held)
    return world


def _suppose_assessments(
    source: FeatureSource, person: int, known_on: int, supposed: Sequence[Supposition]
) -> FeatureSource:
    """Return a source in which person k has the levels of supposition k."""
    world, real = source.over(source.history), source.assessments
    codes = np.arange(len(source.requirements.competencies), dtype=np.int32)
    own = real.key(np.full(len(codes), person, np.int32), codes)
    added = [(k, *one, s.day - 1) for k, s in enumerate(supposed) for one in s.levels]
    rows = _join(real.levels, own, codes, known_on, len(supposed), added)
    held = np.where(rows.added, 0, rows.value)
    for k, one in enumerate(supposed):
        for competency, level in one.corrected:
            of = (rows.owner == k) & (rows.code == competency) & ~rows.added
            rows.value[np.flatnonzero(of)[-1:]] = level
    world.assessments = _SupposedAssessments(real, rows, held, len(codes))
    return world


def _suppose_trainings(
    source: FeatureSource, person: int, known_on: int, supposed: Sequence[Supposition]
) -> FeatureSource:
    """Return a source in which person k has the trainings of supposition k."""
    real, people = source.trainings, len(supposed)
    new = [(k, *one, s.day - 1) for k, s in enumerate(supposed) for one in s.trainings]
    # Of each ledger: how it is keyed, what its second half can be, and what is added to it.
    ledgers: dict[str, tuple[_Key, Codes, list[tuple[int, int, int, int]]]] = {
        "every": (
            lambda person, _: person.astype(np.int64),
            np.zeros(1, np.int32),
            [(k, 0, 1, day) for k, _, _, _, day in new],
        ),
        "families": (
            real.family_key,
            np.arange(len(source.history.families), dtype=np.int32),
            [(k, family, minutes, day) for k, family, _, minutes, day in new if family != NONE],
        ),
        "subjects": (
            real.subject_key,
            np.arange(real.competencies, dtype=np.int32),
            [(k, subject, 1, day) for k, _, subject, _, day in new if subject != NONE],
        ),
    }
    world, trainings = source.over(source.history), copy(real)
    for name, (key, codes, added) in ledgers.items():
        own = key(np.full(len(codes), person, np.int32), codes)
        rows = _join(getattr(real, name), own, codes, known_on, people, added)
        setattr(trainings, name, Ledger(key(rows.owner, rows.code), rows.day, rows.value))
    world.trainings = trainings
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


_Maker = Callable[[FeatureSource, int, int, Sequence[Supposition]], FeatureSource]
_MAKERS: dict[str, _Maker] = {
    "assessments.": _suppose_assessments,
    "trainings.": _suppose_trainings,
    "performance.": _suppose_predicates,
}
_SUPPOSED = {
    "assessments.": ("levels", "corrected"),
    "trainings.": ("trainings",),
    "performance.": ("predicates",),
}
"""The fields of a supposition that hold what is supposed of a table."""
_COLUMNS = {
    table: [place for place, feature in enumerate(CATALOG) if _reads(feature, table)]
    for table in _MAKERS
}
"""The columns that read each table; none reads two of them."""
