"""Steps, blocks, recusal, the decision, and what the personnel system follows."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from serving.database.plan_tables import PlanStepRow
from tests.serving.conftest import open_client
from tests.serving.plan_town import CHIEF, HEAD, KIN, NEXT, NIPS, furnish, settle, town
from tests.serving.planning_client import (
    ask,
    decide,
    follower_of,
    look,
    move_of,
    revise,
    states,
    take,
    walk,
)
from tests.serving.test_refusals import check

OUTCOME = {"outcome": "success", "outcome_on": "2025-09-01"}


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_model_store) -> Path:
    """Return a home with the town and one plan in it, to be copied."""
    home: Path = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    with open_client(home) as client:
        assert ask(client)["status"] == "ready"
    return home


@pytest.fixture
def home(settled, tmp_path) -> Path:
    return Path(shutil.copytree(settled, tmp_path / "home"))


@pytest.fixture
def client(home) -> Iterator[TestClient]:
    with open_client(home) as opened:
        yield opened


@pytest.fixture
def plan(client):
    found = client.get("/v1/plans").json()["items"][0]
    return look(client, found)


def test_a_step_is_kept_with_role_reason_and_time(client, plan):
    chief = move_of(plan)["move_id"]
    told = take(client, plan, "considered", chief, reason="Sudah dibahas.").json()
    found = next(one for one in told["progress"] if one["move_id"] == chief)
    (step,) = found["steps"]
    assert (step["step"], step["role"], step["reason"]) == (
        "considered",
        "committee",
        "Sudah dibahas.",
    )
    assert found["next"][0]["step"] == "cleared"
    assert set(states(told).values()) == {"considered", "proposed"}


@pytest.mark.parametrize(
    ("step", "role", "status", "code"),
    [
        ("cleared", "planner", 409, "step_out_of_order"),
        ("decided", "appointing_official", 409, "step_out_of_order"),
        ("considered", "planner", 409, "not_their_step"),
        ("rejected", "planner", 422, "missing_reason"),
        ("promoted", "planner", 404, "unknown_step"),
    ],
)
def test_a_step_out_of_turn_changes_nothing(client, plan, step, role, status, code):
    check(take(client, plan, step, move_of(plan)["move_id"], role), status, code)
    assert set(states(look(client, plan)).values()) == {"proposed"}


def test_all_takes_the_step_of_those_whose_next_it_is(client, plan):
    walk(client, plan, "considered")
    assert states(look(client, plan))[move_of(plan)["move_id"]] == "considered"
    structural = {move_of(plan)["move_id"], follower_of(plan)["move_id"]}
    others = {s for m, s in states(look(client, plan)).items() if m not in structural}
    assert others == {"proposed"}
    check(take(client, plan, "inaugurated"), 409, "step_out_of_order")


def test_what_depends_on_a_rejected_move_is_blocked_until_the_plan_is_revised(client, plan):
    chief, follower = move_of(plan), follower_of(plan)
    rejected = take(client, plan, "rejected", chief["move_id"], reason="Menolak.").json()
    assert states(rejected)[follower["move_id"]] == "blocked"
    told = next(one for one in rejected["progress"] if one["move_id"] == follower["move_id"])
    assert told["blocked_by"] == [chief["move_id"]]
    free = set(states(rejected)) - {chief["move_id"], follower["move_id"]}
    assert {states(rejected)[move_id] for move_id in free} == {"proposed"}
    check(take(client, plan, "considered", follower["move_id"]), 409, "step_out_of_order")
    assert "blocked" in {one["code"] for one in rejected["hindrances"]}
    revised = revise(client, plan).json()
    assert chief["move_id"] not in states(revised)
    assert free <= set(states(revised))
    assert "blocked" not in states(revised).values()


def test_steps_stay_with_the_moves_that_a_revision_keeps(client, plan):
    walk(client, plan, "released")
    gone = follower_of(plan)
    revised = revise(client, plan, refuse=[gone["move_id"]]).json()
    kept = set(states(plan)) - {gone["move_id"], move_of(plan)["move_id"]}
    assert {states(revised)[move_id] for move_id in kept} == {"released"}
    again = revise(
        client,
        plan,
        pin=[{"nip": gone["nip"], "position_id": gone["to_position_id"]}],
    ).json()
    assert states(again)[gone["move_id"]] == "proposed"


def test_nobody_acts_in_an_own_matter_or_that_of_declared_kin(client, plan):
    chief = move_of(plan)["move_id"]
    for nip in (CHIEF, KIN):
        refused = take(client, plan, "considered", chief, nip=nip)
        problem = check(refused, 403, "recusal")
        assert "PermenPANRB 17/2024" in problem["detail"]
        assert nip not in refused.text
    check(take(client, plan, "considered", chief, nip="1"), 422, "unknown_person")
    assert take(client, plan, "considered", chief, nip=NIPS[0]).status_code == 200
    walk(client, plan)
    check(decide(client, plan, nip=KIN), 403, "recusal")


def test_a_plan_is_decided_once_and_only_when_every_step_before_is_taken(client, plan):
    early = check(decide(client, plan), 409, "hindered_plan")
    assert early["detail"].count(".") >= 2
    walk(client, plan)
    check(decide(client, plan, role="planner"), 409, "not_their_step")
    decided = decide(client, plan)
    assert decided.status_code == 200
    assert set(states(decided.json()).values()) == {"decided"}
    assert decided.json()["decision"]["reason"] == "Sesuai berita acara."
    assert decided.json()["hindrances"] == []
    check(decide(client, plan), 409, "plan_decided")
    check(revise(client, plan), 409, "plan_decided")


def test_of_two_officials_who_decide_at_once_one_does(client, plan):
    walk(client, plan)
    with ThreadPoolExecutor(4) as officials:
        answers = list(officials.map(lambda _: decide(client, plan).status_code, range(4)))
    assert sorted(answers) == [200, 409, 409, 409]
    events = client.get("/v1/events").json()["items"]
    assert len(events) == len(plan["moves"])


def test_a_rejected_move_on_which_nothing_depends_is_left_out_of_the_decision(client, plan):
    free = next(m for m in plan["moves"] if m not in (move_of(plan), follower_of(plan)))
    take(client, plan, "rejected", free["move_id"], reason="Menolak.")
    walk(client, plan)
    decided = decide(client, plan).json()
    assert states(decided).pop(free["move_id"]) == "rejected"
    assert list(states(decided).values()).count("decided") == len(plan["moves"]) - 1


def test_the_personnel_system_follows_from_the_decision_on(client, plan):
    take(client, plan, "returned", move_of(plan)["move_id"], role="planner", reason="Lengkapi.")
    walk(client, plan, "proposed")
    walk(client, plan)
    assert client.get("/v1/events").json() == {"items": [], "next_cursor": None}
    decide(client, plan)
    walk(client, plan, "inaugurated")
    first = client.get("/v1/events", params={"limit": 3}).json()
    rest = client.get("/v1/events", params={"after": first["items"][-1]["id"]}).json()["items"]
    paged = client.get("/v1/events", params={"cursor": first["next_cursor"]}).json()["items"]
    assert rest == paged
    events = [*first["items"], *rest]
    count = len(plan["moves"])
    assert [one["event"] for one in events] == ["decided"] * count + ["inaugurated"] * count
    told = next(one for one in events if one["nip"] == CHIEF)
    assert (told["to_position_id"], told["effective_on"]) == (HEAD, "2025-06-01")
    assert [one["id"] for one in events] == sorted(one["id"] for one in events)


def test_a_move_that_is_rejected_after_the_decision_is_told_and_blocks_nothing(client, plan):
    walk(client, plan)
    decide(client, plan)
    chief, follower = move_of(plan)["move_id"], follower_of(plan)["move_id"]
    told = take(client, plan, "rejected", chief, role="planner", reason="Mengundurkan diri.")
    last = client.get("/v1/events").json()["items"][-1]
    assert (last["event"], last["step"], last["move_id"]) == ("changed", "rejected", chief)
    assert states(told.json())[follower] == "decided"
    seats = [one["move_id"] for one in told.json()["changes"] if one["code"] == "seat_not_free"]
    assert seats == [follower]
    assert take(client, plan, "inaugurated", follower).status_code == 200


def test_an_outcome_is_reported_of_an_inaugurated_move(client, plan):
    body = OUTCOME | {"move_id": move_of(plan)["move_id"]}
    check(client.post("/v1/outcomes", json=body), 422, "unknown_move_id")
    walk(client, plan)
    decide(client, plan)
    check(client.post("/v1/outcomes", json=body), 422, "unknown_move_id")
    walk(client, plan, "inaugurated")
    kept = client.post("/v1/outcomes", json=body)
    assert kept.status_code == 201
    assert kept.json()["to_position_id"] == HEAD
    assert kept.json()["person_id"] == move_of(plan)["person_id"]


def test_an_outcome_finds_its_move_though_the_records_say_another_day(home, client, plan):
    walk(client, plan)
    decide(client, plan)
    walk(client, plan, "inaugurated")
    body = OUTCOME | {"move_id": move_of(plan)["move_id"]}
    settle(home, "2025-07-01")
    refused = check(client.post("/v1/outcomes", json=body), 422, "unknown_move")
    assert [one["field"] for one in refused["errors"]] == ["body.move_id"]
    stays = [
        {"nip": CHIEF, "position_id": NEXT, "started_on": "2015-01-01", "ended_on": "2025-06-02"},
        {"nip": CHIEF, "position_id": HEAD, "started_on": "2025-06-02"},
    ]
    settle(home, "2025-07-02", assignments=stays)
    kept = client.post("/v1/outcomes", json=body)
    assert (kept.status_code, kept.json()["effective_on"]) == (201, "2025-06-02")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {"discipline": [{"nip": CHIEF, "severity": "berat", "started_on": "2025-06-10"}]},
            "sanctioned",
        ),
        (
            {"performance": [{"nip": CHIEF, "year": 2024, "predicate": "kurang"}]},
            "not_eligible",
        ),
        ({"employees": [e for e in town()["employees"] if e["nip"] != CHIEF]}, "person_gone"),
        (
            {
                "employees": [
                    e | {"left_on": "2025-06-20"} if e["nip"] == CHIEF else e
                    for e in town()["employees"]
                ]
            },
            "left",
        ),
        (
            {
                "employees": [
                    e | {"position_id": "STAF-1"} if e["nip"] == CHIEF else e
                    for e in town()["employees"]
                ]
            },
            "moved",
        ),
        (
            {
                "employees": [
                    e | {"position_id": HEAD} if e["nip"] == NIPS[0] else e
                    for e in town()["employees"]
                ]
            },
            "seat_not_free",
        ),
    ],
)
def test_what_changed_in_the_records_is_flagged_and_stops_the_decision(
    home, client, plan, changes, code
):
    walk(client, plan)
    settle(home, "2025-07-01", **changes)
    found = look(client, plan)
    chief = move_of(plan)["move_id"]
    assert {"records", "effective_passed"} <= {one["code"] for one in found["changes"]}
    assert code in {one["code"] for one in found["changes"] if one["move_id"] == chief}
    assert found["moves"] == plan["moves"]
    assert check(decide(client, plan), 409, "hindered_plan")


def test_a_lock_window_that_the_policy_opens_is_flagged_with_its_source(home, client, plan):
    window = "[{ from = 2025-05-01, to = 2025-12-31, kinds = ['pengawas'], consent = '' }]"
    policy = home / "policy.toml"
    policy.write_text(f"[rules.lock_window]\nwindows = {window}\n")
    with open_client(home, policy=str(policy)) as later:
        found = look(later, plan)
    assert "policy" in {one["code"] for one in found["changes"]}
    (locked,) = [one for one in found["changes"] if one["move_id"] == move_of(plan)["move_id"]]
    assert (locked["code"], locked["rule"]) == ("lock_window", "lock_window")
    assert "UU 10/2016" in locked["source"]


def test_steps_and_decisions_are_only_added(home, client, plan):
    walk(client, plan)
    decide(client, plan)
    database = client.app.state.database
    for table in ("plan_steps", "plan_decisions", "plan_revisions"):
        for verb in (f"UPDATE {table} SET plan_id = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError), database.write() as session:
                session.execute(text(verb))


def test_no_nip_is_kept_beside_the_plan_itself_nor_logged(home, client, plan, capsys):
    chief = move_of(plan)["move_id"]
    take(client, plan, "considered", chief, nip=NIPS[0], reason="Baik.")
    revise(client, plan, pin=[{"nip": CHIEF, "position_id": HEAD}])
    told = capsys.readouterr().out
    with client.app.state.database.read() as session:
        rows = [
            *session.execute(text("SELECT * FROM plans")),
            *session.execute(text("SELECT * FROM plan_steps")),
            *session.execute(text("SELECT * FROM audit_events")),
            *session.execute(text("SELECT request, policy, move_ids FROM plan_revisions")),
        ]
        assert session.query(PlanStepRow).one().actor_id
    kept = "".join(str(tuple(row)) for row in rows)
    for nip in (CHIEF, KIN, *NIPS):
        assert nip not in kept
        assert nip not in told


def test_the_audit_tells_what_was_done_with_a_plan(client, plan):
    walk(client, plan)
    decide(client, plan)
    with client.app.state.database.read() as session:
        asked = text("SELECT event FROM audit_events ORDER BY number")
        told = [event for (event,) in session.execute(asked)]
    assert "plan_seen" in told
    events = [event for event in told if event != "plan_seen"]
    assert events[:2] == ["plan_asked", "plan_made"]
    assert events[-1] == "plan_decided"
    assert set(events[2:-1]) == {"plan_step_taken"}
