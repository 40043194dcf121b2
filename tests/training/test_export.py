"""The exported table is what training sees, told of people by surrogate keys alone."""

import json
from datetime import timedelta

import numpy as np
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from features.catalog import CATALOG, NAMES
from matching.errors import UnknownFileKindError
from snapshots.days import to_day
from snapshots.surrogate import person_id
from tests.training.test_run import eager_recipe
from training.dataset import build_training_set
from training.errors import LaterThanRecordsError
from training.export import UNUSED, Export, export_training_set
from training.folds import cut_folds

SECRET = b"0" * 32


@pytest.fixture(scope="module")
def export(city_history, policy):
    return export_training_set(city_history, policy, eager_recipe(), SECRET)


@pytest.fixture(scope="module")
def data(city_source, policy):
    recipe = eager_recipe()
    return build_training_set(
        city_source, policy, recipe.openings, city_source.history.day, recipe.seed
    )


def column(export, name):
    return np.array(export.table[name].to_pylist(), object)


def test_the_rows_are_those_of_training(export, data, city_history):
    assert column(export, "opening").tolist() == data.opening.tolist()
    assert column(export, "is_mover").tolist() == data.is_mover.tolist()
    people = [person_id(SECRET, city_history.people_ids[one]) for one in data.person]
    assert column(export, "person_id").tolist() == people
    values = data.matrix[:, NAMES.index("family_recent")]
    told = np.array(export.table["family_recent"].to_pylist(), np.float64)
    assert np.array_equal(told, values, equal_nan=True)


def test_an_outcome_stands_only_where_it_was_known(export, data, city_history):
    ripe = data.openings.ripe[data.opening]
    assert set(column(export, "outcome")[ripe]) == {"success", "failure"}
    for name in ("outcome", "known_on"):
        assert set(column(export, name)[~ripe]) == {None}
    assert max(map(to_day, column(export, "known_on")[ripe])) < city_history.day


def test_every_opening_is_told_the_fold_that_tests_on_it(export, data):
    openings, part = data.openings, eager_recipe().folds
    folds = cut_folds(openings.day, openings.known_on, openings.ripe, part.shares, part.least_train)
    names = column(export, "fold")
    assert {"train", "tune", "judge", "recent"} <= set(names)
    for purpose in ("tune", "judge", "recent"):
        tested = [opening for fold in folds if fold.purpose == purpose for opening in fold.test]
        assert sorted(set(data.opening[names == purpose].tolist())) == sorted(map(int, tested))
    rest = np.isin(names, ("train", UNUSED))
    assert ((names == "train")[rest] == data.openings.ripe[data.opening][rest]).all()


def test_columns_that_no_model_may_use_and_facts_of_people_are_left_out(export, city_history):
    usable = [feature.name for feature in CATALOG if feature.in_model]
    assert export.table.column_names[8:] == usable
    assert [one["name"] for one in export.about["columns"]] == usable
    texts = {
        cell
        for name in ("person_id", "position_id", "outcome", "fold")
        for cell in set(column(export, name))
    }
    assert not texts & {*city_history.people_ids, *city_history.people.name}


def test_a_day_of_training_hides_what_was_known_later(export, city_history, policy):
    day = city_history.day - 2 * 365
    earlier = export_training_set(city_history, policy, eager_recipe(), SECRET, day)
    assert 0 < earlier.about["outcomes"] < export.about["outcomes"]
    assert max(to_day(on) for on in column(earlier, "day")) < day
    with pytest.raises(LaterThanRecordsError):
        export_training_set(city_history, policy, eager_recipe(), SECRET, city_history.day + 1)


def test_both_kinds_of_file_read_back_and_say_what_they_were_made_of(export, tmp_path):
    beside = export.write(tmp_path / "table.csv")
    read = pa_csv.read_csv(tmp_path / "table.csv")
    assert read["family_recent"].to_pylist() == export.table["family_recent"].to_pylist()
    assert read["is_mover"].to_pylist() == export.table["is_mover"].to_pylist()
    assert json.loads(beside.read_text()) == export.about
    export.write(tmp_path / "table.parquet")
    assert pq.read_table(tmp_path / "table.parquet").equals(export.table)
    assert {"snapshot_id", "as_of", "policy_version", "recipe", "catalog"} <= export.about.keys()


def test_an_id_that_looks_like_a_formula_is_disarmed_in_csv(export, tmp_path):
    place = export.table.column_names.index("position_id")
    armed = export.table.set_column(place, "position_id", [["=1+1"] * len(export.table)])
    Export(armed, {}).write(tmp_path / "table.csv")
    assert set(pa_csv.read_csv(tmp_path / "table.csv")["position_id"].to_pylist()) == {"'=1+1"}


def test_nothing_is_left_behind_where_writing_fails(export, tmp_path):
    with pytest.raises(UnknownFileKindError):
        export.write(tmp_path / "table.xlsx")
    with pytest.raises(TypeError):
        Export(export.table, {"unwritable": timedelta()}).write(tmp_path / "table.csv")
    assert not list(tmp_path.iterdir())
