"""A training run from records to a served model, with its whole story kept."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from models.card.results import find_own_line
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from snapshots.days import to_date
from tests.training.made_sets import quick_recipe
from training.errors import LaterThanRecordsError
from training.run import evaluate, run_training


def open_registry(empty_model_store, home):
    shutil.copy(empty_model_store, home / "mlflow.db")
    return ModelRegistry(f"sqlite:///{home}/mlflow.db", home)


@pytest.fixture
def registry(empty_model_store, tmp_path):
    return open_registry(empty_model_store, tmp_path)


def eager_recipe():
    """Return a quick recipe that learns from fewer outcomes than one should."""
    recipe = quick_recipe(least_outcomes=100, candidates=12, searched=150)
    return recipe.model_copy(update={"folds": recipe.folds.model_copy(update={"least_train": 50})})


@pytest.fixture(scope="module")
def trained(city_history, policy, empty_model_store, tmp_path_factory):
    """Return a run by the eager recipe and the home of its store."""
    home = tmp_path_factory.mktemp("home")
    stages = []
    registry = open_registry(empty_model_store, home)
    report = run_training(
        city_history,
        policy,
        eager_recipe(),
        registry,
        progress=lambda stage, share: stages.append(stage),
    )
    assert registry.champion_version() is None, "training alone lets nothing serve"
    registry.promote(report.version, "uji")
    return report, home, list(dict.fromkeys(stages))


def test_a_first_run_may_serve_at_once_and_tells_its_stages(trained):
    report, _, stages = trained
    assert (report.champion, report.refusals) == (None, ())
    assert report.version == "1"
    assert stages[:3] == ["openings", "tuning", "judging"]
    assert stages[-1] == "logging"


def test_the_served_model_carries_its_story(trained, city_history, policy):
    report, home, _ = trained
    served = ModelRegistry(f"sqlite:///{home}/mlflow.db", home).champion()
    assert served.card["snapshot_id"] == city_history.snapshot.snapshot_id
    assert served.card["as_of"] == city_history.snapshot.as_of.isoformat()
    assert served.card["policy_version"] == policy.version
    assert served.card["outcomes"] == report.outcomes
    assert served.card["evaluation"] == json.loads(json.dumps(report.table.to_json()))


def test_a_run_is_told_as_json(trained):
    told = json.loads(json.dumps(trained[0].to_json()))
    assert (told["champion"], told["refused_by"], told["promoted"]) == (None, [], False)
    assert {check["name"] for check in told["checks"]} >= {
        "enough_outcomes",
        "outcomes_separate",
        "not_worse_than_champion",
    }


def test_mlflow_holds_recipe_measures_pictures_and_no_fact_of_a_person(trained, city_history):
    report, home, _ = trained
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    client = registry._client
    run = client.get_run(str(client.get_model_version("padan", report.version).run_id))
    kept = {file.path for file in client.list_artifacts(run.info.run_id)}
    assert kept >= {"recipe.toml", "evaluation.json", "checks.json", "metrics.svg"}
    assert kept >= {"card.id.html", "card.en.html", "card.id.md", "card.en.md"}
    assert run.data.params["success.leaves"] == "6"
    assert run.data.tags["snapshot_id"] == city_history.snapshot.snapshot_id
    assert run.data.metrics["random.outcome_auc"] == 0.5
    written = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    people = [*city_history.people_ids, *city_history.people.name]
    assert not [name for name in people if name.encode() in written]


def test_how_a_model_was_judged_can_be_looked_up(trained):
    report, home, _ = trained
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    found = evaluate(registry)
    assert (found.version, found.stored, found.fresh) == (report.version, report.table, None)
    assert evaluate(registry, report.version).stored == report.table


def test_a_model_can_be_judged_on_openings_that_it_was_not_trained_on(
    city_history, policy, registry
):
    before = to_date(city_history.day - 2 * 365)
    registry.promote(
        run_training(city_history, policy, eager_recipe(), registry, before).version, "uji"
    )
    fresh = evaluate(registry, "champion", (city_history, policy, eager_recipe())).fresh
    assert fresh is not None
    assert fresh.judged > 0
    assert fresh.from_day is not None
    own = fresh.line(find_own_line(registry.champion()))
    assert own is not None
    learned = replace(registry.champion(), basis="blend", name="seniority")
    blend = registry.register(learned, RunRecord(DatasetFacts("uji", "0", {}), {}, {}, {}))
    anew = evaluate(registry, blend, (city_history, policy, eager_recipe())).fresh
    assert anew is not None
    line = anew.line("learned")
    assert line is not None
    assert line.measures["outcome_auc"] == own.measures["outcome_auc"]
    assert line.measures["brier"] is not None
    assert anew.line("seniority") == fresh.line("seniority")


def test_few_transfers_serve_a_rule_and_say_so(city_history, policy, registry):
    report = run_training(city_history, policy, quick_recipe(), registry)
    assert report.basis == "rule"
    assert report.why_rule == "too_few_outcomes"
    served = registry.load(report.version)
    assert served.basis == "rule"
    assert served.name == report.name
    assert served.card["why_rule"] == "too_few_outcomes"


def test_training_again_on_the_same_records_stores_the_same_bytes(city_history, policy, registry):
    digests = []
    for _ in range(2):
        report = run_training(city_history, policy, quick_recipe(), registry)
        version = registry._client.get_model_version("padan", report.version)
        digests.append(version.tags["sha256"])
    assert digests[0] == digests[1]


def test_a_date_that_the_records_do_not_reach_is_refused(city_history, policy, registry):
    later = city_history.snapshot.as_of + timedelta(days=1)
    with pytest.raises(LaterThanRecordsError):
        run_training(city_history, policy, quick_recipe(), registry, later)


def test_a_champion_that_learned_from_later_moves_of_these_records_keeps_serving(
    city_history, policy, registry
):
    served = run_training(city_history, policy, eager_recipe(), registry)
    registry.promote(served.version, "uji")
    earlier = city_history.snapshot.as_of - timedelta(days=5 * 365)
    older = run_training(city_history, policy, eager_recipe(), registry, earlier)
    check = older.checks[-1]
    assert (check.name, check.passed, check.beside) == ("enough_unseen", False, served.version)
    assert (older.champion, older.refusals) == (served.version, (check,))
