"""What is hidden of groups: few people, what concerns few, and what would tell of either."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.fairness.suppression import count_shown, hide_few, show_groups

LEAST = 10
COUNTS = arrays(np.int64, st.integers(2, 6), elements=st.integers(0, 60))


def why(*counts, **asked):
    """Return why each group has no figures; those of unknown group stand last."""
    shown = show_groups(np.array(counts), LEAST, **asked)
    return [shown.why_not(group) for group in range(len(counts))]


def few(concerned, people):
    return hide_few(np.array(concerned), np.array(people), LEAST).tolist()


def test_a_small_group_and_the_one_beside_it_have_two_reasons():
    assert why(5, 40, 200, 0) == ["too_few", "would_tell", None, "unknown"]


def test_few_of_unknown_group_take_nobody_with_them_but_where_results_are_told():
    assert why(300, 200, 4) == [None, None, "too_few"]
    assert why(300, 200, 4, results=True) == [None, "would_tell", "too_few"]
    assert why(5, 0, 200) == ["too_few", "alone", "would_tell"]


def test_hiding_the_unknown_alone_would_leave_a_small_group_to_be_read_off_the_other():
    """The others of the men are the women alone: whatever is told of them tells of five women."""
    for results in (False, True):
        assert why(5, 200, 20, results=results)[:2] == ["too_few", "would_tell"]


def test_a_group_alone_is_told_and_not_compared():
    shown = show_groups(np.array([40, 0, 12]), LEAST)
    assert (shown.why_not(0), shown.why_not(2), shown.compared) == ("alone", "unknown", 0)


def test_people_are_counted_once_however_often_they_stand_there():
    shown = count_shown(np.array([0] * 30 + [1] * 30), np.arange(60) % 30, 2, LEAST)
    assert shown.counts.tolist() == [30, 30, 0]
    assert count_shown(np.zeros(30, int), np.arange(30) % 3, 2, LEAST).counts.tolist() == [3, 0, 0]


@pytest.mark.parametrize("concerned", [3, 37, 40])
def test_few_all_but_few_and_all_are_hidden_with_the_group_beside(concerned):
    assert few([concerned, 50, 0], [40, 100, 0]) == [True, True, False]


def test_nobody_and_many_may_be_told():
    assert few([0, 50, 0], [40, 100, 0]) == [False, False, False]
    assert few([3, 0, 0], [40, 100, 0]) == [True, True, False]


def test_a_total_of_few_is_hidden():
    assert few([3], [140]) == [True]
    assert few([13], [140]) == [False]


@settings(deadline=None, max_examples=80)
@given(COUNTS, st.integers(0, 2**32 - 1))
def test_what_is_hidden_of_the_concerned_can_not_be_had_by_subtraction(people, seed):
    concerned = np.random.default_rng(seed).integers(0, people + 1)
    hidden = hide_few(concerned, people, LEAST)
    rest = people - concerned
    telling = (concerned > 0) & ((concerned < LEAST) | (rest < LEAST))
    assert hidden[telling].all()
    if hidden.any() and not hidden[people > 0].all():
        assert hidden.sum() > 1
        assert min(concerned[hidden].sum(), rest[hidden].sum()) >= LEAST
