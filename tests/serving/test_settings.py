"""Settings come from the environment or `.env`, under their own names alone."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from serving.settings import Settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PADAN_HOME")


def test_everything_lies_in_var_unless_told_otherwise(tmp_path):
    settings = Settings()
    assert settings.home == Path("var")
    assert settings.snapshots == Path("var/snapshots")
    assert settings.database_url == f"sqlite:///{tmp_path}/var/padan.db"
    assert settings.tracking_uri == f"sqlite:///{tmp_path}/var/mlflow.db"
    assert settings.language == "id"


def test_the_environment_decides(monkeypatch):
    monkeypatch.setenv("PADAN_HOME", "elsewhere")
    monkeypatch.setenv("PADAN_DATABASE_URL", "postgresql+psycopg://db/padan")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///runs.db")
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    monkeypatch.setenv("PADAN_POLICY", "policy.toml")
    settings = Settings()
    assert settings.home == Path("elsewhere")
    assert settings.database_url == "postgresql+psycopg://db/padan"
    assert settings.tracking_uri == "sqlite:///runs.db"
    assert settings.language == "en"
    assert settings.policy == Path("policy.toml")


def test_a_file_env_decides_where_the_environment_does_not(tmp_path):
    (tmp_path / ".env").write_text("PADAN_HOME=from-file\nUNRELATED=1\n")
    assert Settings().home == Path("from-file")


def test_variables_of_others_do_not_count(monkeypatch):
    for name in ("HOME", "LANGUAGE", "POLICY", "DATABASE_URL"):
        monkeypatch.setenv(name, "theirs")
    settings = Settings()
    assert (settings.home, settings.language, settings.policy) == (Path("var"), "id", None)


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("https://padan.kota.example", "padan.kota.example"),
        ("https://Padan.Kota.example/", "padan.kota.example"),
        ("https://padan.example:8443", "padan.example"),
    ],
)
def test_a_public_address_is_a_host_over_tls(monkeypatch, given, host):
    monkeypatch.setenv("PADAN_URL", given)
    assert Settings().public_host == host


@pytest.mark.parametrize(
    "given",
    [
        "http://padan.example",
        "padan.example",
        "https://",
        "https://padan.example/below",
        "https://padan.example?x=1",
        "https://ani@padan.example",
        "https://padan.example:x",
    ],
)
def test_an_address_that_shows_passwords_or_is_more_than_a_host_is_refused(monkeypatch, given):
    monkeypatch.setenv("PADAN_URL", given)
    with pytest.raises(ValidationError):
        Settings()


def test_without_a_public_address_nobody_but_this_machine_is_served():
    assert Settings().public_host is None


def test_a_proxy_is_an_address_or_a_network(monkeypatch):
    assert Settings().proxy == "127.0.0.1"
    for given in ("10.0.0.7", "10.0.0.0/24", "::1"):
        monkeypatch.setenv("PADAN_PROXY", given)
        assert Settings().proxy == given
    for given in ("*", "proxy.example", "10.0.0.7, 10.0.0.8"):
        monkeypatch.setenv("PADAN_PROXY", given)
        with pytest.raises(ValidationError):
            Settings()
