"""Whether a told probability is right, and the checks that keep a wrong one from being shown."""

import numpy as np
import pytest

from models.calibration import estimate_rate
from training.judging.reliability import (
    LEAST_IN_BIN,
    cross_fit,
    fit_recalibration,
    judge_reliability,
)
from training.promotion import check_calibration


def draw(count=800, spread=1.5, seed=1):
    """Return the true log-odds of outcomes, and the outcomes drawn from them."""
    rng = np.random.default_rng(seed)
    margin = 0.5 + spread * rng.normal(size=count)
    return margin, rng.random(count) < 1 / (1 + np.exp(-margin))


def sigmoid(margin):
    return 1 / (1 + np.exp(-margin))


def test_a_right_probability_is_found_right_in_every_bin():
    margin, success = draw(4000)
    found = judge_reliability(sigmoid(margin), success, np.full(4000, "staff"), seed=7)
    assert found.error.value < 0.03
    inside = [one.found.low <= one.told <= one.found.high for one in found.bins]
    assert len(found.bins) == 8
    assert sum(inside) >= 6
    assert [one.told for one in found.bins] == sorted(one.told for one in found.bins)


def test_a_probability_that_is_off_is_found_off_by_so_much():
    margin, success = draw(4000)
    found = judge_reliability(sigmoid(margin) * 0.8, success, np.full(4000, "staff"), seed=7)
    assert found.error.value == pytest.approx(0.2 * success.mean(), abs=0.03)
    assert found.error.low > 0.05


def test_a_right_probability_misses_by_about_what_chance_alone_makes():
    for count, made in ((800, 0.04), (3200, 0.02)):
        found = [
            judge_reliability(sigmoid(margin), success, np.full(count, "staff"), seed=7)
            for margin, success in (draw(count, seed=seed) for seed in range(20))
        ]
        by_chance = np.mean([one.by_chance for one in found])
        assert by_chance == pytest.approx(made, abs=0.01)
        assert by_chance == pytest.approx(np.mean([one.error.value for one in found]), abs=0.005)


def test_a_kind_of_position_that_is_told_too_much_is_named():
    margin, success = draw(2000)
    kinds = np.array(["staff", "managing"] * 1000)
    told = sigmoid(margin + np.where(kinds == "managing", 1.0, 0.0))
    staff, managing = judge_reliability(told, success, kinds, seed=7).by_kind
    assert (staff.kind, managing.kind) == ("staff", "managing")
    assert staff.difference.low < 0 < staff.difference.high
    assert managing.difference.high < -0.1
    assert managing.found.value - managing.told == pytest.approx(managing.difference.value)


def test_few_openings_make_few_bins():
    margin, success = draw(3 * LEAST_IN_BIN)
    found = judge_reliability(sigmoid(margin), success, np.full(len(margin), "staff"), seed=7)
    assert [one.found.count for one in found.bins] == [LEAST_IN_BIN] * 3


def test_a_probability_is_never_told_by_a_map_that_saw_the_outcome():
    margin, success = draw(400)
    person = np.arange(400, dtype=np.int32) % 300  # some moved twice
    other = success.copy()
    other[0] = not other[0]
    first, second = (cross_fit(margin, one, person, 7) for one in (success, other))
    assert first is not None
    assert second is not None
    same = first == second
    assert same[person == 0].all(), "nor is another move of the same person"
    assert 150 <= same.sum() <= 250


def test_without_both_outcomes_in_each_half_nothing_is_told():
    assert cross_fit(np.arange(10.0), np.arange(10) == 4, np.arange(10, dtype=np.int32), 7) is None


def test_a_rate_has_an_interval_even_where_all_succeeded():
    rate = estimate_rate(np.ones(20, np.bool_))
    assert rate is not None
    assert (rate.value, rate.high) == (1.0, 1.0)
    assert 0.8 < rate.low < 0.95
    assert estimate_rate(np.zeros(0, np.bool_)) is None


def test_recalibration_finds_how_much_too_sure_a_probability_is():
    margin, success = draw(6000)
    assert fit_recalibration(sigmoid(margin), success)[0] == pytest.approx(1.0, abs=0.1)
    assert fit_recalibration(sigmoid(2 * margin), success)[0] == pytest.approx(0.5, abs=0.1)
    assert fit_recalibration(np.full(100, 0.7), success[:100]) == (1.0, 0.0)


def test_a_good_model_practically_never_fails_the_checks_by_chance():
    for seed in range(60):
        checks = check_calibration(*draw(300, spread=0.3 + seed % 4, seed=seed))
        assert len(checks) == 2
        assert all(check.passed for check in checks), seed
        assert checks[1].value <= 1


def test_outcomes_that_turn_after_the_map_was_made_are_refused_by_a_number():
    margin, success = draw(800)
    turned = success.copy()
    turned[400:] &= np.random.default_rng(3).random(400) < 0.4
    level, _ = check_calibration(margin, turned)
    assert (level.name, level.passed, level.gates, level.at_most) == (
        "calibrated",
        False,
        True,
        True,
    )
    assert level.short == pytest.approx(level.value - 0.05)
    assert level.short > 0.1


def test_differences_that_later_outcomes_do_not_bear_out_are_too_sure():
    margin, success = draw(1200, spread=2.0)
    success[600:] = np.random.default_rng(3).random(600) < success[:600].mean()
    _, slope = check_calibration(margin, success)
    assert (slope.name, slope.passed) == ("not_too_sure", False)
    assert slope.short == pytest.approx(0.5 - slope.value)


def test_too_few_outcomes_are_not_checked():
    assert check_calibration(*draw(30)) == ()
