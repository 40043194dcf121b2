"""What the same recipe learns from fewer transfers, beside the best rule."""

import numpy as np
import pytest

from models.bundle import Bundle
from tests.training.made_sets import make_set, quick_recipe
from training.fitting import fit_model
from training.judging.learning_curve import BestRule, draw_curve, list_sizes
from training.learning import learn

RULE = BestRule("seniority", None)
EMPTY = Bundle("learned", "learned", (), "", ())


@pytest.fixture(scope="module")
def settings():
    """Return what tuning chooses where success can be foretold."""
    tuning = learn(make_set(openings=600), quick_recipe()).tuning
    assert tuning is not None
    assert tuning.settings.foretells
    return tuning.settings


@pytest.mark.parametrize(
    ("count", "sizes"), [(40, ()), (74, ()), (75, (50,)), (900, (50, 100, 200, 400))]
)
def test_each_point_has_twice_as_many_and_the_whole_is_well_beyond_the_last(count, sizes):
    assert list_sizes(count) == sizes


def test_the_last_point_is_the_model_that_was_judged(settings):
    data = make_set(openings=700, open_share=0.0)
    train, judged = np.arange(500), np.arange(500, 700)
    whole = np.where(data.openings.outcome[judged] == 1, 1.0, -1.0)
    recipe = quick_recipe()

    def fit(openings):
        return fit_model(data, openings, settings, recipe)

    curve = draw_curve(data, train, judged, whole, RULE, fit, recipe.seed)
    assert [point.openings for point in curve] == [50, 100, 200, 500]
    assert curve[-1].outcome_auc is not None
    assert curve[-1].outcome_auc.value == 1.0
    few = curve[0]
    assert few.outcome_auc is not None
    assert few.outcome_auc.count == 200
    assert 0.5 < few.outcome_auc.value < 0.95
    assert few.brier is not None
    assert few.best_rule == "seniority"


def test_the_latest_openings_are_learned_from_and_no_judged_one():
    data = make_set(openings=300, open_share=0.0)
    fitted = []

    def fit(openings):
        fitted.append(openings.tolist())
        return EMPTY

    draw_curve(data, np.arange(200), np.arange(200, 300), np.zeros(100), RULE, fit, 7)
    assert fitted == [list(range(150, 200)), list(range(100, 200))]


def test_openings_that_all_ended_alike_make_no_point():
    data = make_set(openings=300, open_share=0.0)
    data.openings.outcome[150:200] = 1
    judged = np.arange(200, 300)
    curve = draw_curve(data, np.arange(200), judged, np.zeros(100), RULE, lambda _: EMPTY, 7)
    assert [point.openings for point in curve] == [100, 200]
