"""The auditor's commands: the audit is checked, its head taken away, departures reported."""

import json
import sqlite3

import pytest

from commands.application import run
from serving.audit.service import Actor, Event, record_event
from serving.database.connection import open_database


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return the database of a home in which three things happened."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    monkeypatch.delenv("PADAN_DATABASE_URL", raising=False)
    file = tmp_path / "padan.db"
    database = open_database(f"sqlite:///{file}")
    with database.write() as session:
        for subject in "abc":
            record_event(session, Event.SIGNED_IN, subject, Actor("page", name="sari"), {})
    database.close()
    return file


def tamper(file, statement):
    with sqlite3.connect(file) as connection:
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS audit_events_refuse_{verb}")
        connection.execute(statement)


def test_a_whole_audit_is_exit_0_and_told_in_a_line(file, capsys):
    assert run(["verify-audit"]) == 0
    assert capsys.readouterr().out == (
        "The audit is whole: 3 events were checked, up to number 3.\n"
    )


def test_a_broken_audit_is_exit_1_and_names_the_first_broken_event(file, capsys):
    tamper(file, "UPDATE audit_events SET actor_name = 'nobody' WHERE number = 2")
    assert run(["verify-audit"]) == 1
    assert "event 2 is not as it was written" in capsys.readouterr().err
    assert run(["verify-audit", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["broken"] == {"number": 2, "fault": "changed"}


def test_a_head_that_was_exported_finds_what_was_cut_off_later(file, tmp_path, capsys):
    head = tmp_path / "head.json"
    assert run(["verify-audit", "--export", str(head)]) == 0
    kept = json.loads(head.read_text())
    assert kept["number"] == kept["events"] == 4  # that it was taken away is an event too
    assert run(["verify-audit", "--head", str(head)]) == 0
    assert run(["verify-audit", "--head", kept["hash"]]) == 0
    tamper(file, "DELETE FROM audit_events WHERE number > 2")
    assert run(["verify-audit"]) == 0
    capsys.readouterr()
    assert run(["verify-audit", "--head", str(head)]) == 1
    assert "was cut off after 2 events" in capsys.readouterr().err


def test_what_is_no_head_is_refused(file, tmp_path, capsys):
    other = tmp_path / "other.json"
    other.write_text('{"hash": "short"}')
    assert run(["verify-audit", "--head", str(other)]) == 1
    assert "is no fingerprint of an audit" in capsys.readouterr().err
    assert run(["verify-audit", "--head", str(tmp_path / "missing")]) == 1


def test_a_head_goes_only_where_it_can_be_written(file, tmp_path):
    assert run(["verify-audit", "--export", str(tmp_path / "no folder" / "head.json")]) == 1


def test_departures_are_reported_and_the_look_is_told(file, capsys):
    assert run(["overrides"]) == 0
    assert "Of 0 decisions on lists" in capsys.readouterr().out
    assert run(["overrides", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["items"] == []
    with sqlite3.connect(file) as connection:
        seen = connection.execute("SELECT actor, facts FROM audit_events WHERE event='audit_seen'")
        assert ("terminal", '{"command": "overrides"}') in seen.fetchall()
