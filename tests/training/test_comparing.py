"""Two registered models are compared by what each said before it could know."""

import shutil

import numpy as np
import pytest

from models.baselines import make_baseline
from models.errors import UnknownModelError
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from snapshots.days import to_date
from tests.training.made_sets import quick_recipe
from training.comparing import break_down, compare_versions, load_judged
from training.errors import NothingUnseenError, NotJudgedError
from training.run import run_training


def eager_recipe():
    """Return a quick recipe that learns from fewer outcomes than one should."""
    recipe = quick_recipe(least_outcomes=60, candidates=12, searched=150)
    return recipe.model_copy(update={"folds": recipe.folds.model_copy(update={"least_train": 50})})


@pytest.fixture(scope="module")
def registry(city_history, policy, empty_model_store, tmp_path_factory):
    """Return a store with a model of two years ago (1), a present one (2) and one unjudged (3)."""
    home = tmp_path_factory.mktemp("home")
    shutil.copy(empty_model_store, home / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    for years in (2, 0):
        day = to_date(city_history.day - 365 * years)
        run_training(city_history, policy, eager_recipe(), registry, day, "never")
    registry.register(make_baseline("seniority"), RunRecord(DatasetFacts("", "", {}), {}, {}, {}))
    return registry


@pytest.fixture(scope="module")
def opener(city_history):
    """Return what opens records by their snapshot's id."""

    def open_history(snapshot_id):
        assert snapshot_id == city_history.snapshot.snapshot_id
        return city_history

    return open_history


def test_a_run_keeps_how_each_opening_was_judged_and_no_person(registry, city_history):
    judged = load_judged(registry, "2")
    stored = registry.load("2").card["evaluation"]
    assert len(judged) == stored["judged"]
    assert judged.success.mean() == pytest.approx(stored["base_rate"]["value"])
    text = registry.read_document("2", "judged.csv")
    assert text.splitlines()[0] == "day,position_id,kind,agency_id,outcome,score,probability"
    assert not [nip for nip in city_history.people_ids if nip in text]


def test_the_parts_add_up_for_registered_models(registry, policy, opener):
    changes = compare_versions(registry, "2", "1", ("kind", "agency", "year"), policy, opener)
    assert [change.by for change in changes] == ["kind", "agency", "year"]
    for change in changes:
        assert {split.measure for split in change.splits} >= {"success_rate", "outcome_auc"}
        for split in change.splits:
            added = split.who + split.outcomes + split.model
            assert added == pytest.approx(split.after - split.before)
        assert change.before == len(load_judged(registry, "1"))
        assert change.after + change.unscored == len(load_judged(registry, "2"))


def test_a_model_is_not_asked_about_what_it_had_learned(registry, policy, opener):
    with pytest.raises(NothingUnseenError) as raised:
        compare_versions(registry, "1", "2", ("kind",), policy, opener)
    assert (raised.value.newer, raised.value.older) == ("1", "2")


def test_a_model_compared_with_itself_has_not_changed(registry, policy, opener):
    (same,) = compare_versions(registry, "2", "2", ("agency",), policy, opener)
    for split in same.splits:
        assert np.allclose([split.who, split.outcomes, split.model], 0.0)


def test_one_model_is_broken_down_by_group(registry):
    (groups,) = break_down(registry, "2", ("year",))
    assert sum(line.count for line in groups.lines) == len(load_judged(registry, "2"))
    assert all(len(line.group) == 4 for line in groups.lines)


def test_a_model_without_judged_openings_says_so(registry, policy, opener):
    with pytest.raises(NotJudgedError) as raised:
        compare_versions(registry, "2", "3", ("kind",), policy, opener)
    assert raised.value.version == "3"
    with pytest.raises(UnknownModelError):
        break_down(registry, "9", ("kind",))
