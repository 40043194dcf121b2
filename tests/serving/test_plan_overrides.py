"""Where a plan is made to depart from what would be proposed, with reasons, and the report."""

import shutil
from pathlib import Path

import pytest

from serving.plans import service
from tests.serving.conftest import open_client
from tests.serving.plan_town import CHIEF, HEAD, KIN, furnish
from tests.serving.planning_client import ask, look, move_of, revise, take
from tests.serving.test_refusals import check

WHY = {"reason_code": "person_declined", "reason": "Yang bersangkutan tidak bersedia."}


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_model_store):
    """Return a home with one plan in it, whose own departures were not kept, to be copied."""
    home = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    with pytest.MonkeyPatch.context() as patch, open_client(home) as client:
        patch.setattr(service, "keep_asked", lambda *_: None)
        assert ask(client)["status"] == "ready"
    return home


@pytest.fixture
def client(settled, tmp_path):
    with open_client(Path(shutil.copytree(settled, tmp_path / "home"))) as opened:
        yield opened


@pytest.fixture
def plan(client):
    return look(client, client.get("/v1/plans").json()["items"][0])


def report(client, **query):
    return client.get("/v1/overrides", params=query).json()


def kinds(client):
    return {one["kind"]: one["count"] for one in report(client)["by_kind"]}


def test_a_plan_that_departs_nowhere_is_not_reported(client, plan):
    assert report(client)["items"] == []


def test_a_refused_move_is_reported_with_its_reason_agency_and_sentence(client, plan):
    move = move_of(plan)
    assert revise(client, plan, refuse=[move["move_id"]], **WHY).status_code == 201
    (item,) = report(client)["items"]
    assert (item["kind"], item["reason_code"]) == ("forbidden", "person_declined")
    assert item["reason"] == WHY["reason"]
    assert (item["plan_id"], item["revision"]) == (plan["id"], 2)
    assert (item["person_id"], item["agency"]) == (move["person_id"], move["target"]["agency"])
    (agency,) = report(client)["by_agency"]
    assert (agency["departed"], agency["in_plans"]) == (0, 1)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (lambda move: {"lock": [move["move_id"]]}, "pinned"),
        (lambda move: {"pin": [{"nip": move["nip"], "position_id": HEAD}]}, "pinned"),
        (lambda move: {"forbid": [{"nip": KIN}]}, "forbidden"),
    ],
)
def test_each_kind_of_departure_is_told_apart(client, plan, how, kind):
    assert revise(client, plan, **how(move_of(plan)), **WHY).status_code == 201
    assert kinds(client) == {kind: 1}


def test_a_given_reason_must_be_of_the_list_and_say_enough(client, plan):
    refuse = {"refuse": [move_of(plan)["move_id"]]}
    unlisted = revise(client, plan, **refuse, **WHY | {"reason_code": "whim"})
    check(unlisted, 422, "unlisted_reason")
    assert "person_declined" in unlisted.json()["detail"]
    check(revise(client, plan, **refuse, **WHY | {"reason": "tidak mau"}), 422, "short_reason")
    assert report(client)["items"] == []


def test_a_program_that_gives_no_reason_is_reported_as_such(client, plan):
    assert revise(client, plan, refuse=[move_of(plan)["move_id"]]).status_code == 201
    found = report(client)
    assert found["unexplained"] == 1
    assert found["by_reason"] == [{"reason_code": None, "count": 1}]


def test_what_takes_back_a_departure_is_none(client, plan):
    move = move_of(plan)
    revise(client, plan, lock=[move["move_id"]], **WHY)
    unpin = {"person_id": move["person_id"], "position_id": move["to_position_id"]}
    assert revise(client, plan, unpin=[unpin]).status_code == 201
    assert kinds(client) == {"pinned": 1}


def test_pins_and_loosened_limits_of_a_first_request_are_reported(client):
    """The town's plan pins its chief and widens both limits."""
    assert ask(client, **WHY)["status"] == "ready"
    assert kinds(client) == {"pinned": 1, "loosened": 2}
    limits = {one["loosened"] for one in report(client)["items"] if one["loosened"]}
    assert limits == {"max_share_leaving", "min_fill_ratio"}


def test_a_plan_that_failed_departs_nowhere(client):
    pinned_twice = [{"nip": KIN, "position_id": HEAD}, {"nip": CHIEF, "position_id": HEAD}]
    assert ask(client, pin=pinned_twice, **WHY)["status"] == "failed"
    assert (report(client)["in_plans"], report(client)["items"]) == (0, [])


@pytest.mark.parametrize("field", ["reason_code", "reason"])
def test_no_nip_stands_in_a_reason_which_the_audit_keeps_for_ever(client, plan, field):
    refused = check(revise(client, plan, **WHY | {field: CHIEF}), 422, "invalid_request")
    assert refused["errors"][0]["field"] == f"body.{field}"
    assert CHIEF not in str(refused)


def test_a_rejected_move_is_reported(client, plan):
    move = move_of(plan)
    given = {"move_id": move["move_id"], "role": "planner"}
    check(take(client, plan, "rejected", **given, **WHY | {"reason": "tidak"}), 422, "short_reason")
    assert take(client, plan, "rejected", **given, **WHY).status_code == 200
    assert kinds(client) == {"rejected": 1}
    assert look(client, plan)["progress"]


def test_the_report_comes_in_pieces(client, plan):
    revise(client, plan, lock=[one["move_id"] for one in plan["moves"]], **WHY)
    first = report(client, limit=1)
    assert len(first["items"]) == 1
    second = report(client, limit=1, cursor=first["next_cursor"])
    assert second["items"][0]["id"] != first["items"][0]["id"]
    assert second["in_plans"] == first["in_plans"] == len(plan["moves"])


def send(client, address, **fields):
    client.get("/")
    form = {"form_token": client.cookies["padan_form"], **fields}
    return client.post(address, data=form, headers={"Accept": "text/html"})


def test_on_the_page_a_departure_without_a_reason_is_refused(client, plan):
    place = f"/plans/{plan['id']}/revise"
    move = move_of(plan)["move_id"]
    refused = send(client, place, refuse=move)
    assert refused.status_code == 422
    assert "person_declined" in refused.text
    assert send(client, place, refuse=move, **WHY).status_code == 303
    assert kinds(client) == {"forbidden": 1}


def test_on_the_page_a_rejection_without_a_reason_of_the_list_is_refused(client, plan):
    place = f"/plans/{plan['id']}/moves/{move_of(plan)['move_id']}/steps"
    assert send(client, place, step="rejected", reason=WHY["reason"]).status_code == 422
    assert send(client, place, step="rejected", **WHY).status_code == 303


def test_the_auditors_page_tells_the_sentences(client, plan):
    revise(client, plan, refuse=[move_of(plan)["move_id"]], **WHY)
    page = client.get("/audit/overrides").text
    assert WHY["reason"] in page
    assert move_of(plan)["name"] in page
    assert "yang bersangkutan tidak bersedia" in page
    english = client.get("/audit/overrides?lang=en").text
    assert "the person does not wish it" in english
