"""Whatever became known after a training's day changes nothing that the training makes."""

import json
import shutil
from datetime import timedelta

import pytest

from features.source import FeatureSource
from models.registry import ModelRegistry
from snapshots.days import to_day
from snapshots.history import History
from snapshots.moves import derive_moves
from snapshots.snapshot import Snapshot
from tests.training.later_records import falsify, forget
from tests.training.test_run import eager_recipe
from training.dataset import build_training_set
from training.folds import cut_folds
from training.run import run_training

YEARS_BEFORE = 2
NAMED_OTHERWISE = "snapshot_id"
"""The one fact of a card that tells the records apart."""


def without_outcomes(snapshot):
    """Return the records without a list of transfers, so that moves and outcomes are inferred."""
    tables = {name: table for name, table in snapshot.tables.items() if name != "transfers"}
    return Snapshot(snapshot.snapshot_id, snapshot.as_of, tables, snapshot.made_up)


def as_given(snapshot):
    return snapshot


@pytest.fixture(scope="module", params=[as_given, without_outcomes])
def snapshot(request, city_history):
    return request.param(city_history.snapshot)


@pytest.fixture(scope="module")
def cut_off(city_history):
    return city_history.snapshot.as_of - timedelta(days=YEARS_BEFORE * 365)


@pytest.fixture(scope="module")
def day(cut_off):
    return to_day(cut_off)


def train(snapshot, cut_off, policy, empty_model_store, home):
    """Train as of the day; return report, the model's files, its card, the metrics of the run."""
    shutil.copy(empty_model_store, home / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    report = run_training(History(snapshot), policy, eager_recipe(), registry, cut_off)
    model = registry.load(report.version)
    model.save(home / "files")
    files = {file.name: file.read_bytes() for file in (home / "files").iterdir()}
    card = json.loads(files.pop("card.json"))
    del files["manifest.json"], card[NAMED_OTHERWISE]
    files["judged.csv"] = (registry.read_document(report.version, "judged.csv") or "").encode()
    run = registry._client.get_run(
        str(registry._client.get_model_version("padan", report.version).run_id)
    )
    return report, files, card, run.data.metrics


@pytest.fixture(scope="module")
def trained(snapshot, cut_off, policy, empty_model_store, tmp_path_factory):
    return train(snapshot, cut_off, policy, empty_model_store, tmp_path_factory.mktemp("as_it_was"))


def gather(snapshot, day, policy):
    """Return the training set and its folds by ids, nothing by the order of the records."""
    history, recipe = History(snapshot), eager_recipe()
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, recipe.openings, day, recipe.seed)
    openings, part = data.openings, recipe.folds
    folds = cut_folds(openings.day, openings.known_on, openings.ripe, part.shares, part.least_train)
    return {
        "people": [history.people_ids[one] for one in data.person],
        "positions": [history.positions.position_id[one] for one in openings.position],
        "openings": [openings.day.tolist(), openings.outcome.tolist(), data.opening.tolist()],
        "excluded": openings.excluded_share,
        "matrix": data.matrix.tobytes(),
        "folds": [(f.purpose, f.starts, f.train.tolist(), f.test.tolist()) for f in folds],
    }


def test_there_is_much_to_be_corrupted_and_a_model_to_be_spoilt(snapshot, day, policy, trained):
    later = derive_moves(History(snapshot), policy.outcome)
    assert (later.day >= day).sum() > 30
    assert ((later.day < day) & (later.known_on >= day) & (later.outcome >= 0)).sum() > 5
    assert "learned.outcome_auc" in trained[3]


@pytest.mark.parametrize("corrupt", [forget, falsify])
def test_features_and_folds_stay(corrupt, snapshot, cut_off, day, policy):
    assert gather(corrupt(snapshot, cut_off), day, policy) == gather(snapshot, day, policy)


@pytest.mark.parametrize("corrupt", [forget, falsify])
def test_model_bytes_and_metrics_stay(
    corrupt, snapshot, cut_off, policy, empty_model_store, tmp_path, trained
):
    changed = corrupt(snapshot, cut_off)
    report, files, card, metrics = train(changed, cut_off, policy, empty_model_store, tmp_path)
    known, files_known, card_known, metrics_known = trained
    assert (report.table, report.checks) == (known.table, known.checks)
    assert files == files_known
    assert card == card_known
    assert metrics == metrics_known


def test_the_corruption_would_be_seen_without_a_day(snapshot, cut_off, policy):
    changed = falsify(snapshot, cut_off)
    today = History(snapshot).day
    assert gather(changed, today, policy)["matrix"] != gather(snapshot, today, policy)["matrix"]
