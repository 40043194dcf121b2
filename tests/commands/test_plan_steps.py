"""Stored plans on the terminal: listed, stepped, decided, refused in one line."""

import json
import shutil
from dataclasses import replace

import pytest

from commands.application import run
from commands.console import stdout
from commands.plan_work_tables import show_diff, show_plans, show_progress
from serving.plans.schemas import Decision, PlanBrief
from tests.serving.made_plan import AT, DAY, DIFF, make_plan
from tests.serving.plan_town import CHIEF, HEAD, KIN, furnish

BRIEF = PlanBrief("p1", "ready", AT, 2, "balanced", DAY, DAY, 4, 7, None, None)


@pytest.fixture
def told(capsys):
    """Return what was printed since the last time."""
    return capsys.readouterr


@pytest.fixture
def home(empty_model_store, tmp_path, monkeypatch):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    furnish(tmp_path)
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    return tmp_path


def test_a_plan_is_walked_from_the_terminal_alone(home, told):
    assert run(["plan", "--pin", f"{HEAD}={CHIEF}", "--stance", "fit", "--json"]) == 0
    plan = json.loads(told().out)
    assert run(["plans"]) == 0
    assert "Fit" in told().out.title()
    chief = plan["moves"][0]["move_id"]
    assert run(["step", plan["id"], chief, "considered", "--role", "planner"]) == 1
    assert told().err.count("\n") == 1
    assert run(["decide", plan["id"], "--reason", "Agreed"]) == 1
    assert "cannot be decided yet" in told().err
    for step, role in (
        ("released", "releasing_agency"),
        ("accepted", "receiving_agency"),
        ("considered", "committee"),
        ("cleared", "planner"),
    ):
        code = run(["step", plan["id"], "all", step, "--role", role])
        assert code == 0 or step in ("released", "accepted")
    told()
    assert run(["decide", plan["id"], "--reason", "Agreed", "--nip", CHIEF]) == 1
    assert CHIEF not in told().err
    assert run(["decide", plan["id"], "--reason", "Agreed"]) == 0
    assert "moves" in told().out
    assert run(["decide", plan["id"], "--reason", "Agreed"]) == 1
    assert "decided once" in told().err
    assert run(["step", plan["id"], chief, "inaugurated", "--role", "appointing_official"]) == 0
    assert "Inaugurated" in told().out
    assert run(["revise", plan["id"], "--refuse", chief]) == 1


def test_a_revision_names_what_changed_and_what_to_print_again(home, told):
    run(["plan", "--pin", f"{HEAD}={CHIEF}", "--json"])
    plan = json.loads(told().out)
    move = next(move["move_id"] for move in plan["moves"] if move["nip"] == CHIEF)
    assert run(["revise", plan["id"], "--refuse", move]) == 0
    shown = told().out
    assert "Revision 2 is kept." in shown
    assert "excluded" in shown
    assert "Take back: the letter to" in shown
    assert run(["revise", "nothing"]) == 1
    assert "There is no plan nothing." in told().err
    unlisted = ["revise", plan["id"], "--lock", "x", "--reason-code", "whim", "--reason", "so"]
    assert run(unlisted) == 1
    assert "person_declined" in told().err


def test_a_person_alone_is_forbidden_in_a_revision_as_in_a_plan(home, told):
    assert run(["plan", "--pin", f"{HEAD}={CHIEF}", "--forbid", KIN, "--json"]) == 0
    plan = json.loads(told().out)
    (ban,) = plan["request"]["forbid"]
    assert ban["position_id"] is None
    run(["plan", "--pin", f"{HEAD}={CHIEF}", "--json"])
    other = json.loads(told().out)
    assert run(["revise", other["id"], "--forbid", KIN, "--json"]) == 0
    assert json.loads(told().out)["request"]["forbid"] == [ban]


@pytest.mark.parametrize(
    ("language", "words"), [("id", "diputuskan 2 Juni 2025"), ("en", "decided on 2 June 2025")]
)
def test_tables_say_what_there_is_in_both_languages(told, language, words):
    agreed = Decision(2, "appointing_official", "Ya.", AT)
    show_plans(stdout(), [BRIEF, replace(BRIEF, decision=agreed)], language)
    assert words in " ".join(told().out.split())
    show_plans(stdout(), [], language)
    show_diff(stdout(), DIFF, language)
    show_progress(stdout(), make_plan(), language)
    shown = told().out
    assert "Contoh Gita berubah." in shown
    assert "Satu mutasi tertahan." in shown
