"""What a step and a decision tell: refusals in words, what was not checked, what to mind."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from starlette.testclient import TestClient

from commands.console import describe_failure
from planning.requests import PlanRequest
from serving.database.tables import AuditRow
from serving.plans.schemas import DecideBody
from serving.plans.storing import load_plan
from serving.settings import Settings
from tests.serving.conftest import open_client
from tests.serving.plan_town import NIPS, furnish
from tests.serving.planning_client import ask, decide, follower_of, look, move_of, take, walk
from tests.serving.test_refusals import check


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_model_store) -> Path:
    """Return a home with the town, to be copied."""
    home: Path = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    return home


@pytest.fixture
def client(settled, tmp_path) -> Iterator[TestClient]:
    with open_client(Path(shutil.copytree(settled, tmp_path / "home"))) as opened:
        yield opened


@pytest.fixture
def plan(client):
    return ask(client)


def test_a_refusal_calls_steps_and_roles_by_what_stands_on_screen(client, plan):
    chief = move_of(plan)["move_id"]
    early = take(client, plan, "cleared", chief, "planner").json()["detail"]
    assert "“Lolos pemeriksaan BKN (I-Mut)”" in early
    assert "“Dipertimbangkan Tim Penilai Kinerja”" in early
    alien = take(client, plan, "considered", chief, "planner").json()["detail"]
    assert alien.endswith("tidak dapat dijalankan sebagai: Perencana.")
    for code in ("considered", "cleared", "planner", "committee", "proposed"):
        assert code not in early + alien


def test_a_step_of_a_move_that_the_plan_lacks_speaks_of_the_plan(client, plan):
    refused = check(take(client, plan, "considered", "f" * 16), 404, "unknown_move_id")
    assert refused["detail"].startswith("Rencana ini tidak memuat mutasi ffff")


def test_a_step_tells_whether_it_was_checked_that_the_actor_is_not_concerned(client, plan):
    chief, follower = move_of(plan)["move_id"], follower_of(plan)["move_id"]
    take(client, plan, "considered", chief, nip=NIPS[0])
    told = take(client, plan, "considered", follower).json()["progress"]
    checked = {one["move_id"]: [s["recusal_checked"] for s in one["steps"]] for one in told}
    assert (checked[chief], checked[follower]) == ([True], [False])
    unchecked = "Tidak diperiksa apakah pelaku berkepentingan"
    pages = [client.get(f"/plans/{plan['id']}/moves/{one}").text for one in (chief, follower)]
    assert [unchecked in page for page in pages] == [False, True]
    walk(client, plan)
    assert decide(client, plan).json()["decision"]["recusal_checked"] is False
    assert unchecked in client.get(f"/plans/{plan['id']}").text


def test_a_day_of_effect_before_today_is_a_warning_until_the_decision_and_no_hindrance(
    client, plan
):
    (warning,) = look(client, plan)["warnings"]
    assert warning["code"] == "effective_before_today"
    assert warning["text"] in client.get(f"/plans/{plan['id']}").text
    walk(client, plan)
    assert decide(client, plan).json()["warnings"] == []


def test_a_kept_plan_that_does_not_read_any_more_says_so(client, plan, monkeypatch):
    def load_old(*asked):
        return replace(load_plan(*asked), answer=b"{}")

    monkeypatch.setattr("serving.plans.work.load_plan", load_old)
    told = check(client.get(f"/v1/plans/{plan['id']}"), 409, "unreadable_plan")
    assert plan["id"] in told["detail"]


@pytest.mark.parametrize(
    ("form", "given", "words"),
    [
        (TypeAdapter(PlanRequest), {"chains": "maybe"}, "another version of Padan"),
        (TypeAdapter(DecideBody), {"role": "planner", "reason": ""}, "check reason"),
        (TypeAdapter(Settings), {"language": "fr"}, "The settings cannot be used"),
    ],
)
def test_the_terminal_tells_settings_from_what_was_asked_and_from_what_is_kept(form, given, words):
    with pytest.raises(ValidationError) as refused:
        form.validate_python(given)
    assert words in describe_failure(refused.value, "en")


def test_the_audit_keeps_of_whom_events_were_handed_out_and_up_to_which(client, plan):
    walk(client, plan)
    decide(client, plan)
    handed = client.get("/v1/events", params={"limit": 1}).json()["items"]
    assert client.get("/v1/events", params={"after": 2**40}).json()["items"] == []
    with client.app.state.database.read() as session:
        *_, some, none = session.scalars(select(AuditRow.facts).order_by(AuditRow.number))
    assert (some["people"], some["last_event"]) == (handed[0]["person_id"], handed[0]["id"])
    assert none == {"route": "/v1/events", "found": 0, "people": ""}
