"""Pairs of a person as of a day and a position asked about: what every feature is computed from."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from features.source import FeatureSource
from snapshots.coding import Codes
from snapshots.days import Days
from snapshots.ledger import Floats, Ints
from snapshots.view import View

Shared = TypeVar("Shared")
Column = TypeVar("Column", bound=npt.NDArray[Any])


class Pairs:
    """Rows of a view, each with a position; `position` is one index for all, or one a row.

    Answers do not depend on which of the two it is, nor on the other rows.
    """

    def __init__(self, source: FeatureSource, view: View, position: npt.ArrayLike) -> None:
        self.source = source
        self.view = view
        self.position: Codes = np.asarray(position, np.int32)
        self._shared: dict[Callable[[Pairs], Any], Any] = {}
        self._origins: dict[str, Codes] = {}

    def __len__(self) -> int:
        return len(self.view)

    @cached_property
    def is_one_question(self) -> bool:
        """Whether all rows share the position and the day."""
        return self.position.ndim == 0 and bool((self.view.day == self.view.day[:1]).all())

    @property
    def days(self) -> Days:
        """Return the days to ask for: one where all rows ask the same, else one a row."""
        return self.view.day[:1] if self.is_one_question else self.view.day

    def target(self, name: str) -> Codes:
        """Return an attribute of the position asked about, one code or one a row."""
        return np.asarray(self.source.attribute(name).codes[self.position])

    def origin(self, name: str) -> Codes:
        """Return an attribute of the position held, -1 where none is known."""
        if name not in self._origins:
            self._origins[name] = self.source.attribute(name).of(self.view.position)
        return self._origins[name]

    def by_origin(self, name: str, ask: Callable[[Codes, Days], Floats]) -> Floats:
        """Return `ask(attribute of the position held, day)`, row by row.

        Where all rows ask the same, each distinct attribute is asked for once and looked up.
        """
        size = self.source.attribute(name).size
        if size >= len(self) or not self.is_one_question:
            return ask(self.origin(name), self.view.day)
        answers = ask(np.arange(-1, size, dtype=np.int32), self.days)
        return answers[self.origin(name) + 1]

    def of_person(self, column: Callable[..., Column], *arguments: int) -> Column:
        """Return `column(source, *arguments, view)`, computed once for everybody in the view."""
        return self.view.derive(self.source.bind(column, *arguments))

    def share(self, compute: "Callable[[Pairs], Shared]") -> Shared:
        """Return `compute(pairs)`, computed once for all features of these pairs."""
        if compute not in self._shared:
            self._shared[compute] = compute(self)
        kept: Shared = self._shared[compute]
        return kept


def ratio(part: Ints | Floats, whole: Ints) -> Floats:
    """Return part / whole, NaN where the whole is 0."""
    return np.where(whole == 0, np.nan, part / np.where(whole == 0, 1, whole))
