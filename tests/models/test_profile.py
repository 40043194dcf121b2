"""Whom a model was made for: bins cut once, other people held against them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.profile import Profile, compare, cut_bins, find_noise, weigh_posts

NOBODY = np.empty(0)


def cut(values, name="x"):
    values = np.array(values, float)
    return cut_bins(name, values, np.ones(len(values)))


def hold(spread, values):
    values = np.array(values, float)
    return spread.share_out(values, np.ones(len(values)))


def test_many_different_values_are_cut_into_ten_equal_bins():
    spread = cut(range(1000))
    assert len(spread.edges) == 9
    assert spread.shares == pytest.approx([0.1] * 10, abs=0.03)


def test_unknown_values_have_a_share_of_their_own():
    spread = cut([1, 2, 3, np.nan])
    assert spread.missing == 0.25
    assert sum(spread.shares) == pytest.approx(0.75)
    assert cut([np.nan, np.nan]).missing == 1


def test_values_that_hardly_differ_share_a_bin():
    spread = cut([0.7] * 90 + [0.1] * 5 + [0.9] * 5)
    moved = hold(spread, [0.7004] * 90 + [0.1] * 5 + [0.9] * 5)
    assert moved.shares == spread.shares


def test_one_value_is_one_bin_and_nobody_none_at_all():
    assert cut([3, 3, 3]).shares == (1.0,)
    assert cut(NOBODY).shares == (0.0,)


def test_every_post_weighs_the_same_however_many_candidates_it_has():
    assert weigh_posts(np.array([4, 4, 4, 4, 9])).tolist() == [0.25] * 4 + [1.0]


def test_the_same_people_do_not_differ_and_others_do():
    spread = cut(range(1000))
    assert compare(spread, spread, (100, 100)) == 0
    assert compare(spread, hold(spread, range(500, 1500)), (100, 100)) > 0.25


def test_a_column_that_is_no_longer_kept_differs():
    spread = cut(range(100))
    assert compare(spread, hold(spread, [np.nan] * 100), (100, 100)) > 1


def test_the_index_is_the_sum_that_its_definition_says():
    then, now = cut([0] * 50 + [1] * 50), hold(cut([0] * 50 + [1] * 50), [0] * 80 + [1] * 20)
    expected = 0.3 * np.log(0.8 / 0.5) - 0.3 * np.log(0.2 / 0.5)
    assert compare(then, now, (10**6, 10**6)) == pytest.approx(expected, rel=1e-4)


def test_chance_stays_under_the_noise_in_nineteen_of_twenty_cases():
    rng = np.random.default_rng(3)
    found = []
    for _ in range(300):
        spread = cut(rng.normal(size=200))
        index = compare(spread, hold(spread, rng.normal(size=200)), (200, 200))
        found.append(index < find_noise(spread, (200, 200)))
    assert 0.9 < np.mean(found) < 0.99


def test_without_people_nothing_is_said():
    assert compare(cut([1, 2]), cut(NOBODY), (2, 0)) == 0
    assert find_noise(cut([1, 2]), (2, 0)) == 0


@given(
    st.lists(st.floats(-1e6, 1e6) | st.just(np.nan), min_size=1),
    st.lists(st.floats(-1e6, 1e6) | st.just(np.nan), min_size=1),
)
def test_shares_sum_to_one_and_the_index_is_never_negative(then, now):
    spread = cut(then)
    other = hold(spread, now)
    for one in (spread, other):
        assert sum(one.shares) + one.missing == pytest.approx(1)
    assert compare(spread, other, (10, 10)) >= 0


def test_a_profile_comes_back_as_it_was_written():
    profile = Profile(date(2025, 6, 1), 12, 300, (cut([1, 2, np.nan], "a"),), cut([0, 1], "score"))
    assert Profile.from_json(profile.to_json()) == profile
