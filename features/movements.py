"""Past moves by where they came from and went to: how often they happened and how they ended.

As of a day D a move counts if it took effect before D, and its outcome if it became known before
D. Example: a move of 2022-01-01 whose outcome is known on 2023-01-31 is counted in 2022 and 2023,
and lifts or lowers a success rate from 2023-02-01 on.
"""

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes
from snapshots.days import Days
from snapshots.ledger import Floats, Ints, Ledger, Window, pair_key

SHARE_WEIGHT = 2.0
"""A share of past moves counts as if two more had gone elsewhere: one move alone is no habit."""

RATE_WEIGHT = 5.0
"""A success rate counts as if five more moves had ended like the average one."""


class Movement:
    """Chosen moves from codes `origin` to codes `target` (one entry a move, -1 unknown)."""

    def __init__(self, origin: Codes, target: Codes, size: int, day: Days) -> None:
        self._size = size
        self._between = Ledger(pair_key(origin, target, size), day)
        self._into = Ledger(target, day)
        self._out = Ledger(origin, day)

    def count(self, origin: npt.ArrayLike, target: npt.ArrayLike, day: Days) -> Floats:
        """Return log(1 + moves from origin to target before the day); NaN where unknown."""
        between = self._count(origin, target, day)
        return np.where(between < 0, np.nan, np.log1p(np.maximum(between, 0)))

    def share_of_arrivals(self, origin: npt.ArrayLike, target: npt.ArrayLike, day: Days) -> Floats:
        """Return which share of those who came to the target came from this origin."""
        return self._share(origin, target, day, self._into.before(target, day))

    def share_of_departures(
        self, origin: npt.ArrayLike, target: npt.ArrayLike, day: Days
    ) -> Floats:
        """Return which share of those who left this origin went to the target."""
        return self._share(origin, target, day, self._out.before(origin, day))

    def _count(self, origin: npt.ArrayLike, target: npt.ArrayLike, day: Days) -> Ints:
        key = pair_key(origin, target, self._size)
        return np.where(key < 0, -1, self._between.before(key, day).count)

    def _share(
        self, origin: npt.ArrayLike, target: npt.ArrayLike, day: Days, whole: Window
    ) -> Floats:
        between = self._count(origin, target, day)
        return np.where(between < 0, np.nan, between / (whole.count + SHARE_WEIGHT))


class SuccessRates:
    """How moves with a code ended (1 success, 0 failure, -1 unknown), drawn to the rate of all."""

    def __init__(self, code: npt.ArrayLike, outcome: npt.ArrayLike, known_on: Days) -> None:
        judged = np.flatnonzero(np.asarray(outcome) >= 0)
        codes, ends = np.asarray(code, np.int64)[judged], np.asarray(outcome)[judged]
        self._ledger = Ledger(codes, known_on[judged], ends)
        self._all = Ledger(np.zeros(len(judged), np.int64), known_on[judged], ends)

    def rate(self, code: npt.ArrayLike, day: Days) -> Floats:
        """Return the share of successes known before the day; NaN for an unknown code.

        The rate is (successes + weight · rate of all) / (moves + weight), weight `RATE_WEIGHT`.
        """
        every, own = self._all.before(0, day), self._ledger.before(code, day)
        with np.errstate(invalid="ignore"):
            usual = self._all.total(every) / every.count
        rate = (self._ledger.total(own) + RATE_WEIGHT * usual) / (own.count + RATE_WEIGHT)
        return np.where(np.asarray(code) < 0, np.nan, rate)
