"""Competency against the position's standard.

A requirement counts as assessed if the person's level was known before the day; of several
assessments the latest holds. Sums are of whole levels, so they are exact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from features.pairs import Pairs, ratio
from features.source import FeatureSource
from features.standards import KINDS
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats, Ints
from snapshots.view import View

PairColumn = Callable[[Pairs], Floats]

_UNASSESSED = -99
_EDGES = len(KINDS) + 1


@dataclass(frozen=True)
class Comparison:
    """Levels against the standard: sums over assessed requirements, int64[n, kinds] but `worst`.

    `required` counts all requirements, `assessed` those known, `met` those reached; `needed` sums
    the levels asked, `reached` the levels had as far as they were asked.
    `worst` int64[n] is the greatest shortfall of any that is assessed.
    """

    required: Ints
    assessed: Ints
    met: Ints
    needed: Ints
    reached: Ints
    worst: Ints


@dataclass(frozen=True)
class _OneStandard:
    """The requirements of one position, [R, 1], beside n pairs: values are [R, n].

    Those of kind k are `edges[k]` up to `edges[k + 1]`.
    """

    requirement: Ints
    edges: tuple[int, ...]
    pairs: int

    @property
    def required(self) -> Ints:
        """Number of requirements of each pair by kind, int64[n, kinds]."""
        return np.broadcast_to(np.diff(self.edges), (self.pairs, len(KINDS)))

    def ask(self, pairs: Pairs, column: Callable[..., Codes]) -> Codes:
        """Take each competency's column from the whole view, where it is kept."""
        asked = pairs.source.requirements.competency[self.requirement[:, 0]]
        columns = [pairs.of_person(column, competency) for competency in asked.tolist()]
        return np.stack(columns) if columns else np.zeros((0, self.pairs), np.int32)

    def add(self, values: Codes | Flags) -> Ints:
        """Return the sums by pair and kind, int64[n, kinds]."""
        parts = (values[start:stop] for start, stop in pairwise(self.edges))
        sums = [np.add.reduce(part, axis=0, dtype=np.int32) for part in parts]
        return np.stack(sums).astype(np.int64).T

    def greatest(self, values: Codes) -> Ints:
        """Return the greatest value of each pair, 0 where nothing is required."""
        return (values.max(axis=0) if len(values) else np.zeros(self.pairs)).astype(np.int64)


@dataclass(frozen=True)
class _ManyStandards:
    """Pairs spread over the requirements of their own positions: values have one entry a row.

    `pair` and `requirement` have one entry a row too; the rows of pair i and kind k are
    `bounds[i, k]` up to `bounds[i, k + 1]`.
    """

    pair: Ints
    requirement: Ints
    bounds: Ints

    @property
    def required(self) -> Ints:
        """Number of requirements of each pair by kind, int64[n, kinds]."""
        return np.diff(self.bounds, axis=1)

    def ask(self, pairs: Pairs, column: Callable[..., Codes]) -> Codes:
        """Compute the column for each row."""
        asked = pairs.source.requirements.competency[self.requirement]
        return column(pairs.source, asked, pairs.view.take(self.pair))

    def add(self, values: Codes | Flags) -> Ints:
        """Return the sums by pair and kind, int64[n, kinds]."""
        start, stop = self.bounds[:, :-1], self.bounds[:, 1:]
        sums = np.add.reduceat(np.append(values, 0), start.ravel(), dtype=np.int64)
        return np.where(start == stop, 0, sums.reshape(start.shape))

    def greatest(self, values: Codes) -> Ints:
        """Return the greatest value of each pair, 0 where nothing is required."""
        filled = np.flatnonzero(self.bounds[:, -1] > self.bounds[:, 0])
        result = np.zeros(len(self.bounds), np.int64)
        if len(filled):
            result[filled] = np.maximum.reduceat(values, self.bounds[filled, 0])
        return result


def _spread(pairs: Pairs) -> _OneStandard | _ManyStandards:
    start = pairs.source.requirements.start
    edges = start[pairs.position[..., None].astype(np.int64) * len(KINDS) + np.arange(_EDGES)]
    if not pairs.position.ndim:
        requirement = np.arange(edges[0], edges[-1])[:, None]
        return _OneStandard(requirement, tuple((edges - edges[0]).tolist()), len(pairs))
    length = edges[:, -1] - edges[:, 0]
    begin = np.cumsum(length) - length
    pair = np.repeat(np.arange(len(pairs)), length)
    requirement = np.repeat(edges[:, 0] - begin, length) + np.arange(len(pair))
    return _ManyStandards(pair, requirement, edges - edges[:, :1] + begin[:, None])


def ask_requirements(
    pairs: Pairs, column: Callable[..., Codes]
) -> tuple[_OneStandard | _ManyStandards, Codes]:
    """Return pairs beside their requirements, and `column(source, competency, view)` for each."""
    rows = pairs.share(_spread)
    return rows, rows.ask(pairs, column)


def _find_level(source: FeatureSource, competency: Codes | int, view: View) -> Codes:
    assessments = source.assessments
    window = assessments.levels.before(assessments.key(view.person, competency), view.day)
    return assessments.levels.last(window).astype(np.int32)


def _compare(pairs: Pairs) -> Comparison:
    rows, level = ask_requirements(pairs, _find_level)
    needs = pairs.source.requirements.level[rows.requirement]
    known = level >= 0
    reached = np.minimum(level, needs) * known
    short = np.where(known, needs - level, _UNASSESSED)
    return Comparison(
        required=rows.required,
        assessed=rows.add(known),
        met=rows.add(level >= needs),
        needed=rows.add(needs * known),
        reached=rows.add(reached),
        worst=rows.greatest(short),
    )


def match(pairs: Pairs) -> Floats:
    """Job-person match: levels had, capped at those asked, over levels asked; 0–1."""
    found = pairs.share(_compare)
    return ratio(found.reached.sum(axis=1), found.needed.sum(axis=1))


def share_met(pairs: Pairs) -> Floats:
    """Share of the assessed requirements that are reached."""
    found = pairs.share(_compare)
    return ratio(found.met.sum(axis=1), found.assessed.sum(axis=1))


def worst_gap(pairs: Pairs) -> Floats:
    """Level asked minus level had where that is worst; below 0 if all are exceeded."""
    found = pairs.share(_compare)
    return np.where(found.assessed.sum(axis=1) == 0, np.nan, found.worst)


def mean_gap(pairs: Pairs) -> Floats:
    """Mean levels short over the assessed requirements; what is exceeded makes up for nothing."""
    found = pairs.share(_compare)
    return ratio((found.needed - found.reached).sum(axis=1), found.assessed.sum(axis=1))


def gap_of(kind: str) -> PairColumn:
    """Return the mean gap over the requirements of one kind of competency."""
    place = KINDS.index(kind)

    def gap(pairs: Pairs) -> Floats:
        found = pairs.share(_compare)
        short = found.needed[:, place] - found.reached[:, place]
        return ratio(short, found.assessed[:, place])

    return gap


def share_met_of(kind: str) -> PairColumn:
    """Return the share of reached requirements of one kind of competency."""
    place = KINDS.index(kind)

    def share(pairs: Pairs) -> Floats:
        found = pairs.share(_compare)
        return ratio(found.met[:, place], found.assessed[:, place])

    return share


def mean_level(source: FeatureSource, view: View) -> Floats:
    """Mean of a person's latest levels over every competency ever assessed."""
    sums, firsts = source.assessments.sums, source.assessments.firsts
    level = sums.total(sums.before(view.person, view.day))
    return ratio(level, firsts.total(firsts.before(view.person, view.day)))
