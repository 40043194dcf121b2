"""Constrained sorting keeps every minimum, moves nobody without need, and costs the least."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.fairness.sorting import find_minimums, sort_constrained

GROUPS = st.integers(1, 5)
PEOPLE = GROUPS.flatmap(
    lambda groups: st.lists(st.integers(-1, groups - 1), min_size=1, max_size=30).map(
        lambda codes: (groups, np.array(codes, np.int32))
    )
)
SIZES = st.integers(1, 12)


def count(codes, groups):
    return np.array([(codes == code).sum() for code in range(groups)])


def sort(groups, codes, size, total=None, members=None):
    present = count(codes, groups)
    members = present if members is None else members
    minimum = find_minimums(members, total or len(codes), present, size)
    return minimum, sort_constrained(codes, minimum)


def test_five_of_twelve_may_ask_for_the_third_the_fifth_and_the_eighth_place():
    assert find_minimums([5], 12, [5], 10).tolist() == [[0, 0, 1, 1, 2, 2, 2, 3, 3, 4]]


def test_a_minimum_asks_for_no_more_people_than_there_are():
    assert find_minimums([6], 12, [1], 6).tolist() == [[0, 1, 1, 1, 1, 1]]


def test_the_best_of_a_group_rises_to_the_place_that_its_share_claims():
    codes = np.array([0, 0, 0, 0, 1, 1, 1, 1], np.int32)
    _, found = sort(2, codes, 4)
    assert found.places.tolist() == [0, 4, 1, 5]
    assert found.claimed_by.tolist() == [0, 2, 0, 4]


def test_who_belongs_to_no_group_keeps_the_place_that_nobody_claims():
    codes = np.array([-1, -1, 0, 1], np.int32)
    _, found = sort(2, codes, 4)
    assert found.places.tolist() == [0, 1, 2, 3]


@given(PEOPLE, SIZES)
def test_every_group_keeps_its_share_of_every_beginning(people, size):
    groups, codes = people
    minimum, found = sort(groups, codes, size)
    for place in range(len(found.places)):
        assert (count(codes[found.places[: place + 1]], groups) >= minimum[:, place]).all()


@given(PEOPLE, SIZES)
def test_nobody_stands_twice_and_a_group_keeps_its_own_order(people, size):
    groups, codes = people
    _, found = sort(groups, codes, size)
    assert len(set(found.places.tolist())) == len(found.places) == min(size, len(codes))
    for code in range(-1, groups):
        own = found.places[codes[found.places] == code]
        assert own.tolist() == np.flatnonzero(codes == code)[: len(own)].tolist()


@given(PEOPLE, SIZES)
def test_a_balanced_list_stays_as_it_was(people, size):
    groups, codes = people
    minimum, found = sort(groups, codes, size)
    again = np.concatenate([found.places, np.setdiff1d(np.arange(len(codes)), found.places)])
    once_more = sort_constrained(codes[again], minimum)
    assert once_more.places.tolist() == list(range(len(found.places)))
    assert not once_more.claimed_by.any()


@given(st.integers(1, 20), SIZES)
def test_one_group_alone_stays_as_it_was(people, size):
    _, found = sort(1, np.zeros(people, np.int32), size)
    assert found.places.tolist() == list(range(min(people, size)))


@given(PEOPLE, SIZES)
def test_who_rises_is_told_for_whose_sake_and_nobody_else_rises(people, size):
    groups, codes = people
    minimum, found = sort(groups, codes, size)
    risen = found.places > np.arange(len(found.places))
    assert not (risen & (found.claimed_by == 0)).any()
    for place in np.flatnonzero(found.claimed_by).tolist():
        code, until = int(codes[found.places[place]]), int(found.claimed_by[place])
        assert code >= 0
        before = (codes[found.places[:place]] == code).sum()
        assert before < minimum[code, until - 1]


@given(
    st.lists(st.integers(-1, 2), min_size=2, max_size=9).map(lambda c: np.array(c, np.int32)),
    st.integers(1, 5),
    st.data(),
)
def test_no_list_that_keeps_the_minimums_gives_up_less_score(codes, size, data):
    drawn = st.lists(st.integers(0, 50), min_size=len(codes), max_size=len(codes))
    score = np.array(sorted(data.draw(drawn), reverse=True))
    minimum, found = sort(3, codes, size)
    size = len(found.places)
    best = max(
        score[list(chosen)].sum()
        for chosen in combinations(range(len(codes)), size)
        if (count(codes[list(chosen)], 3) >= minimum[:, size - 1]).all()
    )
    assert score[found.places].sum() == best
