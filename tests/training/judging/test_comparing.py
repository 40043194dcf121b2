"""Two registered models are compared by what each said before it could know."""

import shutil

import numpy as np
import pytest

from models.baselines import make_baseline
from models.errors import UnknownModelError
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from snapshots.days import to_date
from tests.training.made_sets import quick_recipe
from training.errors import NothingUnseenError, NotJudgedError
from training.judging.advised import Advice
from training.judging.comparing import Asked, break_down, compare_versions, load_judged
from training.run import run_training


def eager_recipe():
    """Return a quick recipe that learns from fewer outcomes than one should."""
    recipe = quick_recipe(least_outcomes=60, candidates=12, searched=150)
    return recipe.model_copy(update={"folds": recipe.folds.model_copy(update={"least_train": 50})})


def advise(history, moves):
    """Return the advice that the last move with a known outcome followed."""
    known = moves.trains & (moves.outcome >= 0) & moves.known_before(history.day)
    last = np.flatnonzero(known)[-1]
    position = history.positions.position_id[moves.to_position[last]]
    decided_on = to_date(int(moves.day[last]) - 30)
    assert decided_on is not None
    return Advice(history.people_ids[moves.person[last]], position, decided_on)


@pytest.fixture(scope="module")
def registry(city_history, city_source, policy, empty_model_store, tmp_path_factory):
    """Return a store with a model of two years ago (1), a present one (2) and one unjudged (3).

    The present one was told of advice that the last move with a known outcome followed.
    """
    home = tmp_path_factory.mktemp("home")
    shutil.copy(empty_model_store, home / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    earlier = to_date(city_history.day - 2 * 365)
    run_training(city_history, policy, eager_recipe(), registry, earlier)
    advice = [advise(city_history, city_source.moves)]
    run_training(city_history, policy, eager_recipe(), registry, advice=advice)
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


def test_a_move_that_followed_advice_is_flagged_and_judged_apart(registry):
    advised, without = (registry.load(version).card["advised"] for version in ("2", "1"))
    assert (advised["moves"], advised["with_outcome"], without["moves"]) == (1, 1, 0)
    helped, alone = advised["lines"]
    assert (helped["advised"], helped["success_rate"]["count"]) == (True, 1)
    assert alone["success_rate"]["count"] == len(load_judged(registry, "2")) - 1


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
        assert change.asked <= change.after


def test_a_model_is_not_asked_about_what_it_had_learned(registry, policy, opener):
    with pytest.raises(NothingUnseenError) as raised:
        compare_versions(registry, "1", "2", ("kind",), policy, opener)
    assert (raised.value.newer, raised.value.older) == ("1", "2")


@pytest.mark.parametrize(
    ("newly", "probability", "mixed"),
    [
        ([True, False], [0.4, 0.6], True),
        ([True, False], [0.4, np.nan], False),
        ([True, True], [0.4, 0.6], False),
        ([False, False], [0.4, 0.6], False),
    ],
)
def test_scores_of_two_fits_are_ranked_by_the_chance_that_both_tell(newly, probability, mixed):
    asked = Asked(np.arange(2), np.array([3.0, 1.0]), np.array(probability), np.array(newly))
    assert asked.is_mixed is mixed
    assert asked.ranks_by.tolist() == (probability if mixed else [3.0, 1.0])


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
