"""Several plans over the same records: none uses people or seats that another has decided on."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from serving.clock import local_day
from serving.plans import work
from serving.plans.judging import check_decidable
from serving.plans.promises import list_followed
from tests.serving.conftest import open_client
from tests.serving.plan_town import CHIEF, HEAD, STAFF_1, furnish, settle, town
from tests.serving.planning_client import DECISION, ask, decide, look, move_of, revise, take, walk
from tests.serving.test_refusals import check


@pytest.fixture
def home(tmp_path, empty_model_store):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    furnish(tmp_path)
    return tmp_path


@pytest.fixture
def client(home) -> Iterator[TestClient]:
    with open_client(home) as opened:
        yield opened


def find(plan, code):
    """Return the hindrances of a code."""
    return [one for one in plan["hindrances"] if one["code"] == code]


def finish(client, plan, *steps):
    """Walk, decide and inaugurate a plan."""
    walk(client, plan, *steps)
    assert decide(client, plan).status_code == 200
    walk(client, plan, "inaugurated")


def test_of_two_plans_with_the_same_people_one_can_be_decided(client):
    first, second = ask(client), ask(client)
    assert {m["nip"] for m in first["moves"]} == {m["nip"] for m in second["moves"]}
    walk(client, second)
    walk(client, first)
    assert find(look(client, second), "other_plan") == []
    assert decide(client, first).status_code == 200
    (found,) = find(look(client, second), "other_plan")
    assert first["id"] in found["text"]
    assert found["move_ids"] == [move["move_id"] for move in second["moves"]]
    refused = check(decide(client, second), 409, "hindered_plan")
    assert first["id"] in refused["detail"]
    walk(client, first, "inaugurated")
    assert find(look(client, second), "other_plan")


def test_a_seat_that_another_plan_has_decided_on_is_taken(client):
    first = ask(client, positions=[HEAD], chains=False)
    assert [move["nip"] for move in first["moves"]] == [CHIEF]
    finish(client, first, "considered", "cleared")
    second = ask(client, pin=[], positions=[HEAD])
    assert second["moves"] == []
    assert "promised" in {one["code"] for one in second["notices"]}


def test_a_plan_made_after_a_decision_leaves_its_people_and_seats_alone(client):
    first = ask(client)
    finish(client, first)
    second = ask(client, pin=[])
    moved = {move["nip"] for move in first["moves"]}
    assert not moved & {move["nip"] for move in second["moves"]}
    told = {one["code"]: one["text"] for one in second["notices"]}
    assert told["promised"].startswith(str(len(first["moves"])))
    pinned = client.post("/v1/plans", json={"pin": [{"nip": CHIEF, "position_id": HEAD}]})
    failed = look(client, ask(client))
    assert pinned.status_code == 202
    assert "rencana lain" in failed["text"]


def test_a_revision_drops_what_another_plan_has_decided_on(client):
    first, second = ask(client), ask(client, pin=[])
    finish(client, first)
    revised = revise(client, second).json()
    moved = {move["nip"] for move in first["moves"]}
    assert not moved & {move["nip"] for move in revised["moves"]}
    assert find(revised, "other_plan") == []


def test_what_a_plan_rejects_again_is_free_for_others(client):
    first, second = ask(client), ask(client)
    walk(client, first)
    decide(client, first)
    for move in first["moves"]:
        answer = take(client, first, "rejected", move["move_id"], "planner", reason="Batal.")
        assert answer.status_code == 200
    assert find(look(client, second), "other_plan") == []


def test_a_move_that_is_in_the_records_hinders_nobody(home, client):
    first = ask(client, positions=[HEAD], chains=False)
    finish(client, first, "considered", "cleared")
    there = {"position_id": HEAD, "position_since": "2025-06-02"}
    people = [one | there if one["nip"] == CHIEF else one for one in town()["employees"]]
    settle(home, "2025-07-02", employees=people)
    second = ask(client, pin=[])
    assert "promised" not in {one["code"] for one in second["notices"]}


def test_what_two_plans_decided_before_is_not_inaugurated_twice(client, monkeypatch):
    first, second = ask(client), ask(client)
    walk(client, second)
    walk(client, first)
    decide(client, first)
    monkeypatch.setattr("serving.plans.work.list_promises", lambda *_: ())
    assert decide(client, second).status_code == 200
    monkeypatch.undo()
    chief = move_of(second)["move_id"]
    refused = check(take(client, second, "inaugurated", chief), 409, "taken_elsewhere")
    assert first["id"] in refused["detail"]


def test_moves_that_a_plan_decided_are_advice_also_where_they_were_given_up(client):
    plan = ask(client)
    walk(client, plan)
    with client.app.state.database.read() as session:
        assert list_followed(session) == []
    decide(client, plan)
    answer = take(client, plan, "rejected", move_of(plan)["move_id"], "planner", reason="Batal.")
    assert answer.status_code == 200
    with client.app.state.database.read() as session:
        followed = list_followed(session)
    today = local_day(datetime.now(UTC))
    moved = [(move["nip"], move["to_position_id"], today) for move in plan["moves"]]
    assert sorted(followed) == sorted(moved)


LEAVE = {"pin": [], "positions": [STAFF_1], "max_moves": 1, "chains": False}
"""A plan that takes one of the staff of the full agency to the short one."""


def test_two_drafts_that_break_a_limit_together_are_not_both_decided(client):
    tight = LEAVE | {"max_share_leaving": 0.1}
    first = ask(client, **tight)
    (gone,) = [move["nip"] for move in first["moves"]]
    forbidden = [{"nip": gone, "position_id": STAFF_1}]
    second = ask(client, **tight, forbid=forbidden)
    assert second["moves"]
    for plan in (first, second):
        walk(client, plan)
    assert find(look(client, second), "max_share_leaving") == []
    assert decide(client, first).status_code == 200
    (found,) = find(look(client, second), "max_share_leaving")
    assert found["move_ids"] == [move["move_id"] for move in second["moves"]]
    refused = check(decide(client, second), 409, "hindered_plan")
    assert "Dinas Contoh Dua" in refused["detail"]
    assert ask(client, **tight)["moves"] == []


def test_a_decision_is_held_against_what_was_decided_while_it_was_judged(client, monkeypatch):
    tight = LEAVE | {"max_share_leaving": 0.1}
    first = ask(client, **tight)
    gone = first["moves"][0]["nip"]
    second = ask(client, **tight, forbid=[{"nip": gone, "position_id": STAFF_1}])
    for plan in (first, second):
        walk(client, plan)
    judge, asked = check_decidable, list[str]()

    def judge_and_decide_the_other(stored, *others):
        judge(stored, *others)
        if not asked:
            asked.append(stored.id)
            assert decide(client, first).status_code == 200

    monkeypatch.setattr(work, "check_decidable", judge_and_decide_the_other)
    check(decide(client, second), 409, "hindered_plan")
    assert look(client, second)["decision"] is None


def test_a_move_that_was_returned_is_decided_anew_within_the_limits_alone(client):
    tight = LEAVE | {"max_share_leaving": 0.1}
    first = ask(client, **tight)
    gone = first["moves"][0]["nip"]
    second = ask(client, **tight, forbid=[{"nip": gone, "position_id": STAFF_1}])
    for plan in (first, second):
        walk(client, plan)
    assert decide(client, first).status_code == 200
    back = {"role": "planner", "reason": "Lengkapi."}
    assert take(client, first, "returned", **back).status_code == 200
    assert decide(client, second).status_code == 200
    walk(client, first, "proposed", "released", "accepted", "considered", "cleared")
    refused = check(take(client, first, "decided", **DECISION), 409, "taken_elsewhere")
    assert "Dinas Contoh Dua" in refused["detail"]
