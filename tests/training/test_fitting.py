"""What is fitted keeps the catalog's directions and is the same to the byte, however often."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from features import catalog
from tests.training.made_sets import HELPS, HURTS, make_set, movers, quick_recipe
from training.dataset import TrainingSet
from training.fitting import NAMING, SUCCESS_SUM, SUCCESS_TREES, Settings, fit_model, fit_naming
from training.measures import auc

FORETELLS = Settings(foretells=True, rounds=30, ridge=30.0, trees_share=0.5)
NAMES = Settings(foretells=False, rounds=30, ridge=30.0, trees_share=0.5)


def fit(data, settings=FORETELLS):
    return fit_model(data, np.flatnonzero(data.openings.ripe), settings, quick_recipe())


@pytest.fixture(scope="module")
def data():
    return make_set()


@pytest.fixture(scope="module")
def learned(data):
    return fit(data)


def test_what_makes_success_is_learned_and_holds_for_others(learned):
    later = make_set(seed=9, open_share=0.0)
    assert auc(learned.score(movers(later)), later.openings.outcome == 1) > 0.75


def test_both_parts_of_the_success_score_have_their_share(learned):
    shares = {term.name: term.weight for term in learned.terms}
    assert shares == {SUCCESS_TREES: 0.5, SUCCESS_SUM: 0.5}


def test_where_outcomes_cannot_be_foretold_the_ranker_serves_alone(data):
    assert [term.name for term in fit(data, NAMES).terms] == [NAMING]


@pytest.mark.parametrize("settings", [FORETELLS, NAMES])
def test_neither_repetition_nor_the_number_of_threads_changes_a_byte(data, settings, tmp_path):
    made = set()
    for threads in (1, 2, 2):
        with threadpool_limits(threads):
            made.add(fit(data, settings).save(tmp_path / str(threads)))
    assert len(made) == 1


@pytest.mark.parametrize("settings", [FORETELLS, NAMES])
def test_a_column_with_a_direction_moves_the_score_that_way_or_not_at_all(data, settings):
    model = fit(data, settings)
    directions = np.array([feature.direction for feature in catalog.CATALOG])
    rows = movers(data)[:40]
    for column in np.flatnonzero(directions):
        steps = np.linspace(-3, 3, 13)
        changed = np.repeat(rows, len(steps), axis=0)
        changed[:, column] = np.tile(steps, len(rows))
        moves = np.diff(model.score(changed).reshape(len(rows), -1), axis=1)
        assert (moves * directions[column] >= -1e-12).all(), catalog.NAMES[column]


def test_the_columns_that_decide_have_weight_of_the_right_sign(learned):
    part = next(term.part for term in learned.terms if term.name == SUCCESS_SUM)
    assert (part.weights[:, HELPS] > 0.3).all()
    assert (part.weights[:, HURTS] < -0.3).all()


def test_columns_for_baselines_and_habits_of_committees_never_foretell_success(learned):
    barred = {feature.name for feature in catalog.CATALOG if not feature.in_model}
    barred |= {name for name in catalog.NAMES if name.startswith(("moves_", "arrivals_"))}
    assert not barred & set(learned.used_features)


def test_the_ranker_puts_movers_above_others_and_successes_above_failures():
    data = make_set(openings=400)
    data.matrix[data.is_mover, HELPS] += 1.0
    ranker = fit_naming(data, np.flatnonzero(data.openings.ripe), quick_recipe())
    score, outcome = ranker.score(data.matrix), data.openings.outcome
    moved = score[data.is_mover]
    assert moved.mean() > score[~data.is_mover].mean()
    assert moved[outcome == 1].mean() > moved[outcome == 0].mean()


def test_rows_that_are_not_sorted_by_opening_are_refused(data):
    mixed = TrainingSet(
        data.openings, data.opening[::-1].copy(), data.person, data.is_mover, data.matrix
    )
    with pytest.raises(ValueError, match="sorted by opening"):
        fit_naming(mixed, np.flatnonzero(data.openings.ripe), quick_recipe())
