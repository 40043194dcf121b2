"""A recipe file says what it changes, and nothing that nobody reads."""

import pytest

from rules.policy import load_policy
from training.errors import RecipeError
from training.recipe import load_recipe


def write(folder, text):
    file = folder / "recipe.toml"
    file.write_text(text)
    return file


def test_a_file_changes_what_it_names_and_leaves_the_rest_as_shipped(tmp_path):
    shipped = load_recipe()
    ours = load_recipe(write(tmp_path, 'name = "deep"\n[success]\nleaves = 12\n'))
    assert (ours.name, ours.success.leaves) == ("deep", 12)
    assert ours.success.members == shipped.success.members
    assert ours.openings == shipped.openings


def test_a_whole_number_may_stand_for_any_number(tmp_path):
    ours = load_recipe(write(tmp_path, "[label]\nleast_auc = 1\n[ranker]\ngains = [0, 0, 1]\n"))
    assert (ours.label.least_auc, ours.ranker.gains) == (1.0, (0.0, 0.0, 1.0))


def test_watching_calls_for_learning_from_as_many_outcomes_as_the_recipe_asks_for():
    assert load_policy().monitor.enough_outcomes == load_recipe().openings.least_outcomes


def test_what_was_read_is_kept_whole(tmp_path):
    assert load_recipe(write(tmp_path, "seed = 11\n")).text == "seed = 11\n"
    assert "least_outcomes" in load_recipe().text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[success]\nleafs = 4\n", "success.leafs"),
        ("[sucess]\nleaves = 4\n", "sucess"),
        ("[success]\nleaves = 1\n", "success.leaves"),
        ('seed = "seven"\n', "seed"),
        ('seed = "7"\n', "seed"),
        ("name = 7\n", "name"),
        ("[success]\nmembers = true\n", "success.members"),
        ('[success]\nlearning_rate = "0.04"\n', "success.learning_rate"),
        ("[success]\nrounds = [50.0]\n", "success.rounds"),
        ('[ranker]\ngains = [0, 0, "1"]\n', "ranker.gains"),
        ("[seed]\nvalue = 7\n", "seed"),
        ("success = 3\n", "success"),
        ("[ranker]\ngains = [0.0, 1.0]\n", "ranker.gains"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(tmp_path, text, place):
    with pytest.raises(RecipeError) as refused:
        load_recipe(write(tmp_path, text))
    assert refused.value.place.startswith(place)


@pytest.mark.parametrize("text", ["seed = ", "seed = 7\nseed = 8\n"])
def test_a_file_that_is_no_toml_is_named(tmp_path, text):
    file = write(tmp_path, text)
    with pytest.raises(RecipeError) as refused:
        load_recipe(file)
    assert refused.value.place == str(file)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[success]\nleave_out = ["no_such_*"]\n', "unknown_column"),
        ('[success]\nleave_out = ["*"]\n', "no_column_left"),
        ("[openings]\nsearched = 20\n", "too_few_searched"),
        ('text = "whole"\n', "unknown_entry"),
        ('name = ""\n', "wrong_value"),
    ],
)
def test_what_a_recipe_cannot_mean_is_told_in_both_languages(tmp_path, text, code):
    with pytest.raises(RecipeError) as refused:
        load_recipe(write(tmp_path, text))
    assert refused.value.code == code
    assert refused.value.text("id").startswith("Resep")
    assert refused.value.text("en").startswith("Recipe")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError) as refused:
        load_recipe(tmp_path / "none.toml")
    assert refused.value.filename.endswith("none.toml")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[success]\ntrees_shares = [1.5]\n", "success.trees_shares"),
        ("[success]\nridges = [-5.0]\n", "success.ridges"),
        ("[success]\naparts = [nan]\n", "success.aparts"),
        ("[success]\nrounds = [0]\n", "success.rounds"),
        ("[folds]\nshares = [0.9, 0.9]\n", "folds"),
        ("[folds]\nshares = [-0.2]\n", "folds.shares"),
        ("[ranker]\ngains = [-1.0, 0.0, 1.0]\n", "ranker.gains"),
        ("[ranker]\ngains = [1.0, 1.0, 1.0]\n", "ranker"),
        ('[label]\nserves = "both"\n', "label.serves"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused_where_it_does_not(tmp_path, text, place):
    with pytest.raises(RecipeError) as refused:
        load_recipe(write(tmp_path, text))
    assert refused.value.place.startswith(place)
