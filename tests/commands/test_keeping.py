"""What a restore says of the lists that it computed again."""

from pathlib import Path

import pytest

from commands.console import Refusal
from commands.keeping import restore
from matching.explaining.replay import Replay
from serving.backup.restoring import Restored
from wording import say

NAMED = say("keeping.proved_by_name", "id")


@pytest.fixture
def bring_back(monkeypatch, tmp_path, capsys):
    """Return what the terminal says where a list came out `same`, or as a `fault`."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    monkeypatch.setenv("PADAN_LANGUAGE", "id")

    def run(same, fault):
        again = Replay("a" * 32, same, fault, (), (), "Begini hasilnya.")
        found = Restored("2026-11-01T02:30:00+00:00", 3, None, (again,))
        monkeypatch.setattr("serving.backup.restoring.restore", lambda *_: found)
        restore(Path("padan.tar.gz"))
        return capsys.readouterr().out

    return run


def test_a_list_that_differs_by_a_named_cause_is_told_and_the_restore_stands(bring_back):
    told = " ".join(bring_back(same=False, fault=False).split())
    assert "Begini hasilnya." in told
    assert NAMED in told


def test_a_list_that_came_out_the_same_needs_no_cause(bring_back):
    assert NAMED not in " ".join(bring_back(same=True, fault=False).split())


def test_a_list_that_differs_without_a_cause_fails_the_restore(bring_back):
    with pytest.raises(Refusal):
        bring_back(same=False, fault=True)
