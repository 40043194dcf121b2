"""How much each column weighs, and how the score answers when one column alone changes."""

from dataclasses import replace

import numpy as np
import pytest

from features import catalog
from models.baselines import make_baseline
from models.bundle import Term
from models.effects import CURVE_ROWS, MOST_VALUES, take_evenly, trace_effects, weigh_features
from tests.models.made_models import column, make_bundle, make_linear, make_matrix


@pytest.fixture(scope="module")
def bundle():
    return make_bundle()


@pytest.fixture(scope="module")
def matrix():
    return make_matrix(700)


def test_weights_are_shares_of_the_whole_the_weightiest_first(bundle, matrix):
    weights = weigh_features(bundle, matrix)
    shares = [line.share for line in weights]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert {line.feature for line in weights} <= set(bundle.used_features)


def test_a_rule_that_reads_one_column_gives_it_all_the_weight(matrix):
    (only,) = weigh_features(make_baseline("competency_match"), matrix)
    assert (only.feature, only.share, only.direction) == ("competency_match", 1.0, 1)


def test_a_column_that_was_freed_has_no_direction_to_tell(bundle, matrix):
    freed = replace(bundle, freed=("family_recent",))
    for one, direction in ((bundle, 1), (freed, 0)):
        weights = {line.feature: line.direction for line in weigh_features(one, matrix)}
        (curve,) = trace_effects(one, matrix, ["family_recent"])
        assert (weights["family_recent"], curve.direction) == (direction, direction)


def test_without_anybody_to_score_nothing_is_weighed_or_traced(bundle):
    nobody = make_matrix(0)
    assert weigh_features(bundle, nobody) == ()
    assert trace_effects(bundle, nobody, ["family_recent"]) == ()


def test_a_curve_of_a_sum_is_its_own_line(matrix):
    part = make_linear()
    summed = replace(make_bundle(), terms=(Term("sum", 1.0, part),), offset=0.0)
    (curve,) = trace_effects(summed, matrix, ["family_recent"])
    place = column("family_recent")
    told = part.weights[place] * np.clip(curve.values, part.low[place], part.high[place])
    np.testing.assert_allclose(curve.effect, told - told.mean(), atol=1e-9)


def test_a_curve_is_centred_and_told_on_few_values_that_occur(bundle, matrix):
    (curve,) = trace_effects(bundle, matrix, ["family_recent"])
    assert len(curve.values) == len(curve.effect) == MOST_VALUES
    assert set(curve.values) <= set(matrix[:, column("family_recent")])
    assert list(curve.values) == sorted(curve.values)
    assert np.mean(curve.effect) == pytest.approx(0, abs=1e-12)


def test_values_that_are_nearly_one_are_told_once(bundle, matrix):
    crowded = matrix.copy()
    place = column("family_recent")
    crowded[:, place] = np.where(np.arange(len(matrix)) % 9, 3 - np.arange(len(matrix)) / 1e6, 1.0)
    crowded[0, place] = 0.0
    (curve,) = trace_effects(bundle, crowded, ["family_recent"])
    assert curve.values == (0.0, 1.0, 3 - 1e-6)


def test_what_is_never_unknown_has_no_effect_of_being_unknown(bundle, matrix):
    known = matrix.copy()
    known[:, column("family_recent")] = np.arange(len(known))
    curves = trace_effects(bundle, known, ["family_recent", "expected_gap"])
    assert [curve.missing is None for curve in curves] == [True, False]


def test_a_column_that_all_share_has_no_curve(bundle, matrix):
    alike = matrix.copy()
    alike[:, column("family_recent")] = 1.0
    curves = trace_effects(bundle, alike, ["family_recent", "expected_gap"])
    assert [curve.feature for curve in curves] == ["expected_gap"]
    assert trace_effects(bundle, alike, ["family_recent"]) == ()


def test_the_cost_does_not_grow_with_the_records(bundle, monkeypatch):
    scored = []

    def score(self, rows):
        scored.append(len(rows))
        return np.zeros(len(rows))

    monkeypatch.setattr(type(bundle), "score", score)
    trace_effects(bundle, make_matrix(3000), catalog.NAMES[:20])
    assert scored == [20 * (MOST_VALUES + 1) * CURVE_ROWS]


def test_a_sample_is_spread_over_all_rows():
    assert take_evenly(1000, 5).tolist() == [0, 250, 500, 749, 999]
    assert take_evenly(3, 5).tolist() == [0, 1, 2]
