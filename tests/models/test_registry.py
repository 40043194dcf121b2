"""Models are kept in MLflow on a real SQLite store, with the whole story of their run."""

import json
import shutil
from pathlib import Path
from urllib.parse import urlparse

import pytest

from models.errors import (
    MissingModelError,
    NoChampionError,
    NoEarlierChampionError,
    TamperedModelError,
    UnfitReasonError,
    UnknownModelError,
    UnreadableEarlierError,
)
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from tests.models.made_models import make_bundle, make_matrix

RECORD = RunRecord(
    dataset=DatasetFacts("past moves", "0f" * 20, {"openings": 12}),
    params={"seed": "7"},
    metrics={"learned.outcome_auc": 0.71},
    tags={"snapshot_id": "0f" * 20},
    documents={"recipe.toml": "seed = 7\n", "metrics.svg": "<svg/>"},
    curves={"learning_curve.outcome_auc": ((50, 0.6), (100, 0.7))},
    name="learned · 2025-06-01 · default",
    description="# How it ranks",
)


@pytest.fixture
def registry(empty_model_store, tmp_path):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    return ModelRegistry(f"sqlite:///{tmp_path}/mlflow.db", tmp_path)


@pytest.fixture(scope="module")
def bundle():
    return make_bundle()


def test_a_model_without_its_fingerprint_is_refused(registry, bundle):
    version = registry.register(bundle, RECORD)
    registry._client.delete_model_version_tag("padan", version, "sha256")
    with pytest.raises(TamperedModelError) as refused:
        registry.load(version)
    assert refused.value.file == "manifest.json"


def test_a_model_whose_store_was_moved_away_is_missed_at_its_place_and_found_by_a_link(
    registry, bundle, tmp_path
):
    version = registry.register(bundle, RECORD)
    (tmp_path / "mlartifacts").rename(tmp_path / "elsewhere")
    with pytest.raises(MissingModelError) as refused:
        registry.load(version)
    assert str(tmp_path / "mlartifacts") in refused.value.place
    (tmp_path / "mlartifacts").symlink_to(tmp_path / "elsewhere")
    assert registry.load(version).model_version == version


def test_before_the_first_promotion_no_model_serves(registry, bundle):
    registry.register(bundle, RECORD)
    assert registry.champion_version() is None
    with pytest.raises(NoChampionError):
        registry.champion()


def test_a_promoted_model_serves_with_the_same_bits_under_its_version(registry, bundle):
    version = registry.register(bundle, RECORD)
    registry.promote(version, "first of all")
    served, matrix = registry.champion(), make_matrix(20)
    assert served.model_version == version == registry.champion_version()
    assert (served.score(matrix) == bundle.score(matrix)).all()


def test_a_rollback_brings_back_the_champion_before(registry, bundle):
    first, second = registry.register(bundle, RECORD), registry.register(bundle, RECORD)
    registry.promote(first, "good")
    registry.promote(second, "better")
    assert registry.rollback("it was not") == first
    assert registry.champion().model_version == first
    with pytest.raises(NoEarlierChampionError):
        registry.rollback("again")


def test_no_reason_in_the_store_holds_a_nip_and_a_refused_one_changes_nothing(registry, bundle):
    first, second = registry.register(bundle, RECORD), registry.register(bundle, RECORD)
    registry.promote(first, "good")
    with pytest.raises(UnfitReasonError):
        registry.promote(second, "asked for by 19780101 200301 1 000")
    registry.promote(second, "better")
    with pytest.raises(UnfitReasonError):
        registry.rollback("197801012003011000 complained")
    assert registry.champion_version() == second


def test_a_champion_before_that_does_not_load_is_not_gone_back_to(registry, bundle):
    damaged, second = registry.register(bundle, RECORD), registry.register(bundle, RECORD)
    registry.promote(damaged, "good")
    registry.promote(second, "better")
    (model_folder(registry, damaged) / "trees.txt").unlink()
    with pytest.raises(UnreadableEarlierError) as refused:
        registry.rollback("it was not")
    assert (refused.value.earlier, refused.value.serving) == (damaged, second)
    assert registry.champion().model_version == second


