"""What a feature is: a named column with its group, direction, and what of the records it reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from features.pairs import Pairs
from features.source import FeatureSource
from snapshots.ledger import Floats
from snapshots.view import View

Group = Literal["competency", "performance", "tenure", "career", "talent"]
Direction = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Feature:
    """One column of the matrix.

    `compute` gives one float64 a pair. `about` tells whether it depends on the person and the day
    alone. `reads` are the columns of the records behind it as `table.column`, those apart by which
    rows find each other (nip and the ids). With `in_model` false it serves baselines alone.
    """

    name: str
    group: Group
    direction: Direction
    about: Literal["person", "pair"]
    compute: Callable[[Pairs], Floats]
    reads: tuple[str, ...]
    in_model: bool = True


def pair(
    name: str,
    group: Group,
    direction: Direction,
    compute: Callable[[Pairs], Floats],
    *columns: tuple[str, ...],
) -> Feature:
    """Return a feature of a pair that reads these groups of columns."""
    return Feature(name, group, direction, "pair", compute, _merge(columns))


def person(
    name: str,
    group: Group,
    direction: Direction,
    column: Callable[[FeatureSource, View], Floats],
    *columns: tuple[str, ...],
    in_model: bool = True,
) -> Feature:
    """Return a feature of a person as of a day: `column(source, view)` has one entry a row."""

    def compute(pairs: Pairs) -> Floats:
        return pairs.of_person(column)

    return Feature(name, group, direction, "person", compute, _merge(columns), in_model)


def _merge(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({column for columns in groups for column in columns}))
