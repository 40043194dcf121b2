"""The parts of a score difference a − b: by group, by reason and by column, each sum the same.

Contributions are exact, and both people stand before the same position, so that the differences of
their contributions come to score a − score b however they are summed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from features.catalog import NAMES
from features.feature import Direction
from models.columns import name_column, tell_column
from models.reason_kinds import GROUPS, KIND_OF, KINDS, Group, ReasonKind
from models.reasons import Standard, sum_groups, sum_kinds, tell
from snapshots.ledger import Floats
from wording import Language, say

HARDLY = 0.005
"""A difference that is written as 0.00."""


@dataclass(frozen=True)
class GroupPart:
    """One group's part of a score difference a − b."""

    group: Group
    difference: float


@dataclass(frozen=True)
class ContrastPart:
    """One reason's part of a score difference a − b: positive parts put `a` above `b`."""

    code: str
    group: Group
    difference: float
    value_a: str
    value_b: str
    text: str


@dataclass(frozen=True)
class ColumnPart:
    """One column's part of a score difference a − b; `reason` is the code of its kind."""

    feature: str
    label: str
    group: Group
    reason: str
    difference: float
    value_a: str
    value_b: str


@dataclass(frozen=True)
class Side:
    """One of two people: score, values by column, float64[F + 1] contributions, competencies."""

    name: str
    score: float
    values: dict[str, float]
    contributions: Floats
    standard: Standard


@dataclass(frozen=True)
class Pair:
    """Two people who are held against each other, and the language in which that is told.

    `direction_of` is the model's: the sign by which more of a column may move the score.
    """

    a: Side
    b: Side
    direction_of: Callable[[str], Direction]
    language: Language

    @property
    def columns(self) -> Floats:
        """What each column, and last the base, adds to score a − score b, float64[F + 1]."""
        return self.a.contributions - self.b.contributions

    def is_unknown(self, name: str) -> tuple[bool, bool]:
        """Tell of whom a column is not known."""
        return bool(np.isnan(self.a.values[name])), bool(np.isnan(self.b.values[name]))


def part_by_group(pair: Pair) -> tuple[GroupPart, ...]:
    """Return what each group of reasons adds to the difference, in the order of the groups."""
    sums = sum_groups(pair.columns)
    return tuple(GroupPart(group, sums[group]) for group in GROUPS)


def part_by_column(pair: Pair) -> tuple[ColumnPart, ...]:
    """Return what each column adds to the difference, the weightiest first."""
    parts = [
        ColumnPart(
            feature=name,
            label=name_column(name, pair.language),
            group=KIND_OF[name].group,
            reason=KIND_OF[name].code,
            difference=difference,
            value_a=_write(name, pair.a, pair.language),
            value_b=_write(name, pair.b, pair.language),
        )
        for name, difference in zip(NAMES, pair.columns[:-1].tolist(), strict=True)
        if difference
    ]
    return tuple(sorted(parts, key=_weigh, reverse=True))


def part_by_reason(pair: Pair, features: Sequence[ColumnPart]) -> tuple[ContrastPart, ...]:
    """Return what each reason adds to the difference, the weightiest first.

    `features` are the parts by column: where a reason tells the same of both, its text names what
    differs beneath it.
    """
    sums = sum_kinds(pair.columns)
    parts = [_make_part(pair, kind, sums[kind.code], features) for kind in KINDS if sums[kind.code]]
    return tuple(sorted(parts, key=_weigh, reverse=True))


def find_difference(
    code: str, difference: float, features: Sequence[ColumnPart]
) -> ColumnPart | None:
    """Return the column that pulls most where a reason does, of those written differently.

    None where all that the reason sums is written the same on both sides.
    """
    differing = [one for one in features if one.reason == code and one.value_a != one.value_b]
    return max(differing, key=lambda one: one.difference * np.sign(difference), default=None)


def _make_part(
    pair: Pair, kind: ReasonKind, difference: float, features: Sequence[ColumnPart]
) -> ContrastPart:
    a, b = (tell(kind, side.values, side.standard, pair.language) for side in (pair.a, pair.b))
    text = f"{pair.a.name}: {a.text} {pair.b.name}: {b.text}"
    if a.text == b.text:
        column = find_difference(kind.code, difference, features)
        text = _tell_both(pair, a.text, column)
    return ContrastPart(kind.code, kind.group, difference, a.value, b.value, text)


def _tell_both(pair: Pair, text: str, column: ColumnPart | None) -> str:
    """Return the one sentence that is told of both, and the column in which they differ."""
    names = {"a": pair.a.name, "b": pair.b.name}
    both = say("contrast.both", pair.language, text=text, **names)
    if column is None:
        return both
    values = {"label": column.label, "value_a": column.value_a, "value_b": column.value_b}
    return f"{both} {say('contrast.differs', pair.language, **names, **values)}"


def _write(name: str, side: Side, language: Language) -> str:
    """Write a column's value; what is not known is said to be so."""
    if np.isnan(side.values[name]):
        return say("contrast.unknown", language)
    return tell_column(name, side.values, language).value


def _weigh(part: ContrastPart | ColumnPart) -> float:
    return abs(part.difference)
