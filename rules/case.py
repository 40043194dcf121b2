"""What every gate is asked: who, as of which day, into which position, effective when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes
from snapshots.days import Days
from snapshots.history import History
from snapshots.ledger import Flags
from snapshots.view import Column, View

Whole = np.int32 | Codes
"""One number for all rows, or one a row."""


@dataclass(frozen=True)
class _Fact:
    """A column of `people`, for the rows of a view."""

    name: str

    def __call__(self, view: View) -> npt.NDArray[Any]:
        column: npt.NDArray[Any] = getattr(view.history.people, self.name)
        return column[view.person]


@dataclass(frozen=True)
class Case:
    """Rows of a view, the position index of each, and the day on which the move takes effect."""

    view: View
    position: Whole
    effective: Whole

    @property
    def history(self) -> History:
        """The records."""
        return self.view.history

    @property
    def day(self) -> Days:
        """Day as of which each row is judged."""
        return self.view.day

    def fact(self, name: str) -> npt.NDArray[Any]:
        """Return a column of `people` for each row."""
        return self.view.derive(_Fact(name))

    def target(self, column: npt.NDArray[Any]) -> Any:
        """Return a column of `positions` for the position asked: one number, or one a row."""
        return column[self.position]

    def derive_by(self, key: Whole, make: "Callable[[int], Callable[[View], Column]]") -> Column:
        """Return `make(key)(view)` for the key of each row; computed once for each key."""
        keys = np.asarray(key)
        columns = {one: self.view.derive(make(one)) for one in np.unique(keys).tolist() or [0]}
        if len(columns) == 1:
            return next(iter(columns.values()))
        found = next(iter(columns.values())).copy()
        for one, column in columns.items():
            rows = keys == one
            found[rows] = column[rows]
        return found

    def everywhere(self, flag: npt.ArrayLike) -> Flags:
        """Spread one flag over all rows."""
        return np.broadcast_to(np.asarray(flag, np.bool_), len(self.view))

    def one(self, column: npt.ArrayLike) -> int:
        """Return the number of the only row, for explanations."""
        return int(np.asarray(column).reshape(-1)[0])
