"""The probability that is shown is no surer than the outcomes that it was fitted on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calibration import Calibration, calibrate


def draw(slope, count=2000, seed=0):
    rng = np.random.default_rng(seed)
    score = rng.normal(size=count)
    return score, rng.random(count) < 1 / (1 + np.exp(-(0.5 + slope * score)))


def learn(slope, count=2000):
    score, success = draw(slope, count)
    return calibrate(score, success, spread=0.2)


def test_the_map_that_made_the_outcomes_is_found_again():
    score, success = draw(slope=1.5, count=20_000)
    told = calibrate(score, success, spread=0.0).estimate(np.array([-1.0, 0.0, 1.0])).fit
    assert told == pytest.approx(1 / (1 + np.exp([1.0, -0.5, -2.0])), abs=0.02)


def test_a_score_that_foretells_nothing_gives_everybody_the_base_rate():
    score, success = draw(slope=0.0)
    told = calibrate(score, success, spread=0.0).estimate(score).fit
    assert np.abs(told - success.mean()).max() < 0.06


def test_a_score_that_misleads_gives_everybody_the_base_rate_in_the_scores_order():
    score, success = draw(slope=-1.0)
    told = calibrate(score, success, spread=0.0).estimate(score).fit
    assert np.abs(told - success.mean()).max() < 0.03
    assert np.array_equal(np.argsort(told), np.argsort(score))


def test_few_outcomes_make_a_wide_interval_and_a_flat_map():
    many, few = (learn(0.5, count) for count in (4000, 60))
    at = np.array([1.5])
    widths = [float((one.estimate(at).high - one.estimate(at).low)[0]) for one in (many, few)]
    assert widths[1] > 3 * widths[0]


def test_outcomes_that_a_score_separates_entirely_leave_doubt():
    score = np.linspace(-1, 1, 40)
    told = calibrate(score, score > 0, spread=0.0).estimate(score)
    assert told.fit.max() < 0.999
    assert told.fit.min() > 0.001


def test_scores_that_are_all_alike_give_everybody_the_base_rate():
    success = np.arange(100) < 70
    made = calibrate(np.full(100, 0.1), success, spread=0.0)
    told = made.estimate(np.array([0.1, 0.2]))
    assert told.fit == pytest.approx(0.7, abs=0.01)
    assert told.fit[1] > told.fit[0]
    assert (told.low < told.fit).all()
    assert made.slope_error == 0


def test_a_calibration_reads_back_as_it_was():
    made = learn(1.0)
    assert Calibration.from_json(made.to_json()) == made


@given(
    st.lists(st.floats(-30, 30), min_size=2, max_size=20, unique=True),
    st.floats(0.001, 5),
    st.floats(0, 2),
)
def test_the_map_never_falls_and_its_interval_holds_it(scores, slope, error):
    ordered = np.array(sorted(scores))
    told = Calibration(0.0, 0.3, slope, 0.1, error, 0.2, 100).estimate(ordered)
    assert (np.diff(told.fit) >= 0).all()
    assert ((told.low <= told.fit) & (told.fit <= told.high)).all()
    assert ((told.fit >= 0) & (told.fit <= 1)).all()
