"""What training is told of decisions: people by NIP, whoever is still in the records."""

from datetime import date
from types import SimpleNamespace

import pytest

from commands import learning
from serving.plans import promises
from serving.settings import Settings
from serving.shortlists import queries
from snapshots.surrogate import load_secret, person_id
from training.judging.advised import Advice


@pytest.fixture
def settings(monkeypatch, tmp_path):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    return Settings()


@pytest.fixture
def history():
    """Return all that is asked of the records here: whom they know."""
    return SimpleNamespace(people_ids=("known", "other"))


def test_decisions_are_told_by_nip_and_strangers_are_left_out(settings, history, monkeypatch):
    secret, day = load_secret(settings.home), date(2025, 3, 10)
    decided = [(person_id(secret, nip), "P1", day) for nip in ("known", "gone")]
    monkeypatch.setattr(queries, "list_advised", lambda session: decided)
    assert learning._read_advice(settings, history) == [Advice("known", "P1", day)]


def test_moves_that_plans_decided_are_told_too(settings, history, monkeypatch):
    day = date(2025, 3, 10)
    monkeypatch.setattr(promises, "list_followed", lambda session: [("other", "P2", day)])
    assert learning._read_advice(settings, history) == [Advice("other", "P2", day)]


def test_without_decisions_there_is_no_advice(settings, history):
    assert learning._read_advice(settings, history) == []
