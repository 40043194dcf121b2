"""Settings are what foretells best on people whose moves were held out."""

import numpy as np

from tests.training.made_sets import make_set, quick_recipe
from training.folds import deal_people
from training.learning import cut
from training.tuning import PARTS, choose_beyond_noise, choose_settings, tune


def recipe(**success):
    shipped = quick_recipe()
    changed = shipped.success.model_copy(update=success)
    return shipped.model_copy(update={"success": changed})


def test_nobodys_moves_stand_in_two_parts():
    person = np.random.default_rng(0).integers(0, 40, 200).astype(np.int32)
    part = deal_people(person, PARTS, seed=7)
    assert set(part) == set(range(PARTS))
    assert all(len(set(part[person == one])) == 1 for one in set(person))


def test_curves_that_follow_every_whim_lose_where_outcomes_are_noise():
    data = make_set(openings=400, signal=0.3, open_share=0.0)
    loose = recipe(ridges=(0.5, 300.0), trees_shares=(0.0,))
    assert choose_settings(data, np.arange(400), loose).penalty.ridge == 300.0


def test_what_cannot_foretell_gets_no_share():
    data = make_set(openings=700, signal=2.0, open_share=0.0)
    blind = recipe(rounds=(1,), trees_shares=(0.0, 1.0))
    assert choose_settings(data, np.arange(700), blind).trees_share == 0.0


def test_the_first_choice_stands_unless_another_is_better_beyond_noise():
    rng = np.random.default_rng(0)
    first = rng.random(400)
    by_a_hair = first - 0.001 + rng.normal(0, 0.1, 400)
    clearly, more_clearly = (first - better + rng.normal(0, 0.1, 400) for better in (0.05, 0.1))
    assert choose_beyond_noise([first, by_a_hair]) == 0
    assert choose_beyond_noise([first, by_a_hair, clearly, more_clearly]) == 3


def test_a_ranker_that_serves_by_the_recipe_is_not_asked_whether_it_foretells():
    data = make_set(openings=500)
    shipped = quick_recipe()
    label = shipped.label.model_copy(update={"serves": "naming"})
    naming = shipped.model_copy(update={"label": label})
    tuned = tune(data, cut(data, naming), naming)
    assert not tuned.settings.foretells
    assert tuned.success_auc is None
