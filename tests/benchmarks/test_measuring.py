"""A ratio is the median over rounds of two costs taken in turn."""

import pytest

from benchmarks.measuring import Measurement, measure


class Clock:
    """A clock that stands still while nothing is worked."""

    def __init__(self) -> None:
        self.now = 100.0
        self.worked: list[tuple[str, int]] = []

    def __call__(self):
        return self.now

    def work(self, name, costs):
        """Return work that takes costs[number] seconds in round `number`."""

        def do(number):
            self.worked.append((name, number))
            self.now += costs[number]

        return do


def test_both_are_done_in_turn_and_the_round_that_warms_up_is_not_counted():
    clock = Clock()
    ours, bare = clock.work("ours", [9, 1, 2]), clock.work("bare", [9, 4, 4])
    found = measure(ours, bare, rounds=2, clock=clock)
    assert clock.worked == [(name, number) for number in range(3) for name in ("ours", "bare")]
    assert found.ours == pytest.approx((1, 2))
    assert found.bare == pytest.approx((4, 4))


def test_one_disturbed_round_does_not_move_the_ratio():
    found = Measurement(ours=(1.1, 1.1, 30.0), bare=(1.0, 1.0, 1.0))
    assert found.ratio == pytest.approx(1.1)


def test_the_ratio_is_of_costs_of_the_same_round():
    slow_machine_first = Measurement(ours=(4.0, 2.0, 1.0), bare=(2.0, 1.0, 0.5))
    assert slow_machine_first.ratios == (2.0, 2.0, 2.0)
    assert slow_machine_first.ratio == 2.0
