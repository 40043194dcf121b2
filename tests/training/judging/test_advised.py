"""Moves that followed a decision for somebody on a list are flagged and judged apart."""

from datetime import date

import numpy as np
import pytest

from snapshots.days import to_date
from training.dataset import build_training_set
from training.judging.advised import Advice, flag_advised, judge_advised
from training.recipe import OpeningsRecipe


@pytest.fixture(scope="module")
def openings(city_source, policy, city_history):
    few = OpeningsRecipe(candidates=5, searched=10, least_outcomes=50)
    return build_training_set(city_source, policy, few, city_history.day, seed=1).openings


@pytest.fixture
def advise(city_history, openings):
    """Return advice for the person and position of an opening, decided so many days before."""

    def advise(row, days, nip=None, position_id=None):
        day = to_date(int(openings.day[row]) - days) or date.max
        own = city_history.people_ids[openings.person[row]]
        position = city_history.positions.position_id[openings.position[row]]
        return Advice(nip or own, position_id or position, day)

    return advise


@pytest.mark.parametrize(("days", "followed"), [(-1, False), (0, True), (300, True), (367, False)])
def test_a_move_within_a_year_after_the_decision_followed_it(
    city_history, openings, advise, days, followed
):
    flags = flag_advised(city_history, openings, [advise(5, days)])
    assert flags[5] == followed
    assert flags.sum() == followed


def test_the_last_day_is_the_one_before_the_decision_s_anniversary(city_history, openings):
    nip = city_history.people_ids[openings.person[5]]
    position = city_history.positions.position_id[openings.position[5]]
    moved = to_date(int(openings.day[5]))
    assert moved is not None
    for day, followed in ((moved.day, False), (moved.day + 1, True)):
        decided = date(moved.year - 1, moved.month, day)
        advice = [Advice(nip, position, decided)]
        assert flag_advised(city_history, openings, advice)[5] == followed


def test_another_person_or_another_post_did_not_follow_it(city_history, openings, advise):
    stranger = advise(5, 10, nip="nobody")
    elsewhere = advise(5, 10, position_id="elsewhere")
    assert not flag_advised(city_history, openings, [stranger, elsewhere]).any()
    assert not flag_advised(city_history, openings, []).any()


def test_both_kinds_are_judged_apart():
    flags = np.array([True, True, True, False, False, False])
    ripe = np.array([True, True, False, True, True, True])
    judged = np.array([0, 1, 3, 4, 5])
    success = np.array([True, True, False, True, False])
    score = np.array([1.0, 2.0, 0.0, 3.0, 1.0])
    found = judge_advised(flags, ripe, flags[judged], score, success, seed=7)
    assert (found.moves, found.with_outcome) == (3, 2)
    helped, alone = found.lines
    assert helped.advised
    assert helped.success_rate is not None
    assert helped.success_rate.value == 1.0
    assert helped.outcome_auc is None
    assert alone.success_rate is not None
    assert alone.success_rate.value == pytest.approx(1 / 3)
    assert alone.outcome_auc is not None
    assert alone.outcome_auc.value == 1.0


def test_without_advice_nothing_is_told_of_such_moves():
    none = np.zeros(4, np.bool_)
    found = judge_advised(none, ~none, none, np.arange(4.0), np.arange(4) % 2 == 0, seed=7)
    assert found.moves == 0
    assert found.lines[0].success_rate is None