def test_promoting_the_champion_again_leaves_nothing_to_roll_back_to(registry, bundle):
    version = registry.register(bundle, RECORD)
    registry.promote(version, "once")
    registry.promote(version, "twice")
    with pytest.raises(NoEarlierChampionError):
        registry.rollback("no")


def test_a_registry_without_models_has_nothing_to_roll_back_to(registry):
    with pytest.raises(NoEarlierChampionError):
        registry.rollback("no")


@pytest.mark.parametrize("asked", ["99", "challenger"])
def test_a_version_or_alias_that_is_not_there_is_named(registry, bundle, asked):
    registry.register(bundle, RECORD)
    for act in (registry.load, lambda version: registry.promote(version, "why not")):
        with pytest.raises(UnknownModelError) as refused:
            act(asked)
        assert refused.value.asked == asked


def model_folder(registry, version):
    source = registry._client.get_model_version("padan", version).source
    return Path(urlparse(source).path)


def test_a_stored_file_that_was_changed_is_not_served(registry, bundle):
    version = registry.register(bundle, RECORD)
    file = model_folder(registry, version) / "trees.txt"
    file.write_text(file.read_text().replace("threshold=", "threshold=1"))
    with pytest.raises(TamperedModelError):
        registry.load(version)


def test_a_model_exchanged_with_all_its_hashes_is_not_served(registry, bundle):
    version = registry.register(bundle, RECORD)
    make_bundle(offset=9.0).save(model_folder(registry, version))
    with pytest.raises(TamperedModelError):
        registry.load(version)


def test_a_run_holds_parameters_metrics_dataset_and_documents(registry, bundle):
    version = registry.register(bundle, RECORD)
    client = registry._client
    run = client.get_run(client.get_model_version("padan", version).run_id)
    assert run.info.status == "FINISHED"
    assert run.data.params == {"seed": "7"}
    assert run.data.metrics == {"learned.outcome_auc": 0.71, "learning_curve.outcome_auc": 0.7}
    assert json.loads(run.inputs.dataset_inputs[0].dataset.profile) == {"openings": 12}
    kept = {file.path for file in client.list_artifacts(run.info.run_id)}
    assert kept >= {"recipe.toml", "metrics.svg"}


def test_a_run_can_be_told_from_others_and_leads_to_its_model(registry, bundle):
    version = registry.register(bundle, RECORD)
    client = registry._client
    found = client.get_model_version("padan", version)
    run = client.get_run(found.run_id)
    assert run.info.run_name == "learned · 2025-06-01 · default"
    assert run.data.tags["mlflow.note.content"] == found.description == "# How it ranks"
    (output,) = run.outputs.model_outputs
    (metric, *_) = client.get_logged_model(output.model_id).metrics
    assert metric.key in {"learned.outcome_auc", "learning_curve.outcome_auc"}


def test_a_curve_is_kept_point_by_point(registry, bundle):
    version = registry.register(bundle, RECORD)
    client = registry._client
    run_id = client.get_model_version("padan", version).run_id
    points = client.get_metric_history(run_id, "learning_curve.outcome_auc")
    assert [(point.step, point.value) for point in points] == [(50, 0.6), (100, 0.7)]


def test_a_run_that_breaks_off_is_marked_as_failed_and_registers_nothing(registry, bundle):
    class Broken:
        name, basis = "learned", "learned"

        def save(self, folder):
            raise OSError("disk full")

    registry.register(bundle, RECORD)
    with pytest.raises(OSError, match="disk full"):
        registry.register(Broken(), RECORD)
    client = registry._client
    runs = client.search_runs([client.get_experiment_by_name("padan").experiment_id])
    assert sorted(run.info.status for run in runs) == ["FAILED", "FINISHED"]
    assert len(client.search_model_versions("name = 'padan'")) == 1
