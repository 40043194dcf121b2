"""How fast anybody may ask: a bucket for each caller that fills up again as time passes.

A bucket holds what may be asked in a minute, so that a burst passes and a flood does not. It counts
within one process: several workers together let through as many times that as there are workers.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from serving.errors import ServingError

MINUTE = 60.0
MOST_CALLERS = 10_000
"""Callers remembered at most; who has not asked for longest has a full bucket anyway."""
STRANGERS = 0.5
"""Share of the pace that an address has from which somebody unknown asks."""


class TooManyRequestsError(ServingError):
    """Somebody asks faster than is allowed; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too fast, wait {seconds} s")
        self.seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        """The answer's headers: when to ask again."""
        return {"Retry-After": str(self.seconds)}


class Pace:
    """The buckets of one process; not for threads: the event loop alone asks."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str, share: float = 1.0) -> int:
        """Take one request out of a caller's bucket; return 0, or the seconds until there is one.

        `share` is the caller's part of the pace: 600 a minute at a share of 0.5 are 300 at once,
        then five a second.
        """
        most = max(1.0, self._a_minute * share)
        now = self._clock()
        left, at = self._left.pop(caller, (most, now))
        left = min(most, left + (now - at) * most / MINUTE)
        short = 1.0 - left
        self._left[caller] = (left if short > 0 else left - 1.0, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return math.ceil(short * MINUTE / most) if short > 0 else 0

    def give_back(self, caller: str) -> None:
        """Put one request back into a bucket out of which it was taken for somebody else."""
        if caller in self._left:
            left, at = self._left[caller]
            self._left[caller] = left + 1.0, at
