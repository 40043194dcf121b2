"""Ratios of CPU time: two ways of work in turn, round after round, in one process.

Seconds depend on the machine and on who else is using it; a ratio of two things done right after
each other hardly does. The median leaves out the rounds in which something came in between.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7

Work = Callable[[int], object]
"""Something to do; it is told the number of the round, so that every round can ask anew."""


@dataclass(frozen=True)
class Measurement:
    """CPU seconds of each round: ours, and those of the bare thing that it is compared with."""

    ours: tuple[float, ...]
    bare: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours / bare, a round each."""
        return tuple(one / other for one, other in zip(self.ours, self.bare, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)

    @property
    def ours_seconds(self) -> float:
        """The median of our CPU seconds."""
        return median(self.ours)

    @property
    def bare_seconds(self) -> float:
        """The median of the other's CPU seconds."""
        return median(self.bare)


def measure(
    ours: Work,
    bare: Work,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> Measurement:
    """Do both in turn (A B A B …) and return what each round cost; round 0 warms up, uncounted.

    The default clock counts the CPU seconds of all threads of this process.
    """
    costs = [(_time(ours, number, clock), _time(bare, number, clock)) for number in _count(rounds)]
    first, second = zip(*costs[1:], strict=True)
    return Measurement(first, second)


def _count(rounds: int) -> range:
    return range(rounds + 1)


def _time(work: Work, number: int, clock: Callable[[], float]) -> float:
    start = clock()
    work(number)
    return clock() - start
