"""Plans over HTTP: asked for, computed apart, kept as made, revised with the fewest changes."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from serving.database.plan_tables import PlanRow
from tests.serving.conftest import open_client
from tests.serving.plan_town import CHIEF, HEAD, NEXT, NIPS, PLAN, STAFF_1, furnish, settle
from tests.serving.planning_client import (
    ask,
    follower_of,
    look,
    move_of,
    revise,
    state_of,
    take,
    wait,
)
from tests.serving.test_refusals import check

WEIGHTS = dict.fromkeys(("fit", "evenness", "preference", "distance", "move", "empty_post"), 1.0)


@pytest.fixture(scope="module")
def town_home(tmp_path_factory, empty_model_store):
    home: Path = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    return home


@pytest.fixture(scope="module")
def town(town_home, tmp_path_factory):
    home = Path(shutil.copytree(town_home, tmp_path_factory.mktemp("copy") / "home"))
    with open_client(home) as client:
        yield client


@pytest.fixture(scope="module")
def plan(town):
    return ask(town)


def test_a_plan_is_promised_at_once_and_read_when_it_is_there(town):
    sent = town.post("/v1/plans", json=PLAN)
    assert (sent.status_code, sent.json()["status"]) == (202, "computing")
    assert sent.headers["location"] == f"/v1/plans/{sent.json()['id']}"
    plan = wait(town, sent.headers["location"])
    assert (plan["status"], plan["revision"], plan["newest"]) == ("ready", 1, 1)
    assert move_of(plan)["to_position_id"] == HEAD
    assert {one["state"] for one in plan["progress"]} == {"proposed"}
    assert plan["decision"] is plan["diff"] is None


def test_the_same_key_gives_the_same_plan_and_no_other_request(town):
    headers = {"Idempotency-Key": "once"}
    first = ask(town, headers)
    assert ask(town, headers)["id"] == first["id"]
    other = town.post("/v1/plans", json=PLAN | {"max_moves": 1}, headers=headers)
    check(other, 409, "reused_key")


def test_the_same_request_gives_the_same_plan(town, plan):
    apart = {"id", "created_at", "moves", "progress", "hindrances", "open"}
    again = ask(town)
    assert again["id"] != plan["id"]
    assert {k: v for k, v in again.items() if k not in apart} == {
        k: v for k, v in plan.items() if k not in apart
    }
    assert [m["person_id"] for m in again["moves"]] == [m["person_id"] for m in plan["moves"]]


def test_a_plan_that_cannot_be_made_says_why(town):
    twice = [{"nip": CHIEF, "position_id": HEAD}, {"nip": CHIEF, "position_id": STAFF_1}]
    failed = ask(town, pin=twice)
    assert failed.keys() == {"id", "status", "created_at", "text"}
    assert failed["status"] == "failed"
    assert failed["text"].endswith(".")
    assert "Contoh" in failed["text"]
    check(revise(town, failed), 409, "plan_not_ready")
    check(take(town, failed, "released"), 409, "plan_not_ready")


@pytest.mark.parametrize(
    ("wrong", "status", "code", "field"),
    [
        ({"positions": ["NOWHERE"]}, 422, "unknown_position", "body.positions"),
        ({"as_of": "2030-01-01"}, 422, "later_than_snapshot", "body.as_of"),
        ({"scenario": "nothing"}, 422, "unknown_scenario", None),
        (
            {"pin": [{"nip": "1", "position_id": HEAD}]},
            422,
            "unknown_person",
            "body.pin.0",
        ),
        (
            {"pin": [{"nip": CHIEF, "position_id": "X"}]},
            422,
            "unknown_position",
            "body.pin",
        ),
        ({"forbid": [{"position_id": "X"}]}, 422, "unknown_position", "body.forbid"),
        ({"stance": "best"}, 422, "invalid_request", "body.stance"),
        ({"pin": [{"position_id": HEAD}]}, 422, "invalid_request", "body.pin.0"),
        ({"forbid": [{}]}, 422, "invalid_request", "body.forbid.0"),
        ({"max_moves": -1}, 422, "invalid_request", "body.max_moves"),
        ({"min_fill_ratio": 90}, 422, "invalid_request", "body.min_fill_ratio"),
        ({"weights": WEIGHTS | {"fit": 101}}, 422, "invalid_request", "body.weights.fit"),
        ({"weights": WEIGHTS | {"move": 0}}, 422, "invalid_request", "body.weights.move"),
        ({"weight": {}}, 422, "invalid_request", "body.weight"),
    ],
)
def test_a_request_with_what_is_not_there_is_refused_at_once(town, wrong, status, code, field):
    problem = check(town.post("/v1/plans", json=PLAN | wrong), status, code)
    if field is not None:
        assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("field", ["min_fill_ratio", "max_share_leaving"])
@pytest.mark.parametrize("written", ["Infinity", "NaN", "1e999"])
def test_a_limit_that_is_no_number_is_refused(town, field, written):
    """JSON knows none of them, but its readers do."""
    body = f'{{"{field}": {written}}}'
    sent = town.post("/v1/plans", content=body, headers={"content-type": "application/json"})
    check(sent, 422, "invalid_request")
    assert sent.json()["errors"][0]["field"] == f"body.{field}"


def test_unknown_plans_revisions_and_moves_are_not_found(town, plan):
    check(town.get("/v1/plans/nothing"), 404, "unknown_plan")
    check(town.get(f"/v1/plans/{plan['id']}?revision=7"), 404, "unknown_revision")
    check(take(town, plan, "released", "nothing"), 404, "unknown_move_id")
    check(take(town, plan, "promoted"), 404, "unknown_step")
    check(revise(town, plan, refuse=["nothing"]), 422, "unknown_move_id")


def test_without_records_there_are_no_plans(bare_home):
    with open_client(bare_home) as client:
        check(client.post("/v1/plans", json={}), 503, "no_records")
        assert client.get("/v1/plans").json() == {"items": [], "next_cursor": None}


def test_plans_are_listed_the_newest_first_piece_by_piece(town, plan):
    first = town.get("/v1/plans", params={"limit": 1}).json()
    rest = town.get("/v1/plans", params={"cursor": first["next_cursor"]}).json()["items"]
    made = [*first["items"], *rest]
    assert [one["created_at"] for one in made] == sorted(
        (one["created_at"] for one in made), reverse=True
    )
    found = next(one for one in made if one["id"] == plan["id"])
    assert (found["moves"], found["revision"]) == (len(plan["moves"]), plan["newest"])


def test_a_revision_refuses_and_changes_as_little_as_it_can(town):
    plan = ask(town)
    gone = follower_of(plan)
    made = revise(town, plan, refuse=[gone["move_id"]])
    assert made.status_code == 201
    revised = made.json()
    kept = {move["move_id"] for move in plan["moves"]} - {gone["move_id"]}
    assert kept <= {move["move_id"] for move in revised["moves"]}
    assert {one["move_id"] for one in revised["diff"]["kept"]} == kept
    assert [one["nip"] for one in revised["diff"]["dropped"]] in ([gone["nip"]], [])
    named = {(one["kind"], one["change"], one["subject_id"]) for one in revised["diff"]["papers"]}
    assert ("annex", "again", None) in named
    assert ("letter", "withdrawn", gone["move_id"]) in named
    assert look(town, plan, revision=1)["moves"] == plan["moves"]
    again = revise(town, plan, allow=[{"nip": gone["nip"], "position_id": NEXT}])
    assert again.json()["request"]["forbid"] == []


def test_a_move_is_replaced_by_another_person(town):
    plan = ask(town)
    old = follower_of(plan)
    staff = {move["nip"] for move in plan["moves"]}
    fresh = next(nip for nip in reversed(NIPS) if nip not in staff)
    made = revise(town, plan, replace=[{"move_id": old["move_id"], "nip": fresh}]).json()
    assert follower_of(made)["nip"] == fresh
    assert [one["nip"] for one in made["diff"]["added"]] == [fresh]


def test_a_revision_of_what_was_revised_meanwhile_is_refused(town):
    plan = ask(town)
    assert revise(town, plan, revision=1).status_code == 201
    check(revise(town, plan, revision=1), 409, "revised_meanwhile")


def test_a_revision_keeps_the_plans_own_records_until_a_refresh_is_asked_for(town_home, tmp_path):
    home = Path(shutil.copytree(town_home, tmp_path / "home"))
    with open_client(home) as client:
        plan = ask(client)
        newer = settle(home, "2025-07-01")
        kept = revise(client, plan).json()
        assert kept["snapshot_id"] == plan["snapshot_id"] != newer
        assert kept["moves"] == plan["moves"]
        assert "records" in {one["code"] for one in kept["changes"]}
        fresh = revise(client, plan, refresh=True).json()
        assert (fresh["snapshot_id"], fresh["as_of"]) == (newer, "2025-07-01")
        assert fresh["changes"] == []
        shutil.rmtree(home / "snapshots" / plan["snapshot_id"])
        assert look(client, plan, revision=1)["moves"] == plan["moves"]
        lost = ask(client)
        shutil.rmtree(home / "snapshots" / newer)
        settle(home, "2025-08-01")
        check(revise(client, lost), 409, "lost_records")


def test_a_plan_that_gives_no_sign_of_life_is_told_as_failed(town_home, tmp_path):
    home = Path(shutil.copytree(town_home, tmp_path / "home"))
    with open_client(home) as client:
        with state_of(client).database.write() as session:
            now = datetime.now(UTC)
            for name, alive_at in (("dead", now - timedelta(minutes=3)), ("elsewhere", now)):
                session.add(
                    PlanRow(
                        id=name,
                        created_at=now - timedelta(days=1),
                        alive_at=alive_at,
                        language="id",
                        status="computing",
                        request={"stance": "balanced", "scenario": None},
                    )
                )
        told = {one["id"]: one["status"] for one in client.get("/v1/plans").json()["items"]}
        assert (told["dead"], told["elsewhere"]) == ("failed", "computing")
        dead = client.get("/v1/plans/dead").json()
        assert (dead["status"], "berhenti" in dead["text"]) == ("failed", True)
        assert client.get("/v1/plans/elsewhere").json()["status"] == "computing"
    with open_client(home) as later, state_of(later).database.read() as session:
        assert session.get_one(PlanRow, "dead").status == "failed"


def test_answers_are_what_the_document_promises(town, plan):
    document = town.get("/openapi.json").json()
    answers = (
        ("/v1/plans", "get", town.get("/v1/plans")),
        ("/v1/plans", "post", town.post("/v1/plans", json=PLAN)),
        ("/v1/plans/{plan_id}", "get", town.get(f"/v1/plans/{plan['id']}")),
        ("/v1/plans/{plan_id}/revise", "post", revise(town, ask(town))),
        ("/v1/events", "get", town.get("/v1/events")),
    )
    for path, method, answer in answers:
        promised = document["paths"][path][method]["responses"][str(answer.status_code)]
        schema = promised["content"]["application/json"]["schema"]
        whole = schema | {"components": document["components"]}
        jsonschema.Draft202012Validator(whole).validate(answer.json())
