"""Events and spans by key and day, answered by binary search "strictly before a day".

Every count, sum and duration that a gate or a feature takes from history comes from here, so the
promise that nothing known later changes an answer stands in one place. Values are integers: sums
are exact, hence rows added later cannot change an earlier answer even in its last bit.

Example: rows of person 3 on days 10 and 20. `before(3, 20)` sees one row, `before(3, 21)` two.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]

_SHIFT = 32
_OFFSET = 2**31
_FIXED_POINT = 2**16
_YEAR_2000 = 10957
_FAR_OFF = 36525  # 2070-01-01


def _join(key: npt.ArrayLike, day: npt.ArrayLike) -> Ints:
    """Join key (≥ 0) and day into one sortable integer."""
    return (np.asarray(key, np.int64) << _SHIFT) + (np.asarray(day, np.int64) + _OFFSET)


def pair_key(first: npt.ArrayLike, second: npt.ArrayLike, size: int) -> Ints:
    """Return one key for two codes, -1 where either is unknown; `size` bounds the second code."""
    one, two = np.asarray(first, np.int64), np.asarray(second, np.int64)
    return np.where((one < 0) | (two < 0), -1, one * size + two)


@dataclass(frozen=True)
class Window:
    """Where the rows of each asked key before each asked day lie: `start` ≤ row < `stop`."""

    start: Ints
    stop: Ints

    @property
    def count(self) -> Ints:
        """Number of rows seen, 0 for an unknown key."""
        return self.stop - self.start


class Ledger:
    """Rows (key, day, value) sorted by key and day; rows with an unknown key (< 0) are left out.

    `key`, `day` and `value` have one entry a row; `value` defaults to 1. `order` maps a sorted row
    to its place in the arrays given, for callers that keep more columns.
    """

    def __init__(
        self, key: npt.ArrayLike, day: npt.ArrayLike, value: npt.ArrayLike | None = None
    ) -> None:
        keys, days = np.asarray(key, np.int64), np.asarray(day, np.int64)
        values = np.ones(len(keys), np.int64) if value is None else np.asarray(value, np.int64)
        known = np.flatnonzero(keys >= 0)
        joined = _join(keys[known], days[known])
        by_day = np.lexsort((values[known], joined))
        self.order: Ints = known[by_day].astype(np.int64)
        self._joined = joined[by_day]
        self.day: Ints = days[self.order]
        self.value: Ints = values[self.order]
        self._sums = np.concatenate([[0], np.cumsum(self.value)])
        # Of the row that ends a window at `stop`: whose it is, and where that key's rows begin.
        self._owner = np.concatenate([[-1], keys[self.order]])
        begins = np.flatnonzero(np.diff(self._owner, prepend=-1))
        self._begin = np.zeros(len(self._owner), np.int64)
        self._begin[begins] = begins - 1
        self._begin = np.maximum.accumulate(self._begin)

    def before(self, key: npt.ArrayLike, day: npt.ArrayLike) -> Window:
        """Find the rows of each `key` dated strictly before `day` (arrays broadcast together)."""
        stop = np.searchsorted(self._joined, _join(key, day))
        start = np.where(self._owner[stop] == np.asarray(key), self._begin[stop], stop)
        return Window(start, stop)

    def find_begins(self) -> Ints:
        """Return, for each sorted row, the place of the first row of its key."""
        return self._begin[1:]

    def since(self, window: Window, key: npt.ArrayLike, day: npt.ArrayLike) -> Window:
        """Narrow a window of `key` to its rows dated on or after `day`."""
        keys = np.maximum(np.broadcast_to(np.asarray(key, np.int64), window.stop.shape), 0)
        start = np.searchsorted(self._joined, _join(keys, day))
        return Window(np.clip(start, window.start, window.stop), window.stop)

    def total(self, window: Window) -> Ints:
        """Return the sum of the values in each window."""
        total: Ints = self._sums[window.stop] - self._sums[window.start]
        return total

    def last(self, window: Window, default: int = -1) -> Ints:
        """Return the value of the latest row in each window, `default` where it is empty.

        Of several rows of one day the greatest value counts as the latest.
        """
        return self._pick(self.value, window, default)

    def last_day(self, window: Window, default: int) -> Ints:
        """Return the day of the latest row in each window, `default` where it is empty."""
        return self._pick(self.day, window, default)

    def _pick(self, column: Ints, window: Window, default: int) -> Ints:
        if not len(column):
            return np.full(window.stop.shape, default, np.int64)
        found = column[np.maximum(window.stop - 1, 0)]
        return np.where(window.stop > window.start, found, default)


class Spans:
    """Spans [start, end) by key, merged where they overlap, so that every day counts once.

    Spans with an unknown key (< 0) or without length are left out; an end may be `OPEN_END`.
    """

    def __init__(self, key: npt.ArrayLike, start: npt.ArrayLike, end: npt.ArrayLike) -> None:
        keys, self._start, self._end = _merge(key, start, end)
        self._ledger = Ledger(keys, self._start)
        self._served: dict[float | None, _Served] = {}

    def days_before(self, key: npt.ArrayLike, day: npt.ArrayLike) -> Ints:
        """Return how many days of each key's spans lie before `day`."""
        return self._measure(key, day, None)

    def faded_before(self, key: npt.ArrayLike, day: npt.ArrayLike, memory_days: float) -> Floats:
        """Return the days before `day`, each weighed exp(-age / memory_days): recent ones count.

        Weights are summed in fixed point, hence exactly, for a memory of three years up to 2069.
        """
        age = np.asarray(day, np.float64) - _YEAR_2000
        grown = self._measure(key, day, memory_days)
        return grown / _FIXED_POINT * np.exp(-age / memory_days)

    def _measure(self, key: npt.ArrayLike, day: npt.ArrayLike, memory_days: float | None) -> Ints:
        window = self._ledger.before(key, day)
        if not len(self._start):
            return np.zeros(window.stop.shape, np.int64)
        served = self._measure_all(memory_days)
        last = np.maximum(window.stop - 1, 0)
        now = np.asarray(day, np.int64)
        current = served.offset[last] + _grow(now, memory_days)
        measured = np.where(self._end[last] < now, served.whole[last], current)
        return np.where(window.count > 0, measured, 0)

    def _measure_all(self, memory_days: float | None) -> "_Served":
        """Return the measures of all spans, computed once a memory."""
        if memory_days not in self._served:
            # Only the last span of a key can be open, or end far off (9999-12-31 is how some
            # systems write "open"): no day asked about lies after it.
            closed = np.where(self._end > _FAR_OFF, self._start, self._end)
            start, end = _grow(self._start, memory_days), _grow(closed, memory_days)
            before = np.cumsum(end - start) - (end - start)
            before -= before[self._ledger.find_begins()]
            self._served[memory_days] = _Served(before + end - start, before - start)
        return self._served[memory_days]


