"""Nobody asks for anything in the own matter, or that of declared kin."""

import shutil

import pytest
from fastapi.testclient import TestClient

from serving.access.rights import Role
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.plan_town import CHIEF, HEAD, KIN, furnish
from tests.serving.planning_client import ask, look, move_of, revise
from tests.serving.test_refusals import check

OWN_PIN = [{"nip": CHIEF, "position_id": HEAD}]
WHY = {"reason_code": "need", "reason": "Sudah dibahas bersama tim."}


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_model_store):
    home = tmp_path_factory.mktemp("own")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    return home


@pytest.fixture
def planner(settled, tmp_path):
    with open_client(shutil.copytree(settled, tmp_path / "home")) as client:
        yield client


@pytest.fixture
def plan(planner):
    return ask(planner)


@pytest.fixture
def concerned(planner, plan, tmp_path):
    """Return a planner whose own person is the chief, whom the plan moves."""
    other = TestClient(planner.app, base_url=planner.base_url, follow_redirects=False)
    person_id, url = move_of(plan)["person_id"], settings_of(tmp_path / "home").database_url
    other.cookies.set("padan_session", sign_in(url, [Role.PLANNER], None, person_id))
    return other


@pytest.mark.parametrize("nip", [CHIEF, KIN])
@pytest.mark.parametrize("what", ["pin", "forbid"])
def test_nobody_asks_for_a_plan_by_naming_oneself_or_kin(concerned, planner, what, nip):
    asked = {what: [{"nip": nip, "position_id": HEAD}]}
    refused = check(concerned.post("/v1/plans", json=asked), 403, "recusal")
    assert "Anda sendiri atau kerabat" in refused["detail"]
    assert planner.post("/v1/plans", json=asked).status_code == 202


def test_nobody_revises_the_own_move_and_anybody_that_of_others(concerned, planner, plan):
    own = move_of(plan)
    pair = {"person_id": own["person_id"], "position_id": own["to_position_id"]}
    other = next(one for one in plan["moves"] if one["nip"] not in (CHIEF, KIN))
    for body in (
        {"refuse": [own["move_id"]]},
        {"unpin": [pair]},
        {"replace": [{"move_id": own["move_id"], "person_id": other["person_id"]}]},
        {"replace": [{"move_id": other["move_id"], "person_id": own["person_id"]}]},
    ):
        check(revise(concerned, plan, **body, **WHY), 403, "recusal")
    assert look(planner, plan)["newest"] == 1
    assert revise(concerned, plan, refuse=[other["move_id"]], **WHY).status_code == 201


def test_nobody_enters_a_letter_of_oneself_or_kin(concerned, planner):
    letter = {
        "letter_no": "800/1",
        "rule": "time_in_position",
        "issued_on": "2025-01-02",
        "issuer": "BKN",
        "position_id": HEAD,
    }
    for nip in (CHIEF, KIN):
        check(concerned.post("/v1/consents", json=letter | {"nip": nip}), 403, "recusal")
    assert concerned.get("/v1/consents").json()["items"] == []
    assert planner.post("/v1/consents", json=letter | {"nip": CHIEF}).status_code == 201
