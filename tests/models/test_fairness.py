"""Measures of fairness: exact on hand-made pools, honest where the same people stand in many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.fairness import (
    estimate_mean,
    estimate_share,
    hide_small,
    mean_gaps,
    ndkl,
    ndkl_by_chance,
    odds_ratio,
    quantile,
    rate_ratio,
    skew,
)


def rate(*rows):
    return rate_ratio(*rows)


def odds(*rows):
    return odds_ratio(*rows)


def tilt(*rows):
    return skew(*rows)


def share(hits, person=None):
    return estimate_share(hits, np.arange(len(hits)) if person is None else person)


def pools(*tables):
    """Return rows of pools from (members hit, members, others hit, others); nobody stands twice."""
    parts = [
        (stratum, member, number < hits)
        for stratum, (own, members, theirs, others) in enumerate(tables)
        for member, count, hits in ((True, members, own), (False, others, theirs))
        for number in range(count)
    ]
    stratum, member, hit = (np.array(column) for column in zip(*parts, strict=True))
    return stratum, member.astype(bool), hit.astype(float), np.arange(len(stratum))


def draw_pools(rng, ratio, posts=40, people=500, size=80, top=8):
    """Return lists of the same people for many posts; members are `ratio` times as readily taken.

    A liking of each person's own, the same at every post, puts some on many lists and others on
    none.
    """
    member, liking = rng.random(people) < 0.4, rng.normal(0, 0.5, people)
    taken, hits = [], []
    for _ in range(posts):
        pool = rng.choice(people, size, replace=False)
        weight = np.exp(liking[pool]) * np.where(member[pool], ratio, 1.0)
        hit = np.zeros(size)
        hit[np.argsort(rng.exponential(size=size) / weight)[:top]] = 1
        taken.append(pool)
        hits.append(hit)
    person = np.concatenate(taken)
    return np.repeat(np.arange(posts), size), member[person], np.concatenate(hits), person


def test_one_pool_has_the_plain_ratio_of_its_rates():
    ratio = rate(*pools((2, 20, 8, 40)))
    assert ratio.value == pytest.approx((2 / 20) / (8 / 40))
    assert ratio.low < ratio.value < ratio.high


def test_pools_are_pooled_as_mantel_and_haenszel_did():
    ratio = rate(*pools((2, 20, 8, 40), (5, 10, 10, 30)))
    above = 2 * 40 / 60 + 5 * 30 / 40
    below = 8 * 20 / 60 + 10 * 10 / 40
    assert ratio.value == pytest.approx(above / below)


def test_pools_that_differ_make_no_difference_between_groups():
    """Members stand in the pool with few places, and have in each the chance of everybody."""
    ratio = rate(*pools((4, 80, 1, 20), (10, 20, 40, 80)))
    assert ratio.value == pytest.approx(1.0)
    assert ratio.deviation == pytest.approx(0.0)


def test_a_group_that_is_never_taken_has_a_ratio_of_zero_with_an_end():
    ratio = rate(*pools((0, 30, 10, 30)))
    assert (ratio.value, ratio.low) == (0.0, 0.0)
    assert 0 < ratio.high < 1
    assert ratio.is_low(0.8, 2)


def test_a_group_that_alone_is_taken_has_no_value_and_no_upper_end():
    ratio = rate(*pools((10, 30, 0, 30)))
    assert (ratio.value, ratio.high) == (None, None)
    assert ratio.low > 1
    assert not ratio.is_low(0.8, 1)


def test_a_group_of_which_alone_committees_pick_has_no_value():
    stratum, member = np.repeat(np.arange(8), 4), np.tile([True, True, False, False], 8)
    case = np.tile([True, False, False, False], 8)
    assert odds(stratum, member, case, np.arange(32)).value is None
    none = odds(stratum, ~member, case, np.arange(32))
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high < 1


@pytest.mark.parametrize("table", [(0, 10, 0, 10), (3, 10, 0, 0)])
def test_without_hits_or_others_there_is_no_ratio(table):
    assert rate(*pools(table)) is None


def test_the_interval_of_the_ratio_turns_round_with_the_groups():
    stratum, member, hit, person = pools((2, 20, 8, 40), (5, 10, 10, 30))
    one, other = (rate(stratum, who, hit, person) for who in (member, ~member))
    assert one.value == pytest.approx(1 / other.value)
    assert (one.low, one.high) == pytest.approx((1 / other.high, 1 / other.low), rel=1e-3)


def test_a_person_who_stands_in_ten_pools_counts_once():
    stratum, member, hit, person = pools(*[(2, 20, 8, 40)] * 10)
    same = np.tile(np.arange(60), 10)
    apart, together = (rate(stratum, member, hit, who) for who in (person, same))
    once = rate(*pools((2, 20, 8, 40)))
    assert together.value == apart.value
    assert (together.low, together.high) == pytest.approx((once.low, once.high), rel=0.02)
    assert apart.high - apart.low < together.high - together.low


@pytest.mark.parametrize("true", [1.0, 0.55])
def test_the_interval_holds_the_true_ratio_in_about_nineteen_of_twenty_draws(true):
    rng = np.random.default_rng(4)
    found = [rate(*draw_pools(rng, true)) for _ in range(100)]
    centre = np.exp(np.mean(np.log([ratio.value for ratio in found])))
    assert abs(np.log(centre / true)) < 0.12
    assert sum(ratio.low <= centre <= ratio.high for ratio in found) >= 90


def test_the_alarm_is_silent_without_bias_and_rings_with_it():
    rng = np.random.default_rng(5)
    fair, unfair = (
        sum(rate(*draw_pools(rng, true)).is_low(0.8, 2) for _ in range(60)) for true in (1.0, 0.4)
    )
    assert fair <= 3
    assert unfair >= 55


def test_a_low_ratio_that_chance_explains_is_no_alarm():
    assert not rate(*pools((1, 10, 4, 20))).is_low(0.8, 2)


def test_more_groups_looked_at_ask_for_more_evidence():
    assert quantile() == pytest.approx(1.96, abs=0.001)
    assert quantile(2) == pytest.approx(2.241, abs=0.001)
    ratio = rate(*pools((4, 40, 20, 80)))
    looked = [count for count in range(1, 200) if ratio.is_low(0.99, count)]
    assert looked == list(range(1, len(looked) + 1))


def test_the_odds_of_matched_sets_are_those_of_one_case_each():
    """Two members and two others in each of twenty sets, the member picked in five."""
    stratum = np.repeat(np.arange(20), 4)
    member = np.tile([True, True, False, False], 20)
    case = np.zeros(80, bool)
    case[np.arange(20) * 4 + np.where(np.arange(20) < 5, 0, 2)] = True
    ratio = odds(stratum, member, case, np.arange(80))
    assert ratio.value == pytest.approx(5 / 15, rel=1e-4)
    assert ratio.deviation == pytest.approx((5 - 10) / np.sqrt(20 / 4), rel=1e-6)


def test_a_known_liking_of_committees_is_found_within_its_interval():
    rng, true = np.random.default_rng(6), np.log(0.5)
    hits = 0
    for _ in range(40):
        stratum = np.repeat(np.arange(300), 15)
        member = rng.random(len(stratum)) < 0.5
        liking = true * member + rng.normal(0, 0.5, len(stratum)) + rng.gumbel(size=len(stratum))
        case = np.zeros(len(stratum), bool)
        case[liking.reshape(300, 15).argmax(axis=1) + np.arange(300) * 15] = True
        ratio = odds(stratum, member, case, np.arange(len(stratum)))
        hits += ratio.low <= 0.5 <= ratio.high
    assert hits >= 36


def test_who_was_picked_elsewhere_in_the_same_wave_was_there_for_half_of_the_picks():
    """Nobody knows the order of a wave: each of its people stands in all of its pools."""
    rng, true, waves, people, posts = np.random.default_rng(7), 0.4, 60, 60, 20
    member = rng.random((waves, people)) < 0.5
    liking = np.log(true) * member + rng.gumbel(size=(waves, people))
    picked = np.argsort(-liking, axis=1)[:, :posts]
    pool = np.tile(np.arange(people), (waves, posts, 1))
    case = pool == picked[:, :, None]
    moved = (pool[:, :, :, None] == picked[:, None, None, :]).any(axis=3)
    stratum = np.repeat(np.arange(waves * posts), people)
    who = (pool + people * np.arange(waves)[:, None, None]).ravel()
    rows = stratum, member.ravel()[who], case.ravel(), who
    weighed = odds(*rows, np.where(moved & ~case, 0.5, 1.0).ravel())
    assert weighed.low <= true <= weighed.high
    assert weighed.value == pytest.approx(true, abs=0.06)
    assert odds(*rows).value > true + 0.06


def test_sets_without_a_case_or_of_one_sort_tell_nothing():
    member = np.array([True, False, True, True])
    assert odds(np.array([0, 0, 1, 1]), member, np.array([0, 0, 1, 0]) > 0, np.arange(4)) is None


def test_skew_is_the_log_of_found_over_expected():
    found = tilt(*pools((2, 20, 8, 20)))
    assert found.value == pytest.approx(np.log(2 / 5))
    assert tilt(*pools((0, 20, 8, 20))) is None


def test_a_list_with_the_pools_shares_is_at_no_distance_from_it():
    code, stratum = np.array([0, 1] * 10), np.zeros(20, int)
    whole = ndkl(stratum, code, np.arange(20), 2, 10)[0]
    weight = 1 / np.log2(np.arange(2, 12))
    first = np.log(2)
    third = (2 / 3) * np.log(4 / 3) + (1 / 3) * np.log(2 / 3)
    assert whole >= weight[0] * first / weight.sum()
    assert whole < weight[[0, 2]] @ [first, third] / weight.sum() + 0.1
    apart = ndkl(stratum, np.sort(code), np.arange(20), 2, 10)[0]
    assert apart == pytest.approx(np.log(2))


def test_short_lists_are_measured_over_the_places_that_they_have():
    assert ndkl(np.zeros(2, int), np.array([0, 0]), np.arange(2), 1, 10) == pytest.approx([0.0])


def draw_lists(rng, posts=40, people=300, size=80):
    """Return the lists of many posts on which the same people stand high, whatever their group."""
    liking = rng.normal(size=people)
    pools = [rng.choice(people, size, replace=False) for _ in range(posts)]
    person = np.concatenate([pool[np.argsort(-liking[pool])] for pool in pools])
    return np.repeat(np.arange(posts), size), np.tile(np.arange(size), posts), person


def test_chance_deals_groups_to_people_so_that_a_fair_list_lies_within_its_range():
    inside, rng = 0, np.random.default_rng(8)
    for seed in range(20):
        stratum, place, person = draw_lists(rng)
        code = (rng.random(300) < 0.4).astype(np.intp)[person]
        chance = ndkl_by_chance(stratum, code, place, person, 2, seed, 10)
        found = ndkl(stratum, code, place, 2, 10).mean()
        inside += chance.low <= found <= chance.high
        assert chance.low < chance.value < chance.high
    assert inside >= 14


def test_lists_that_shun_a_group_are_farther_than_chance_and_the_range_repeats():
    stratum, place, person = draw_lists(np.random.default_rng(9))
    code = (person < 100).astype(np.intp)
    order = np.lexsort((code, stratum))
    rows = stratum, code[order], place, person[order]
    chance = ndkl_by_chance(*rows, 2, 1, 10)
    assert ndkl(*rows[:3], 2, 10).mean() > 1.1 * chance.high
    assert ndkl_by_chance(*rows, 2, 1, 10) == chance


def test_wilsons_interval_stays_within_shares():
    assert share(np.zeros(10, bool)).low == 0.0
    assert share(np.ones(10, bool)).high == pytest.approx(1.0)
    assert share(np.zeros(0, bool)) is None
    assert estimate_mean(np.array([1.0])) is None


def test_a_share_counts_people_whose_moves_end_alike_once():
    hits = np.repeat(np.arange(30) < 20, 3)
    together, once = share(hits, np.repeat(np.arange(30), 3)), share(np.arange(30) < 20)
    assert (together.low, together.high) == pytest.approx((once.low, once.high))
    assert share(hits).low > together.low
    assert share(np.ones(30, bool), np.arange(30) // 3) == share(np.ones(10, bool))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_people_who_move_twice_never_make_a_share_surer_than_rows_do(seed):
    rng = np.random.default_rng(seed)
    hits, person = rng.random(40) < 0.6, rng.integers(0, 30, 40)
    grouped, plain = share(hits, person), share(hits)
    assert grouped.value == plain.value
    assert grouped.high - grouped.low >= (plain.high - plain.low) * (1 - 1e-9)


def test_values_that_do_not_differ_have_no_interval():
    assert estimate_mean(np.full(20, 0.3)) is None


def test_gaps_of_columns_are_held_within_a_pool():
    values = np.array([[1.0, 5.0], [3.0, 5.0], [11.0, 7.0], [13.0, 7.0]])
    member, stratum = np.array([True, False, True, False]), np.array([0, 0, 1, 1])
    assert mean_gaps(stratum, member, values) == pytest.approx([-2.0, 0.0])
    assert mean_gaps(stratum, np.ones(4, bool), values) == pytest.approx([0.0, 0.0])


def test_a_small_group_takes_the_next_smallest_with_it():
    assert hide_small(np.array([5, 40, 200, 0]), 10).tolist() == [True, True, False, False]
    assert hide_small(np.array([12, 40, 200, 0]), 10).tolist() == [False] * 4
    assert hide_small(np.array([3, 4, 5, 200]), 10).tolist() == [True, True, True, False]


@settings(deadline=None, max_examples=60)
@given(arrays(np.int64, st.integers(1, 6), elements=st.integers(0, 60)), st.integers(1, 20))
def test_no_small_count_can_be_had_by_subtraction(counts, least):
    hidden = hide_small(counts, least)
    assert hidden[(counts > 0) & (counts < least)].all()
    if hidden.any() and not hidden[counts > 0].all():
        assert hidden.sum() > 1
        assert counts[hidden].sum() >= least


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_no_ratio(seed):
    rng = np.random.default_rng(seed)
    rows = draw_pools(rng, 0.7, posts=5, people=40, size=20, top=4)
    turned = rng.permutation(len(rows[0]))
    one, other = rate(*rows), rate(*(column[turned] for column in rows))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.value == pytest.approx(other.value)
        assert one.low == pytest.approx(other.low, rel=1e-4, abs=1e-9)
