"""Measures against rankings worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.judging.measures import (
    auc,
    auc_of,
    brier,
    compare,
    estimate_auc,
    estimate_mean,
    gain_of_mover,
    log_loss,
    weighted_mean,
)


def gain(scores, mover=0):
    scores = np.array(scores, float)
    is_mover = np.arange(len(scores)) == mover
    ndcg, recall = gain_of_mover(scores, np.zeros(len(scores), np.intp), is_mover)
    return float(ndcg[0]), float(recall[0])


def test_the_mover_in_the_first_place_is_worth_all():
    assert gain([3, 2, 1]) == (1.0, 1.0)


def test_the_mover_in_the_third_place_is_worth_a_half():
    assert gain([1, 2, 3]) == (pytest.approx(1 / np.log2(4)), 1.0)


def test_the_mover_in_the_eleventh_place_is_worth_nothing():
    assert gain([0, *range(1, 11)]) == (0.0, 0.0)


def test_a_tie_is_worth_the_mean_of_the_places_it_covers():
    ndcg, recall = gain([1, 1, 0])
    assert ndcg == pytest.approx((1 + 1 / np.log2(3)) / 2)
    assert recall == 1.0


def test_scoring_all_alike_names_the_mover_as_often_as_chance():
    assert gain(np.zeros(40))[1] == pytest.approx(10 / 40)


def test_openings_are_measured_each_by_itself():
    ndcg, recall = gain_of_mover(
        np.array([9.0, 1.0, 5.0, 6.0]), np.array([0, 0, 1, 1]), np.array([1, 0, 1, 0]) == 1
    )
    assert ndcg.tolist() == [1.0, pytest.approx(1 / np.log2(3))]
    assert recall.tolist() == [1.0, 1.0]


def test_auc_is_the_share_of_pairs_in_the_right_order():
    # successes 3 and 1, failures 2 and 0: three of four pairs are right
    score, success = np.array([3.0, 2.0, 1.0, 0.0]), np.array([1, 0, 1, 0]) == 1
    assert auc(score, success) == 0.75
    assert auc(-score, success) == 0.25


def test_auc_counts_a_tie_as_half_and_knows_nothing_without_both_outcomes():
    assert auc(np.zeros(6), np.arange(6) < 2) == 0.5
    assert auc(np.arange(6.0), np.ones(6, bool)) == 0.5
    assert estimate_auc(np.arange(6.0), np.ones(6, bool), seed=1) is None


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=25),
    st.integers(1, 9),
)
def test_auc_equals_counting_all_pairs(rows, seed):
    score = np.array([score for score, _ in rows], float)
    success = np.array([success for _, success in rows])
    pairs = [
        (good > bad) + 0.5 * (good == bad) for good in score[success] for bad in score[~success]
    ]
    assert auc(score, success) == pytest.approx(np.mean(pairs) if pairs else 0.5)


def test_an_interval_holds_the_value_and_narrows_with_openings():
    narrow, wide = (estimate_mean(np.tile([0.0, 1.0], count // 2), seed=3) for count in (4000, 40))
    assert narrow is not None
    assert wide is not None
    assert wide.low < wide.value < wide.high
    assert wide.high - wide.low > 5 * (narrow.high - narrow.low)
    assert narrow.count == 4000


def test_no_openings_have_no_estimate():
    assert estimate_mean(np.zeros(0), seed=1) is None


def test_rankers_are_compared_on_the_same_draws_so_equal_ones_differ_by_nothing():
    score = np.random.default_rng(0).normal(size=200)
    success = np.random.default_rng(1).random(200) < 0.5
    same = compare(auc_of(success), score, score.copy(), seed=5)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)


def test_a_small_but_steady_lead_is_beyond_noise():
    noise = np.random.default_rng(0).normal(size=300)
    lead = compare(weighted_mean, noise + 0.01, noise, seed=5)
    assert lead.low == pytest.approx(0.01)


def test_errors_of_a_probability():
    probability, success = np.array([0.8, 0.8]), np.array([True, False])
    assert brier(probability, success) == pytest.approx([0.04, 0.64])
    assert log_loss(probability, success) == pytest.approx([-np.log(0.8), -np.log(0.2)])
