"""The order of people: by score, ties by a keyed hash, the same for a part as for the whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.ranking import find_place, rank_top

SCORES = st.lists(st.sampled_from([-1.0, 0.0, 0.5, 2.0]), min_size=1, max_size=30)


def scramble(row):
    return (row * 7919) % 1009


def test_the_greatest_score_stands_first():
    assert rank_top(np.array([0.2, 0.9, 0.5]), 2, scramble).tolist() == [1, 2]


def test_a_tie_is_broken_by_the_smaller_hash_and_never_by_the_order_of_rows():
    hashes = {0: 30, 1: 10, 2: 20}
    assert rank_top(np.array([1.0, 1.0, 1.0]), 3, hashes.__getitem__).tolist() == [1, 2, 0]


def test_the_hash_is_not_asked_where_nothing_ties():
    def refuse(row):
        raise AssertionError(row)

    assert rank_top(np.array([3.0, 1.0, 2.0]), 3, refuse).tolist() == [0, 2, 1]


def test_a_tie_across_the_end_of_the_list_is_broken_too():
    hashes = {0: 30, 1: 10, 2: 20, 3: 0}
    ranked = rank_top(np.array([1.0, 1.0, 1.0, 5.0]), 2, hashes.__getitem__)
    assert ranked.tolist() == [3, 1]


def test_nobody_gives_an_empty_list():
    assert rank_top(np.empty(0), 10, scramble).tolist() == []


@given(SCORES, st.integers(1, 40))
def test_a_short_list_is_the_beginning_of_the_long_one(scores, size):
    score = np.array(scores)
    whole = rank_top(score, len(score), scramble).tolist()
    assert rank_top(score, size, scramble).tolist() == whole[:size]


@given(SCORES)
def test_everybody_finds_the_place_that_the_list_gives(scores):
    score = np.array(scores)
    whole = rank_top(score, len(score), scramble).tolist()
    assert [find_place(score, row, scramble) for row in whole] == [*range(1, len(score) + 1)]
