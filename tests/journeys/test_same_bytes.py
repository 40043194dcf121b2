"""Training gives the same bytes with one thread on one core as with two on all of them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.registry import ModelRegistry
from tests.journeys.sources import write_quick_recipe

ROOT = Path(__file__).parents[2]
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@pytest.fixture
def train(records_only_padan, served_home, empty_model_store, tmp_path):
    """Return what trains in a process of its own and tells report and digest of the model."""
    recipe = write_quick_recipe(tmp_path)

    def run(threads):
        home = tmp_path / f"threads_{threads}"
        shutil.copytree(served_home / "snapshots", home / "snapshots")
        shutil.copy(empty_model_store, home / "mlflow.db")
        cores = sorted(os.sched_getaffinity(0))[:threads]
        done = subprocess.run(
            [sys.executable, ROOT / "padan.py", "train", "--recipe", recipe, "--json"],
            env=os.environ | dict.fromkeys(THREADS, str(threads)) | {"PADAN_HOME": str(home)},
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
            check=True,
            capture_output=True,
        )
        registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
        version = registry._client.get_model_version("padan", "1")
        return json.loads(done.stdout), version.tags["sha256"]

    return run


def test_one_thread_and_two_make_the_same_model_and_the_same_figures(train):
    (alone, digest_alone), (together, digest_together) = train(1), train(2)
    assert alone["why_rule"] != "too_few_outcomes"
    assert digest_alone == digest_together
    del alone["seconds"], together["seconds"]
    assert alone == together
