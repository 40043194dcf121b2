"""A model watched and taught by what happened since, by the real commands and the real API."""

import json
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from serving.access.sessions import COOKIE
from serving.app import create_app
from serving.settings import Settings
from snapshots.days import to_date
from snapshots.history import History
from snapshots.moves import derive_moves
from snapshots.outcomes import OutcomeDefinition
from snapshots.store import SnapshotStore
from tests.serving.accounts import CITY_ROLES, sign_in


@pytest.fixture
def watched(records_only_padan):
    """Return a terminal in a home with records and a model that was trained on them just now."""
    assert records_only_padan("train", "--promote", "force")[0] == 0
    return records_only_padan


def find_open_move(settings):
    """Return (NIP, position, day, day before the records) of a move without known outcome."""
    history = History(SnapshotStore(settings.snapshots).load())
    moves = derive_moves(history, OutcomeDefinition())
    unknown = moves.trains & ~moves.known_before(history.day) & (moves.day < history.day - 30)
    place = unknown.nonzero()[0][0]
    nip = history.people_ids[moves.person[place]]
    position = history.positions.position_id[moves.to_position[place]]
    last = history.snapshot.as_of - timedelta(days=2)
    return nip, position, to_date(int(moves.day[place])), last


def test_an_outcome_reported_over_http_is_one_more_that_the_next_training_knows(
    watched, city, monkeypatch
):
    before = json.loads(watched("monitor", "--json")[1])["outcomes"]["known"]
    settings = Settings()
    nip, position, day, known = find_open_move(settings)
    report = {"nip": nip, "to_position_id": position, "effective_on": str(day)}
    report |= {"outcome": "failure", "outcome_on": str(known)}
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as portal:
        portal.cookies.set(COOKIE, sign_in(settings.database_url, CITY_ROLES))
        assert portal.post("/v1/outcomes", json=report).status_code == 201

    code, out, _ = watched("import", city)
    assert (code, "lewat API" in out) == (0, False)
    code, out, _ = watched("import", city, "--with-portal")
    assert (code, "lewat API: 1." in out) == (0, True)
    after = json.loads(watched("monitor", "--json")[1])["outcomes"]["known"]
    assert after == before + 1
    assert watched("train", "--promote", "force")[0] == 0
    learned_from = json.loads(watched("monitor", "--json")[1])["outcomes"]["learned_from"]
    assert learned_from == after


def test_right_after_training_nothing_is_due(watched):
    code, out, err = watched("monitor")
    assert (code, "Belum ada alasan untuk melatih ulang" in out) == (0, True)
    assert "waktunya" not in err


def test_what_calls_for_retraining_is_exit_3_with_one_line(watched, tmp_path, monkeypatch):
    limits = "[monitor]\nnew_outcomes_share = 0.0\nenough_outcomes = 1\n"
    (tmp_path / "policy.toml").write_text(limits, encoding="utf-8")
    monkeypatch.setenv("PADAN_POLICY", str(tmp_path / "policy.toml"))
    assert watched("train", "--as-of", "2025-01-01", "--promote", "force")[0] == 0
    code, out, err = watched("monitor")
    assert code == 3
    (line,) = (line for line in err.splitlines() if "melatih ulang" in line)
    assert "Latih ulang" in out
    answer = json.loads(watched("monitor", "--json")[1])
    assert answer["retraining_due"] is True
    assert answer["reason"] in line
    assert line.endswith("padan train.")


def test_without_records_there_is_nothing_to_watch(empty_padan):
    code, out, err = empty_padan("monitor")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "padan import" in err


def test_without_a_model_there_is_nothing_to_watch(records_only_padan):
    code, out, err = records_only_padan("monitor")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "padan train" in err


def test_a_day_after_the_records_is_refused(watched):
    assert watched("monitor", "--as-of", "2099-01-01")[0] == 1
