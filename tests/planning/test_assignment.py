"""Rows and columns are paired at the least sum of costs, whatever shape and size these have."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import planning
from planning.errors import AssignmentError

INF = float("inf")
SMALL = st.integers(-9, 9)
GREAT = st.integers(2**60, 2**60 + 9) | st.integers(-(2**90), 2**90)


def tables(costs):
    shapes = st.tuples(st.integers(1, 5), st.integers(1, 5))
    return shapes.flatmap(
        lambda shape: st.lists(
            st.lists(costs, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


def find_least(table):
    """Return the least sum over every way to pair, None where there is none."""
    rows, columns = len(table), len(table[0])
    if rows > columns:
        return find_least([list(column) for column in zip(*table, strict=True)])
    sums = (
        [table[row][column] for row, column in enumerate(taken)]
        for taken in permutations(range(columns), rows)
    )
    return min((sum(costs) for costs in sums if INF not in costs), default=None)


def check(table):
    """Hold the answer against trying everything."""
    least = find_least(table)
    if least is None:
        with pytest.raises(AssignmentError) as told:
            planning.assign(table)
        assert told.value.code == "infeasible"
        return
    column = planning.assign(table).tolist()
    used = [one for one in column if one >= 0]
    assert len(column) == len(table)
    assert len(used) == len(set(used)) == min(len(table), len(table[0]))
    assert sum(table[row][one] for row, one in enumerate(column) if one >= 0) == least


@given(tables(SMALL))
@settings(deadline=None)
def test_integers_are_paired_at_the_least_sum(table):
    check(table)


@given(tables(SMALL | st.just(INF)))
@settings(deadline=None)
def test_infinity_forbids_a_pair_and_what_cannot_be_paired_is_told(table):
    check(table)


@given(tables(GREAT))
@settings(deadline=None)
def test_integers_beyond_the_exactness_of_floats_are_paired_exactly(table):
    check(table)


@given(tables(GREAT | st.just(INF)))
@settings(deadline=None)
def test_great_integers_with_forbidden_pairs_are_paired_exactly(table):
    check(table)


@given(tables(st.integers(-40, 40).map(lambda quarter: quarter / 4)))
@settings(deadline=None)
def test_fractions_are_paired_at_the_least_sum(table):
    check(table)


def test_one_more_beside_a_great_cost_is_not_lost():
    great = 2**53
    assert planning.assign([[great + 1, great], [great, great]]).tolist() == [1, 0]
    assert planning.assign(np.array([[great, great + 1], [great, great]])).tolist() == [0, 1]


@pytest.mark.parametrize("nothing", [None, float("nan"), INF])
def test_none_and_nan_forbid_like_infinity(nothing):
    assert planning.assign([[nothing, 5], [0, nothing]]).tolist() == [1, 0]


def test_what_a_mask_hides_is_forbidden():
    masked = np.ma.array([[0, 5], [0, 9]], mask=[[True, False], [False, False]])
    assert planning.assign(masked).tolist() == [1, 0]


def test_decimals_are_numbers():
    costs = np.array([[Decimal("1.5"), 2], [1, Decimal("NaN")]], object)
    assert planning.assign(costs).tolist() == [1, 0]


def test_rows_beyond_the_columns_are_left_out():
    assert planning.assign([[5], [1], [3]]).tolist() == [-1, 0, -1]


@pytest.mark.parametrize(("empty", "answer"), [([], []), ([[]], [-1]), (np.empty((0, 3)), [])])
def test_an_empty_table_pairs_nobody(empty, answer):
    assert planning.assign(empty).tolist() == answer


def test_sums_beyond_the_floats_still_compare():
    assert planning.assign([[1e308, -1e308], [1e308, 1.5e308]]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("costs", "code"),
    [
        ([1, 2], "no_table"),
        ([[1, 2], [3]], "no_table"),
        (7, "no_table"),
        (np.zeros((2, 2, 2)), "no_table"),
        ([["a", "b"]], "not_numbers"),
        ([[1j]], "not_numbers"),
        ([[pd.NA, 1]], "not_numbers"),
        ([[timedelta(1)]], "not_numbers"),
        ([[10**400, 0.5]], "not_numbers"),
        ([[Decimal("sNaN")]], "not_numbers"),
        ([[-INF, 1]], "minus_infinity"),
        ([[INF, INF], [1, 2]], "infeasible"),
    ],
)
def test_what_cannot_be_paired_is_a_value_error_that_says_why(costs, code):
    with pytest.raises(ValueError, match=r"costs|pairs") as told:
        planning.assign(costs)
    assert isinstance(told.value, AssignmentError)
    assert told.value.code == code


def test_a_large_table_reaches_the_bound_of_its_prices():
    size = 300
    hidden = np.random.default_rng(5).permutation(size)
    draw = np.random.default_rng(6)
    row, column = draw.integers(0, 1000, size), draw.integers(0, 1000, size)
    slack = draw.integers(1, 100, (size, size))
    slack[np.arange(size), hidden] = 0
    assert (planning.assign(row[:, None] + column + slack) == hidden).all()
