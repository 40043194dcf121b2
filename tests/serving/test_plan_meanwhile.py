"""What happens to a plan while somebody else works on it, or while Padan is stopped."""

import shutil
import time
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text
from structlog import get_logger
from structlog.testing import capture_logs

from serving.database.plan_tables import PlanRow
from serving.plans import service
from serving.plans.making import make_plan
from tests.serving.conftest import open_client
from tests.serving.plan_town import CHIEF, HEAD, PLAN, furnish
from tests.serving.planning_client import (
    ask,
    decide,
    follower_of,
    look,
    move_of,
    revise,
    state_of,
    states,
    take,
    wait,
    walk,
)
from tests.serving.test_refusals import check


@pytest.fixture(scope="module")
def town_home(tmp_path_factory, empty_model_store):
    home: Path = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    return home


@pytest.fixture
def town(town_home, tmp_path):
    home = Path(shutil.copytree(town_home, tmp_path / "home"))
    with open_client(home) as client:
        yield client


def test_a_move_that_is_rejected_while_a_revision_is_computed_is_not_planned_again(
    town, monkeypatch
):
    plan = ask(town)
    follower = follower_of(plan)["move_id"]
    taken = []

    def reject_and_make(*asked):
        taken.append(take(town, plan, "rejected", follower, reason="Menolak."))
        return make_plan(*asked)

    monkeypatch.setattr(service, "make_plan", reject_and_make)
    check(revise(town, plan), 409, "revised_meanwhile")
    assert taken[0].status_code == 200
    now = look(town, plan)
    assert (now["newest"], states(now)[follower]) == (1, "rejected")
    monkeypatch.undo()
    assert follower not in states(revise(town, plan).json())


def test_whoever_looks_at_an_older_revision_decides_and_steps_nothing(town):
    plan = ask(town)
    walk(town, plan)
    revise(town, plan)
    chief = move_of(plan)["move_id"]
    check(decide(town, plan, revision=1), 409, "revised_meanwhile")
    stop = {"reason": "Lengkapi.", "role": "planner"}
    check(take(town, plan, "returned", chief, revision=1, **stop), 409, "revised_meanwhile")
    assert set(states(look(town, plan)).values()) == {"cleared"}
    assert decide(town, plan, revision=2).status_code == 200


def test_a_form_sends_the_revision_that_its_page_shows(town):
    plan = ask(town)
    walk(town, plan, "considered")
    for page in (
        f"/plans/{plan['id']}",
        f"/plans/{plan['id']}/moves/{plan['moves'][0]['move_id']}",
    ):
        shown = town.get(page).text
        form = shown[shown.index('/steps">') :]
        assert 'name="revision" value="1"' in form[: form.index("</form>")]


def test_a_move_that_took_place_is_not_blocked_any_more(town):
    plan = ask(town)
    walk(town, plan)
    decide(town, plan)
    chief, follower = move_of(plan)["move_id"], follower_of(plan)["move_id"]
    walk(town, plan, "inaugurated")
    check(take(town, plan, "rejected", chief, role="planner", reason="x"), 409, "step_out_of_order")
    assert states(look(town, plan))[follower] == "inaugurated"


def test_an_empty_plan_takes_no_step_that_there_is_not(town):
    plan = ask(town, positions=[HEAD], pin=[], forbid=[{"position_id": HEAD}], chains=False)
    assert plan["moves"] == []
    check(take(town, plan, "promoted"), 404, "unknown_step")
    assert take(town, plan, "released").status_code == 200
    with town.app.state.database.read() as session:
        asked = text("SELECT count(*) FROM audit_events WHERE event = 'plan_step_taken'")
        before = session.scalar(asked)
        take(town, plan, "released")
        assert session.scalar(asked) == before


def test_a_key_gives_its_plan_again_though_its_scenario_was_edited(town):
    body = PLAN | {"scenario": "libur"}
    headers = {"Idempotency-Key": "again"}
    surge = {"factors": [{"level": "unit", "key": "D1", "factor": 2}]}
    assert town.put("/v1/scenarios/libur", json={"factors": []}).status_code in (200, 201)
    first = town.post("/v1/plans", json=body, headers=headers).json()
    assert town.put("/v1/scenarios/libur", json=surge).status_code in (200, 201)
    again = town.post("/v1/plans", json=body, headers=headers)
    assert (again.status_code, again.json()["id"]) == (202, first["id"])
    check(town.post("/v1/plans", json=PLAN, headers=headers), 409, "reused_key")
    with town.app.state.database.read() as session:
        kept = session.execute(text("SELECT * FROM made_by_key")).all()
    assert CHIEF not in str(kept)


def test_a_stop_waits_for_no_plan_and_tells_it_as_interrupted(town_home, tmp_path, monkeypatch):
    home = Path(shutil.copytree(town_home, tmp_path / "home"))
    begun, release = Event(), Event()

    def make_slowly(*asked):
        begun.set()
        release.wait(60)
        raise RuntimeError("stopped")

    monkeypatch.setattr(service, "make_plan", make_slowly)
    try:
        with open_client(home) as client:
            plan = client.post("/v1/plans", json=PLAN).json()
            assert begun.wait(30)
            state_of(client).plans.close(state_of(client).database)
            told = client.get(f"/v1/plans/{plan['id']}").json()
            assert (told["status"], "berhenti" in told["text"]) == ("failed", True)
    finally:
        release.set()


def test_a_plan_that_waits_gives_signs_of_life(town_home, tmp_path, monkeypatch):
    home = Path(shutil.copytree(town_home, tmp_path / "home"))
    monkeypatch.setattr("serving.plans.alive.BEAT_SECONDS", 0.05)
    with open_client(home) as client:
        plans, database = state_of(client).plans, state_of(client).database
        with plans._lock:  # somebody else's plan is computed
            plan = client.post("/v1/plans", json=PLAN).json()
            time.sleep(0.5)
            with database.read() as session:
                row = session.get_one(PlanRow, plan["id"])
                assert row.status == "computing"
                assert row.alive_at > row.created_at


def test_more_plans_than_may_wait_at_once_are_refused_until_one_is_there(town, monkeypatch):
    monkeypatch.setattr("serving.plans.alive.MOST_COMPUTED", 2)
    keyed = {"Idempotency-Key": "first"}
    with state_of(town).plans._lock:  # somebody else's plan is computed
        first = town.post("/v1/plans", json=PLAN, headers=keyed)
        second = town.post("/v1/plans", json=PLAN)
        refused = check(town.post("/v1/plans", json=PLAN), 409, "too_many_plans")
        assert "2" in refused["detail"]
        again = town.post("/v1/plans", json=PLAN, headers=keyed)
        assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    for made in (first, second):
        assert wait(town, made.headers["location"])["status"] == "ready"
    assert ask(town)["status"] == "ready"


def test_the_log_tells_where_a_plan_failed_that_nobody_foresaw(town, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(service, "make_plan", fail)
    monkeypatch.setattr(service, "log", get_logger())
    with capture_logs() as logs:
        assert look(town, ask(town))["status"] == "failed"
    (failed,) = [one for one in logs if one["event"] == "plan failed"]
    assert failed["places"][-1].endswith(" fail")
