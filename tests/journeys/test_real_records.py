"""On real records of moves: the champion names movers as well as a plain ranker, and is modest.

The folder that `PADAN_REAL_RECORDS` names holds a source without reviews and assessments, as of
the day that it names in `PADAN_REAL_RECORDS_AS_OF`, and a `policy.toml`; without it the tests skip.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from commands.application import run
from commands.opening import open_registry, open_store
from features.catalog import CATALOG
from features.source import FeatureSource
from rules.policy import load_policy
from serving.settings import Settings
from snapshots.history import History
from snapshots.moves import derive_moves
from training.dataset import build_training_set
from training.folds import cut_folds
from training.judging.evaluation import make_trial
from training.judging.measures import estimate_mean, gain_of_mover
from training.recipe import load_recipe

RECORDS = os.environ.get("PADAN_REAL_RECORDS")
AS_OF = os.environ.get("PADAN_REAL_RECORDS_AS_OF", "2025-01-01")
USED = [place for place, feature in enumerate(CATALOG) if feature.in_model]

pytestmark = pytest.mark.skipif(not RECORDS, reason="PADAN_REAL_RECORDS names no folder")


@pytest.fixture(scope="module")
def settings(tmp_path_factory, empty_model_store):
    """Return the settings of a home in which the real records were imported and learned from."""
    home = tmp_path_factory.mktemp("real")
    (home / "mlflow.db").write_bytes(empty_model_store.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PADAN_HOME", str(home))
        patch.setenv("PADAN_POLICY", str(Path(str(RECORDS)) / "policy.toml"))
        assert run(["import", str(RECORDS), "--as-of", AS_OF]) == 0
        assert run(["train"]) == 0
        yield Settings()


@pytest.fixture(scope="module")
def champion(settings):
    return open_registry(settings).champion()


@pytest.fixture(scope="module")
def data_and_folds(settings):
    history, policy = History(open_store(settings).load()), load_policy(settings.policy)
    recipe = load_recipe()
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, recipe.openings, history.day, recipe.seed)
    openings, part = data.openings, recipe.folds
    folds = cut_folds(openings.day, openings.known_on, openings.ripe, part.shares, part.least_train)
    return data, folds


def gains_of_default_ranker(data, folds):
    """Return NDCG@10 of each later opening by a ranker without settings of its own.

    It is trained before each fold as the champion was, on the same openings and columns.
    """
    from lightgbm import LGBMRanker

    named, gains = make_trial(data, folds).named, []
    for fold in folds:
        if fold.purpose == "tune":
            continue
        train, test = data.rows_of(fold.train), data.rows_of(np.intersect1d(fold.test, named))
        sizes = np.unique(data.opening[train], return_counts=True)[1]
        ranker = LGBMRanker(n_jobs=1, verbosity=-1)
        ranker.fit(data.matrix[train][:, USED], data.is_mover[train].astype(int), group=sizes)
        score = np.asarray(ranker.predict(data.matrix[test][:, USED]))
        _, opening = np.unique(data.opening[test], return_inverse=True)
        gains.append(gain_of_mover(score, opening, data.is_mover[test])[0])
    return np.concatenate(gains)


def test_the_champion_names_movers_at_least_as_well_as_a_default_ranker(champion, data_and_folds):
    plain = estimate_mean(gains_of_default_ranker(*data_and_folds), seed=7)
    lines = {one["ranker"]: one["measures"] for one in champion.card["evaluation"]["lines"]}
    assert plain is not None
    assert plain.count == lines["learned"]["ndcg_at_10"]["count"]
    assert lines["learned"]["ndcg_at_10"]["value"] >= plain.value


def test_the_chance_of_lasting_stays_near_the_base_rate(champion, data_and_folds):
    data, _ = data_and_folds
    fit = champion.fit(champion.score(data.matrix[data.is_mover])).fit
    rate = champion.card["success_rate"]
    assert np.quantile(np.abs(fit - rate), 0.9) < 0.1
