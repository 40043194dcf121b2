"""What a card tells beside its table, of a model that learned and of one that could not."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.training.made_sets import make_set, quick_recipe
from training.judging.assessment import FOUND, assess
from training.learning import lean_on, learn


@pytest.fixture(scope="module")
def lesson():
    """Return a model that can foretell success, and how it was learned."""
    return learn(make_set(openings=1200), quick_recipe())


@pytest.fixture(scope="module")
def found(city_history, lesson):
    """Return what was found of it."""
    return assess(city_history, lesson, quick_recipe())


def test_a_card_tells_everything_in_plain_values(found):
    card = found.to_card()
    assert tuple(card) == FOUND
    assert json.loads(json.dumps(card)) == json.loads(json.dumps(found.to_card()))
    assert card["policy_value"]["rankers"][0]["ranker"] == "learned"
    assert card["learning_curve"][-1]["outcome_auc"]["value"] > 0.7
    assert card["learning_curve"][0]["openings"] == 50
    assert card["advised"]["moves"] == 0


def test_learning_more_than_a_rule_shows_in_the_value_of_the_list(found):
    assert found.policy_value.difference.value > 0.1
    assert found.calibration.error.value < 0.1
    curve = found.learning_curve
    assert curve[-1].outcome_auc.value > curve[-1].best_rule_auc.value
    assert curve[-1].best_rule == "family_experience"


def test_the_judged_openings_are_those_of_the_table(found):
    assert len(found.judged) == found.calibration.count
    assert np.isfinite(found.judged.probability).all()


def test_assessing_twice_finds_the_same_to_the_last_bit(found, city_history, lesson):
    assert assess(city_history, lesson, quick_recipe()).to_card() == found.to_card()


def test_a_curve_of_what_leans_on_a_rule_leans_on_it_at_every_point(city_history, lesson, found):
    data = lesson.contest.trial.data
    movers = data.matrix[data.movers_of(np.flatnonzero(data.openings.ripe))]
    leaning = lean_on(lesson.candidate, "family_experience", movers)
    curve = assess(city_history, replace(lesson, candidate=leaning), quick_recipe()).learning_curve
    alone = found.learning_curve
    assert curve[0].outcome_auc != alone[0].outcome_auc
    assert curve[0].openings == alone[0].openings


def test_of_shuffled_outcomes_nothing_is_found(city_history):
    data = make_set(openings=1500, shuffled=True)
    card = assess(city_history, learn(data, quick_recipe()), quick_recipe()).to_card()
    assert abs(card["policy_value"]["difference"]["value"]) < 0.15
    for point in card["learning_curve"]:
        assert 0.35 < point["outcome_auc"]["value"] < 0.65


def test_of_a_rule_that_serves_for_want_of_transfers_no_curve_is_drawn(city_history):
    few = assess(city_history, learn(make_set(openings=120), quick_recipe()), quick_recipe())
    assert few.learning_curve == ()
    assert few.calibration is None
    assert (few.policy_value, few.policy_value_why_not) == (None, "too_few_choices")
