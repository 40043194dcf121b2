"""A training or a promotion that is killed, or that finds the disk full, leaves the old model."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from commands.application import run
from models.baselines import make_baseline
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from tests.journeys.sources import write_quick_recipe

RECORD = RunRecord(DatasetFacts("none", "none", {}), {}, {}, {})
ALIAS = "mlflow.MlflowClient.set_registered_model_alias"
KILLED = """
import os, signal, sys
from pkgutil import resolve_name
from unittest.mock import patch
from commands.application import run

moment, name, *command = sys.argv[1:]
real = resolve_name(name)

def die(*given, **named):
    if moment == "after":
        real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

with patch(name, die):
    run(command)
"""


@pytest.fixture
def padan_home(tmp_path, served_home, monkeypatch):
    home = Path(shutil.copytree(served_home, tmp_path / "home"))
    monkeypatch.setenv("PADAN_HOME", str(home))
    return home


def registry_of(home):
    return ModelRegistry(f"sqlite:///{home}/mlflow.db", home)


def kill_at(moment, name, home, *command):
    """Run a command that is killed right before or right after it calls what has this name."""
    died = subprocess.run(
        [sys.executable, "-c", KILLED, moment, name, *map(str, command)],
        env={**os.environ, "PADAN_HOME": str(home), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr


@pytest.mark.parametrize(
    ("moment", "serves", "earlier"), [("before", "1", None), ("after", "2", "1")]
)
def test_a_promotion_that_is_killed_has_happened_or_has_not(padan_home, moment, serves, earlier):
    version = registry_of(padan_home).register(make_baseline("seniority"), RECORD)
    kill_at(moment, ALIAS, padan_home, "promote", version, "--reason", "uji")
    left = registry_of(padan_home)
    assert left.champion_version() == left.champion().model_version == serves
    assert left.earlier_version() == earlier
    left.promote(version, "uji")
    assert left.rollback("uji") == "1", "the way back was not lost"


@pytest.mark.parametrize(("moment", "serves"), [("before", "2"), ("after", "1")])
def test_a_way_back_that_is_killed_was_gone_or_was_not(padan_home, moment, serves):
    registry = registry_of(padan_home)
    registry.promote(registry.register(make_baseline("seniority"), RECORD), "uji")
    kill_at(moment, ALIAS, padan_home, "rollback", "--reason", "uji")
    left = registry_of(padan_home)
    assert left.champion_version() == left.champion().model_version == serves
    assert left.earlier_version() == ("1" if serves == "2" else None)


def test_training_that_is_killed_leaves_the_old_model_serving(padan_home, tmp_path):
    recipe, named = write_quick_recipe(tmp_path), "mlflow.MlflowClient.create_model_version"
    kill_at("before", named, padan_home, "train", "--recipe", recipe, "--promote", "force")
    left = registry_of(padan_home)
    assert left.champion_version() == left.champion().model_version == "1"
    assert len(left.list_versions(9)) == 1, "what was half stored is no version"
    left.promote(left.register(make_baseline("seniority"), RECORD), "uji")
    assert registry_of(padan_home).champion().model_version == "2"


def refuse(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_training_on_a_full_disk_is_one_clear_line_and_the_old_model_serves(
    padan_home, tmp_path, monkeypatch, capsys
):
    recipe = write_quick_recipe(tmp_path)
    monkeypatch.setattr("models.bundle.Bundle.save", refuse)
    assert run(["train", "--recipe", str(recipe)]) == 1
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("Ruang penyimpanan penuh.")
    assert registry_of(padan_home).champion_version() == "1"
    assert registry_of(padan_home).champion().model_version == "1"
