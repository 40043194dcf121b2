"""Competency gaps as they are to be expected, where assessments err and some are missing.

A level is expected to be the mean of all assessments that the person had in it, drawn towards the
mean of everybody assessed in it: one assessment weighs as much as that usual level, and somebody
never assessed in it is expected to be like the others. Levels are taken in 1/1024, so that sums
are exact. Example: levels 4 and 2 where others have 3.6 on average: (4 + 2 + 3.6) / 3 = 3.2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from features.competency import ask_requirements
from features.pairs import Pairs, ratio
from features.source import FeatureSource
from features.standards import KINDS
from snapshots.coding import Codes
from snapshots.ledger import Floats, Ints
from snapshots.view import View

_UNIT = 1024
_USUAL_WEIGHT = 1
_UNKNOWN = -1


@dataclass(frozen=True)
class _Gaps:
    """Levels short in 1/1024, summed by kind, and how many requirements could be judged."""

    judged: Ints
    short: Ints
    worst: Floats


def _expect_level(source: FeatureSource, competency: Codes | int, view: View) -> Codes:
    """Return expected levels in 1/1024, `_UNKNOWN` where nobody was ever assessed."""
    assessments = source.assessments
    own = assessments.levels.before(assessments.key(view.person, competency), view.day)
    total, count = assessments.sum_everybody(view.person, competency, view.day)
    usual = total / np.maximum(count, 1)
    level = assessments.levels.total(own) + _USUAL_WEIGHT * usual
    expected = np.rint(level * _UNIT / (own.count + _USUAL_WEIGHT))
    return np.where(count == 0, _UNKNOWN, expected).astype(np.int32)


def _expect_gaps(pairs: Pairs) -> _Gaps:
    rows, level = ask_requirements(pairs, _expect_level)
    known = level != _UNKNOWN
    gap = pairs.source.requirements.level[rows.requirement] * _UNIT - level
    worst = rows.greatest(np.where(known, gap, -_UNIT * _UNIT))
    judged = rows.add(known)
    return _Gaps(
        judged=judged,
        short=rows.add(np.maximum(gap, 0) * known),
        worst=np.where(judged.sum(axis=1) == 0, np.nan, worst / _UNIT),
    )


def expected_gap(pairs: Pairs) -> Floats:
    """Mean levels short that are to be expected over all requirements."""
    gaps = pairs.share(_expect_gaps)
    return ratio(gaps.short.sum(axis=1), gaps.judged.sum(axis=1) * _UNIT)


def expected_worst_gap(pairs: Pairs) -> Floats:
    """Level asked minus level expected where that is worst; below 0 if all are exceeded."""
    return pairs.share(_expect_gaps).worst


def _gap_of(kind: str) -> Callable[[Pairs], Floats]:
    """Return the expected mean gap over the requirements of one kind of competency."""
    place = KINDS.index(kind)

    def gap(pairs: Pairs) -> Floats:
        gaps = pairs.share(_expect_gaps)
        return ratio(gaps.short[:, place], gaps.judged[:, place] * _UNIT)

    return gap


expected_managerial_gap = _gap_of("managerial")
expected_sociocultural_gap = _gap_of("sociocultural")
expected_technical_gap = _gap_of("technical")