@dataclass(frozen=True)
class _Served:
    """The measure of a key's spans up to each of them: `whole` once it has ended.

    While it lasts it is `offset` and the growing measure of the day asked about.
    """

    whole: Ints
    offset: Ints


def _grow(days: Ints, memory_days: float | None) -> Ints:
    """Return a growing measure of days: the days, or the fixed-point integral of their weights."""
    if memory_days is None:
        return days
    scale = memory_days * _FIXED_POINT
    return np.rint(np.exp((days - _YEAR_2000) / memory_days) * scale).astype(np.int64)


def _merge(key: npt.ArrayLike, start: npt.ArrayLike, end: npt.ArrayLike) -> tuple[Ints, Ints, Ints]:
    """Sort spans by key and start and merge those that overlap or touch."""
    keys, starts, ends = (np.asarray(column, np.int64) for column in (key, start, end))
    kept = np.flatnonzero((keys >= 0) & (ends > starts))
    kept = kept[np.argsort(_join(keys[kept], starts[kept]), kind="stable")]
    keys, starts, ends = keys[kept], starts[kept], ends[kept]
    reach = np.maximum.accumulate(_join(keys, ends)) if len(kept) else _join(keys, ends)
    opens = np.ones(len(kept), bool)
    opens[1:] = _join(keys[1:], starts[1:]) > reach[:-1]
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(kept)) - 1
    merged_end = reach[last] - (keys[last] << _SHIFT) - _OFFSET if len(kept) else ends
    return keys[first], starts[first], merged_end
