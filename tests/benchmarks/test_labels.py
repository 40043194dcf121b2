"""The comparison of recipes: its measures, its files, and one small city from end to end."""

import numpy as np
import pytest

from benchmarks.labels.run import load_recipes
from benchmarks.labels.tables import (
    append,
    pool,
    pool_difference,
    read,
    write_differences,
    write_table,
)
from benchmarks.labels.trials import CAPTURED, Finding, try_recipe, try_rules
from benchmarks.labels.worlds import Field, make_world
from training.judging.measures import Estimate

TRUTH = np.linspace(0, 1, 41)


def field():
    return Field(np.zeros((41, 1)), TRUTH)


def finding(recipe="one", measure=CAPTURED, value=0.5):
    return Finding("city 7", recipe, measure, Estimate(value, value - 0.1, value + 0.1, 40))


def test_the_truth_itself_captures_the_whole_gain():
    assert field().capture(TRUTH) == pytest.approx(1.0)


def test_the_truth_upside_down_loses_as_much():
    assert field().capture(-TRUTH) == pytest.approx(-1.0)


def test_findings_are_read_as_they_were_written(tmp_path):
    file = tmp_path / "found.csv"
    append(file, [finding("one")])
    append(file, [finding("two", value=0.25)])
    assert read(file) == [finding("one"), finding("two", value=0.25)]


def test_the_mean_of_worlds_is_surer_than_each_of_them():
    alone = Estimate(0.5, 0.4, 0.6, 40)
    mean = pool([alone] * 9, seed=7)
    assert mean.value == 0.5
    assert mean.count == 360
    assert mean.high - mean.low < 0.1


def test_worlds_that_differ_widen_the_interval():
    one, other = Estimate(0.3, 0.29, 0.31, 40), Estimate(0.9, 0.89, 0.91, 40)
    mean = pool([one, other], seed=7)
    assert mean.low < 0.35
    assert mean.high > 0.85


def test_the_table_has_a_row_a_recipe_and_a_dash_where_nothing_was_measured():
    table = write_table([finding("one"), finding("two", "brier", 0.2)], [CAPTURED, "brier"], 7)
    rows = [line.split(" | ") for line in table.splitlines()[2:]]
    assert [row[0] for row in rows] == ["| one", "| two"]
    assert rows[0][2] == "– |"
    assert rows[1][1] == "–"


def test_recipes_are_compared_within_the_same_world():
    found = [
        Finding(world, recipe, CAPTURED, Estimate(value, value - 0.2, value + 0.2, 40))
        for world, one, two in (("easy", 0.9, 0.8), ("hard", 0.5, 0.4), ("other", 0.7, 0.6))
        for recipe, value in (("one", one), ("two", two))
    ]
    gain = pool_difference(found, "two", "one", CAPTURED, seed=7)
    assert (gain.value, gain.low, gain.high) == pytest.approx((-0.1, -0.1, -0.1))
    assert gain.count == 3
    assert "| two | -0.100 (-0.100 to -0.100) | 3 |" in write_differences(found, "one", CAPTURED, 7)


def test_every_recipe_is_another_answer():
    recipes = load_recipes()
    assert len({recipe.name for recipe in recipes}) == len(recipes) >= 10
    parts = {repr((one.label, one.success, one.ranker)) for one in recipes}
    assert len(parts) == len(recipes)


def test_a_recipe_is_tried_in_a_small_city_whose_truth_is_known():
    recipe = next(one for one in load_recipes() if one.name == "curves")
    few = {"members": 1, "curve_members": 0, "rounds": (20,), "ridges": (200.0,), "aparts": (2.0,)}
    recipe = recipe.model_copy(
        update={
            "success": recipe.success.model_copy(update=few),
            "folds": recipe.folds.model_copy(update={"least_train": 50}),
        }
    )
    world = make_world("balanced", 7, 700, recipe.openings)
    found = {one.measure: one.estimate for one in try_recipe(world, recipe)}
    lot = {one.recipe: one.estimate.value for one in try_rules(world, 7)}
    assert {"outcome_auc", "brier", "ndcg_at_10", "recall_at_10", CAPTURED} <= set(found)
    assert found[CAPTURED].value > lot["seniority"] + 0.2
