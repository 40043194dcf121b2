"""What is fitted keeps the catalog's directions and is the same to the byte, however often."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from features import catalog
from models.by_kind import KINDS, find_kinds
from tests.training.made_sets import HELPS, HURTS, make_set, movers, quick_recipe
from training.additive import Frame, Penalty, _Problem
from training.dataset import TrainingSet
from training.fitting import (
    NAMING,
    SUCCESS_CURVES,
    SUCCESS_TREES,
    Settings,
    fit_model,
    fit_naming,
    read_columns,
)
from training.judging.measures import auc

FORETELLS = Settings(foretells=True, rounds=30, penalty=Penalty(30.0, 2.0), trees_share=0.5)
NAMES = Settings(foretells=False, rounds=30, penalty=Penalty(30.0, 2.0), trees_share=0.5)


def fit(data, settings=FORETELLS):
    return fit_model(data, np.flatnonzero(data.openings.ripe), settings, quick_recipe())


@pytest.fixture(scope="module")
def data():
    return make_set()


@pytest.fixture(scope="module")
def learned(data):
    return fit(data)


def rise(curves, column):
    """Return by how much a sum of curves rises over the range of a column."""
    low, high = curves.curves[column].read(np.array([-99.0, 99.0]))
    return high - low


def test_what_makes_success_is_learned_and_holds_for_others(learned):
    later = make_set(seed=9, open_share=0.0)
    assert auc(learned.score(movers(later)), later.openings.outcome == 1) > 0.75


def test_both_parts_of_the_success_score_have_their_share(learned):
    shares = {term.name: term.weight for term in learned.terms}
    assert shares == {SUCCESS_TREES: 0.5, SUCCESS_CURVES: 0.5}


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
    freed = quick_recipe().ranker.free if settings is NAMES else ()
    directions = read_columns().freed(freed).directions
    rows = movers(data)[:40]
    for column in np.flatnonzero(directions):
        steps = np.linspace(-3, 3, 13)
        changed = np.repeat(rows, len(steps), axis=0)
        changed[:, column] = np.tile(steps, len(rows))
        moves = np.diff(model.score(changed).reshape(len(rows), -1), axis=1)
        assert (moves * directions[column] >= -1e-12).all(), catalog.NAMES[column]


def test_the_columns_that_decide_have_weight_of_the_right_sign(learned):
    part = next(term.part for term in learned.terms if term.name == SUCCESS_CURVES)
    for by_kind in part.sums:
        assert rise(by_kind, HELPS) > 0.5
        assert rise(by_kind, HURTS) < -0.5


def test_kinds_of_positions_that_need_different_things_get_different_weights():
    data = make_set(openings=1500, signal=0.0, open_share=0.0)
    kinds = find_kinds(data.matrix, catalog.NAMES)[data.is_mover]
    help_managers = np.nan_to_num(movers(data)[:, HELPS]) * (kinds == KINDS.index("managing"))
    data.openings.outcome[:] = help_managers + np.random.default_rng(1).logistic(size=1500) > 0
    part = next(term.part for term in fit(data).terms if term.name == SUCCESS_CURVES)
    staff, functional, managing = (rise(by_kind, HELPS) for by_kind in part.sums)
    assert managing > 3 * max(staff, functional)


def test_the_gradient_of_the_penalised_loss_is_its_slope():
    data = make_set(openings=300, open_share=0.0)
    matrix = movers(data)[:, :4]
    knots = (np.array([-1.0, 0.5]), np.array([-1.0, -0.5, 1.0]), np.array([0.0, 1.0]))
    frame = Frame(np.arange(4), (*knots, np.array([-2.0, 0.0, 0.3, 2.0])), np.array([1, 2, 0.5, 3]))
    rng = np.random.default_rng(0)
    center = rng.normal(size=7)
    ramps = np.nan_to_num(frame.ramps(matrix) - center)
    problem = _Problem(
        frame=frame,
        center=center,
        known=ramps,
        missing=np.isnan(matrix) * 1.0,
        success=np.where(rng.random(300) < 0.5, 1.0, 0.0),
        starts=(0, 90, 200, 300),
        penalty=Penalty(9.0, 3.0),
    )
    at, counts = rng.normal(size=29), rng.poisson(1, 300).astype(np.float64)
    gradient = problem._lose(at, counts)[1]
    for unknown in range(29):
        step = np.eye(29)[unknown] * 1e-5
        slope = problem._lose(at + step, counts)[0] - problem._lose(at - step, counts)[0]
        assert gradient[unknown] == pytest.approx(slope / 2e-5, rel=1e-4, abs=1e-4)


def test_columns_for_baselines_and_habits_of_committees_never_foretell_success(learned):
    barred = {feature.name for feature in catalog.CATALOG if not feature.in_model}
    barred |= {name for name in catalog.NAMES if name.startswith(("moves_", "arrivals_"))}
    assert not barred & set(learned.used_features)


def test_the_model_says_which_directions_its_ranker_does_not_keep(data, learned):
    assert learned.freed == ()
    assert "own_success" in fit(data, NAMES).freed


def test_the_ranker_may_have_a_share_beside_the_success_part(data):
    recipe = quick_recipe()
    label = recipe.label.model_copy(update={"naming_share": 0.25})
    ripe = np.flatnonzero(data.openings.ripe)
    mixed = fit_model(data, ripe, FORETELLS, recipe.model_copy(update={"label": label}))
    weights = {term.name: term.weight for term in mixed.terms}
    assert weights[SUCCESS_TREES] == weights[SUCCESS_CURVES] == 0.375
    success, naming = fit(data).score(data.matrix), mixed.terms[-1].part.score(data.matrix)
    rows = data.rows_of(ripe)
    spread = weights[NAMING] * naming[rows].std() / (0.25 * success[rows].std())
    assert spread == pytest.approx(1.0)


def test_an_unknown_value_adds_what_missing_adds_for_all_kinds_alike(learned):
    part = next(term.part for term in learned.terms if term.name == SUCCESS_CURVES)
    assert len({curves.curves[HELPS].missing for curves in part.sums}) == 1


def test_a_curve_never_falls_against_its_direction_not_even_in_its_last_bit(learned):
    part = next(term.part for term in learned.terms if term.name == SUCCESS_CURVES)
    directions = read_columns().directions
    for curves in part.sums:
        for column, curve in curves.curves.items():
            assert (np.diff(curve.heights) * directions[column] >= 0).all(), catalog.NAMES[column]


def name_by(gains):
    """Return the score of a ranker with these gains, and its data with movers that stand out."""
    data, recipe = make_set(openings=400), quick_recipe()
    data.matrix[data.is_mover, HELPS] += 1.0
    graded = recipe.model_copy(update={"ranker": recipe.ranker.model_copy(update={"gains": gains})})
    ranker = fit_naming(data, np.flatnonzero(data.openings.ripe), graded)
    return ranker.score(data.matrix), data


def test_the_ranker_puts_movers_above_others():
    score, data = name_by((1.0, 0.0, 1.0))
    assert score[data.is_mover].mean() > score[~data.is_mover].mean() + 0.1


def test_a_failed_move_may_be_graded_below_none():
    score, data = name_by((0.0, 1.0, 3.0))
    moved, outcome = score[data.is_mover], data.openings.outcome
    assert moved[outcome == 1].mean() > moved[outcome == 0].mean()


def test_the_ranker_frees_columns_from_directions_that_hold_for_success():
    columns = read_columns().freed(["own_success", "success_*"])
    freed = {
        name
        for name, one, other in zip(
            columns.names, columns.directions, read_columns().directions, strict=True
        )
        if one != other
    }
    assert {"own_success", "success_into_family"} <= freed
    assert all(name.startswith(("own_success", "success_")) for name in freed)


def test_rows_that_are_not_sorted_by_opening_are_refused(data):
    mixed = TrainingSet(
        data.openings, data.opening[::-1].copy(), data.person, data.is_mover, data.matrix
    )
    with pytest.raises(ValueError, match="sorted by opening"):
        fit_naming(mixed, np.flatnonzero(data.openings.ripe), quick_recipe())
