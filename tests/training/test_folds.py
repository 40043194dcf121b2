"""Folds are cut backwards in time, and what checks them has not cut them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import LeakError
from training.folds import Fold, cut_folds, verify_folds

SHARES = (0.2, 0.15, 0.15)


def cut(day, horizon=365, today=None, least_train=20):
    day = np.sort(np.array(day, np.int32))
    known_on = day + horizon
    ripe = known_on < (10**6 if today is None else today)
    folds = cut_folds(day, known_on, ripe, SHARES, least_train)
    return folds, day, known_on, np.where(ripe, 1, -1)


def of(folds, purpose):
    return [fold for fold in folds if fold.purpose == purpose]


def test_the_latest_known_outcomes_judge_and_those_before_tune():
    folds, day, *_ = cut(range(0, 4000, 4))
    (judge,), tune = of(folds, "judge"), of(folds, "tune")
    assert judge.test.tolist() == list(range(800, 1000))
    assert [fold.test.tolist() for fold in tune] == [
        list(range(650, 800)),
        list(range(500, 650)),
    ]
    assert judge.starts == day[800]


def test_a_fold_trains_only_on_outcomes_known_before_its_first_day():
    folds, day, *_ = cut(range(0, 4000, 4), horizon=365)
    (judge,) = of(folds, "judge")
    # The judged block begins on day 3200: moves up to day 2834 were known by day 3199.
    assert day[judge.train].max() == 2832


def test_openings_without_an_outcome_yet_are_a_fold_of_their_own():
    folds, day, *_ = cut(range(0, 4000, 4), today=3700)
    (recent,) = of(folds, "recent")
    assert day[recent.test].min() == 3336
    assert day[recent.train].max() < 3336 - 365
    assert max(of(folds, "judge")[0].test) < min(recent.test)


def test_openings_of_one_day_are_never_split_between_two_folds():
    folds, day, *_ = cut(np.repeat(range(0, 4000, 100), 25))
    tested = [set(day[fold.test].tolist()) for fold in folds]
    assert not set.intersection(*tested)
    assert all(set(day[f.train].tolist()).isdisjoint(day[f.test].tolist()) for f in folds)


def test_records_of_two_yearly_lists_are_judged_and_tuned_on_the_second_by_halves():
    folds, *_ = cut([0] * 300 + [366] * 200)
    (judge,), (tune,) = of(folds, "judge"), of(folds, "tune")
    assert set(judge.test) | set(tune.test) == set(range(300, 500))
    assert len(judge.test) == len(tune.test) == 100
    assert judge.train.tolist() == list(range(300))


def test_too_few_openings_to_train_on_make_no_fold():
    assert cut(range(0, 400, 10))[0] == ()
    assert cut([])[0] == ()


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=300),
    st.integers(0, 800),
    st.integers(100, 4000),
)
def test_whatever_the_days_no_fold_knows_the_future(days, horizon, today):
    folds, day, known_on, outcome = cut(days, horizon, today, least_train=5)
    verify_folds(folds, day, known_on, outcome)
    for fold in folds:
        assert not set(fold.train) & set(fold.test)
        assert (known_on[fold.train] < day[fold.test].min()).all()
        assert (known_on[fold.train] < today).all()


@pytest.fixture
def sound():
    return cut(range(0, 4000, 4))


def test_sound_folds_pass_the_check(sound):
    verify_folds(*sound)


def spoil(folds, **changed):
    return (replace(folds[0], **changed), *folds[1:])


def test_an_outcome_that_was_not_known_yet_is_found(sound):
    folds, *rest = sound
    late = np.append(folds[0].train, 720)
    with pytest.raises(LeakError, match="not known before"):
        verify_folds(spoil(folds, train=late), *rest)


def test_an_opening_trained_and_tested_on_is_found(sound):
    folds, *rest = sound
    with pytest.raises(LeakError, match="trained and tested"):
        verify_folds(spoil(folds, train=np.append(folds[0].train, 900)), *rest)


def test_an_opening_judged_twice_is_found(sound):
    folds, *rest = sound
    twice = Fold("recent", folds[0].starts, folds[0].train, folds[0].test)
    with pytest.raises(LeakError, match="twice"):
        verify_folds((*folds, twice), *rest)


def test_training_on_an_opening_without_outcome_is_found(sound):
    folds, day, known_on, outcome = sound
    outcome[0] = -1
    with pytest.raises(LeakError, match="without outcome"):
        verify_folds(folds, day, known_on, outcome)
