"""Expected against observed: counted where a chance was told, with an interval that covers."""

from dataclasses import replace
from datetime import date
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.aftermath.answers import ReturnRequest
from planning.aftermath.balance import balance, count_successes
from tests.planning.aftermath.later import follow_one

MOVE = follow_one()


def ended(succeeded, fit):
    return replace(MOVE, fit=fit, outcome=replace(MOVE.outcome, succeeded=succeeded))


def test_only_moves_with_an_outcome_and_a_chance_are_compared():
    moves = [ended(True, 0.9), ended(False, 0.5), ended(True, None), ended(None, 0.8)]
    told = balance(moves, "id")
    assert (told.moves, told.judged, told.succeeded) == (4, 3, 2)
    assert (told.told, told.observed) == (2, 1)
    assert told.expected == pytest.approx(1.4)


def test_nothing_known_is_told_as_nothing():
    told = balance([ended(None, 0.8)], "id")
    assert (told.judged, told.expected, told.low, told.high) == (0, None, None, None)
    assert "belum" in told.text


def test_without_chances_there_is_nothing_to_compare():
    assert balance([ended(True, None)], "id").expected is None


@pytest.mark.parametrize(
    ("good", "words"), [(0, "di bawah harapan"), (16, "sesuai"), (20, "lebih baik")]
)
def test_what_falls_outside_the_interval_is_said(good, words):
    moves = [ended(place < good, 0.8) for place in range(20)]
    assert words in balance(moves, "id").text


def test_who_wants_back_is_counted_once():
    sign = ReturnRequest("wish", date(2025, 1, 1), "")
    assert balance([replace(MOVE, returns=(sign, sign)), MOVE], "id").returning == 1


@given(st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.75, 1.0]), min_size=1, max_size=6))
def test_the_interval_is_that_of_trying_every_case(chances):
    share = [0.0] * (len(chances) + 1)
    for ends in product((0, 1), repeat=len(chances)):
        case = prod(p if end else 1 - p for p, end in zip(chances, ends, strict=True))
        share[sum(ends)] += case
    low, high = count_successes(chances)
    assert sum(share[: low + 1]) >= 0.05 - 1e-9
    assert sum(share[:low]) < 0.05
    assert sum(share[: high + 1]) >= 0.95 - 1e-9
    assert sum(share[:high]) < 0.95
