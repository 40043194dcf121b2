"""What journeys share: a small made-up city with a rule that serves, a server, and browsers."""

import os
import shutil

import pytest

from commands.application import run
from models.baselines import make_baseline
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from serving.settings import Settings
from tests.journeys.served import Browsers, serve
from tests.serving.accounts import CITY_ROLES
from tests.serving.office import furnish


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records") / "city"
    assert run(["demo", str(folder), "--employees", "300", "--seed", "5"]) == 0
    return folder


@pytest.fixture(scope="session")
def served_home(tmp_path_factory, city, empty_model_store):
    """Return a home with records and a champion; tests copy it and leave it as it is."""
    home = tmp_path_factory.mktemp("served")
    shutil.copy(empty_model_store, home / "mlflow.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PADAN_HOME", str(home))
        assert run(["import", str(city)]) == 0
        settings = Settings()
        registry = ModelRegistry(settings.tracking_uri, settings.home)
        record = RunRecord(DatasetFacts("none", "none", {}), {}, {}, {})
        registry.promote(registry.register(make_baseline("competency_match"), record), "a test")
    return home


class Terminal:
    """Runs `padan` in this process and keeps what it printed."""

    def __init__(self, capsys) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        """Return exit code, stdout and stderr."""
        self._capsys.readouterr()
        code = run([str(one) for one in arguments])
        return code, *self._capsys.readouterr()


@pytest.fixture(scope="module")
def own_home(tmp_path_factory, served_home):
    """Return a copy of that home in which the tests of one module work."""
    return shutil.copytree(served_home, tmp_path_factory.mktemp("own") / "home")


@pytest.fixture
def padan(capsys, monkeypatch, own_home) -> Terminal:
    """Return a terminal in a home with records and a model, the module's own."""
    monkeypatch.setenv("PADAN_HOME", str(own_home))
    return Terminal(capsys)


@pytest.fixture
def empty_padan(capsys, monkeypatch, tmp_path) -> Terminal:
    """Return a terminal in a home with nothing in it."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "home"))
    return Terminal(capsys)


@pytest.fixture
def records_only_padan(capsys, monkeypatch, tmp_path, served_home, empty_model_store) -> Terminal:
    """Return a terminal in a home with records and no model."""
    shutil.copytree(served_home / "snapshots", tmp_path / "home" / "snapshots")
    shutil.copy(empty_model_store, tmp_path / "home" / "mlflow.db")
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "home"))
    assert not os.environ.get("MLFLOW_TRACKING_URI")
    return Terminal(capsys)


@pytest.fixture(scope="module")
def server(tmp_path_factory, empty_model_store):
    """Serve a small office; a module that needs other records has a fixture of this name."""
    home = tmp_path_factory.mktemp("office")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    with serve(home) as served:
        yield served


@pytest.fixture
def browsers(server, browser):
    """Open pages for whoever signs in; whatever a browser complains of fails the test."""
    opened = Browsers(browser, server)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def page(browsers):
    """Return a page of somebody with every role that sees the whole city."""
    return browsers.open(*CITY_ROLES)
