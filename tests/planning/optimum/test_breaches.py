"""What a choice is worth and breaks is counted right, and a refusal takes few others with it."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.optimum.breaches import Breach, find_breaches, net_changes, value
from planning.optimum.dependents import find_dependents
from planning.optimum.instance import NOWHERE, Edges, Instance, Steps, empty_flags
from tests.planning.optimum.instances import every_choice, instances
from tests.planning.optimum.test_solve import quick

UNIT, CLINIC, DESK, ARCHIVE = range(4)


@pytest.fixture
def office():
    """Two posts of one unit and a desk outside it.

    Ani moves from the clinic to the desk, Budi from the archive into the clinic (which is full
    while Ani is there), Citra from outside into the archive. The unit may lose nobody.
    """
    steps = [
        (UNIT, True, 9, 0),
        (CLINIC, False, 1, 300),
        (DESK, True, 1, -700),
        (ARCHIVE, True, 1, 0),
        (ARCHIVE, False, 1, 0),
    ]
    node, gain, capacity, price = zip(*steps, strict=True)
    return Instance(
        parent=np.array([NOWHERE, UNIT, NOWHERE, UNIT], np.int32),
        arrivals=np.array([-1, -1, -1, 1], np.int32),
        steps=Steps(
            np.array(node, np.int32),
            np.array(gain),
            np.array(capacity, np.int32),
            np.array(price, np.int64),
        ),
        origin=np.array([CLINIC, ARCHIVE, NOWHERE], np.int32),
        group=np.array([0, 0, NOWHERE], np.int32),
        edges=Edges(
            np.array([0, 1, 2], np.int32),
            np.array([DESK, CLINIC, ARCHIVE], np.int32),
            np.array([-10, -20, -30], np.int64),
            np.array([True, False, False]),
        ),
        most_moves=None,
        most_leaving=np.array([-1], np.int32),
        pinned=empty_flags(3),
        barred=empty_flags(3),
    )


def choose(*edges):
    return np.array(edges, np.int64)


def test_net_changes_are_counted_in_whole_branches(office):
    assert net_changes(office, choose(0)).tolist() == [-1, -1, 1, 0]
    assert net_changes(office, choose(0, 1, 2)).tolist() == [0, 0, 1, 0]


def test_a_choice_is_worth_its_moves_and_its_steps(office):
    assert value(office, choose()) == 0
    assert value(office, choose(0)) == -10 + 300 - 700
    assert value(office, choose(0, 1, 2)) == -10 - 20 - 30 - 700


def test_each_limit_is_told_with_its_subject(office):
    assert find_breaches(office, choose(0, 1, 2)) == ()
    assert find_breaches(office, choose(0)) == (Breach("min_fill_ratio", UNIT, 1, 0),)
    assert find_breaches(office, choose(1, 2)) == (Breach("seats", CLINIC, 1, 0),)
    told = replace(office, most_moves=2, most_leaving=np.array([0], np.int32))
    assert find_breaches(told, choose(0, 1, 2)) == (
        Breach("max_share_leaving", 0, 1, 0),
        Breach("max_moves", NOWHERE, 3, 2),
    )


def test_pins_bars_and_people_who_move_twice_are_told(office):
    fixed = replace(office, pinned=np.arange(3) == 2, barred=np.arange(3) == 0)
    told = [(one.code, one.subject) for one in find_breaches(fixed, choose(0, 1))]
    assert told == [("pinned", 2), ("forbidden", 0), ("min_fill_ratio", UNIT)]
    twice = replace(office, edges=replace(office.edges, person=np.array([0, 1, 1], np.int32)))
    assert Breach("person", 1, 2, 1) in find_breaches(twice, choose(0, 1, 2))


def test_a_move_into_the_seat_that_a_refused_move_leaves_is_blocked(office):
    assert find_dependents(office, choose(0, 1, 2), choose(0)).tolist() == [1]


def test_a_move_out_of_a_unit_that_nobody_joins_any_more_is_blocked(office):
    assert find_dependents(office, choose(0, 1, 2), choose(2)).tolist() == [0, 1]


@given(st.data())
@quick
def test_as_few_and_as_cheap_moves_as_possible_are_blocked(data):
    instance = data.draw(instances())
    choices = list(every_choice(instance))
    if not choices:
        return
    chosen = data.draw(st.sampled_from(choices[-20:]))
    refused = np.array([edge for edge in chosen if data.draw(st.booleans())], np.int64)
    rest = np.setdiff1d(chosen, refused)
    free = replace(instance, pinned=empty_flags(len(instance.edges)))
    standing = [
        (-size, value(free, kept))
        for size in range(len(rest) + 1)
        for kept in (np.array(some, np.int64) for some in combinations(rest.tolist(), size))
        if not find_breaches(free, kept)
    ]
    kept = np.setdiff1d(rest, find_dependents(instance, chosen, refused))
    assert (-len(kept), value(free, kept)) == min(standing)
