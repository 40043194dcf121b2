"""A made-up city's records, small enough to learn from in seconds."""

import pytest

from features.source import FeatureSource
from rules.policy import load_policy
from snapshots.history import History
from snapshots.importing import import_source
from snapshots.moves import derive_moves
from snapshots.store import SnapshotStore
from training.demo import make_city


@pytest.fixture(scope="session")
def policy():
    return load_policy(None)


@pytest.fixture(scope="session")
def city_history(tmp_path_factory):
    """Return ten years of a made-up city of 300 people, with some 180 known outcomes."""
    folder = tmp_path_factory.mktemp("city")
    make_city(folder / "records", employees=300, seed=3)
    imported = import_source(str(folder / "records"), SnapshotStore(folder / "snapshots"))
    assert imported.snapshot is not None
    return History(imported.snapshot)


@pytest.fixture(scope="session")
def city_source(city_history, policy):
    return FeatureSource(city_history, derive_moves(city_history, policy.outcome))
