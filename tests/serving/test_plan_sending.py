"""Drafts are secret until a planner puts them before the agencies."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from serving.access.keys import grant_key
from serving.access.rights import Right, Role
from serving.agency_desk import service
from serving.database.plan_tables import PlanDecisionRow, PlanRow
from serving.plans.storing import load_plan
from tests.serving.access_client import TERMINAL
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.planning_client import (
    DECISION,
    decide,
    look,
    revise,
    send,
    states,
    take,
    walk,
)
from tests.serving.test_refusals import check
from tests.serving.two_agencies import (
    ARIF,
    COMER,
    ELSEWHERE,
    FREE,
    FULL,
    HEAD,
    INNER,
    OWN,
    ROOM,
    ask_two,
    furnish_two,
)

HTML = {"Accept": "text/html"}


@pytest.fixture
def home(tmp_path, empty_model_store):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    furnish_two(tmp_path)
    return tmp_path


@pytest.fixture
def planner(home):
    with open_client(home) as client:
        yield client


@pytest.fixture
def plan(planner):
    return ask_two(planner, (COMER, HEAD), (INNER, FREE))


@pytest.fixture
def officer(home, planner):
    return enter(home, planner, Role.AGENCY_OFFICER, agencies=[ELSEWHERE])


def enter(home, client, *roles, agencies=None):
    other = TestClient(client.app, base_url=client.base_url, follow_redirects=False)
    token = sign_in(settings_of(home).database_url, roles, agencies)
    other.cookies.set("padan_session", token)
    return other


def desk(client, **asked):
    return client.get("/v1/agency-moves", params=asked).json()["items"]


def test_a_draft_is_on_no_agency_s_desk_until_it_is_sent(planner, plan, officer):
    sheet = f"/agency-moves/{plan['id']}/sheet?agency_id={ELSEWHERE}"
    assert desk(officer) == []
    assert desk(officer, plan_id=plan["id"]) == []
    assert officer.get(sheet, headers=HTML).status_code == 404
    assert plan["sent"] is None
    sent = send(planner, plan, revision=1)
    assert sent.status_code == 200
    assert "uji-" in sent.json()["sent"]["by"]
    assert {one["nip"] for one in desk(officer)} == {COMER, INNER}
    assert officer.get(sheet, headers=HTML).status_code == 200


def test_the_planner_s_desk_tells_which_plans_were_not_sent(planner, plan):
    assert {one["sent"] for one in desk(planner)} == {False}
    assert "Belum dikirim" in planner.get("/agency-moves", headers=HTML).text
    send(planner, plan)
    assert {one["sent"] for one in desk(planner)} == {True}
    assert "Belum dikirim" not in planner.get("/agency-moves", headers=HTML).text


def test_revisions_of_a_plan_that_was_sent_lie_before_the_agencies_too(planner, plan, officer):
    send(planner, plan)
    assert revise(planner, plan, refuse=[plan["moves"][0]["move_id"]]).status_code == 201
    assert {one["revision"] for one in desk(officer)} == {2}


def test_a_plan_is_sent_once_and_sending_it_again_changes_nothing(planner, plan):
    first = send(planner, plan).json()["sent"]
    assert send(planner, plan).json()["sent"] == first
    events = [one["event"] for one in planner.get("/v1/audit").json()["items"]]
    assert events.count("plan_sent") == 1


def test_what_was_revised_meanwhile_is_not_sent(planner, plan):
    revise(planner, plan, refuse=[plan["moves"][0]["move_id"]])
    check(send(planner, plan, revision=1), 409, "revised_meanwhile")
    assert look(planner, plan)["sent"] is None


def test_a_decided_plan_is_known_without_being_sent_and_is_sent_no_more(home, planner, plan):
    walk(planner, plan, "considered", "cleared")
    officer = enter(home, planner, Role.AGENCY_OFFICER, agencies=[ELSEWHERE])
    assert desk(officer) == []
    assert decide(planner, plan).status_code == 200
    assert {one["nip"] for one in desk(officer)} == {COMER, INNER}
    check(send(planner, plan), 409, "plan_decided")


def test_who_plans_nothing_sends_nothing(home, planner, plan, officer):
    official = enter(home, planner, Role.APPOINTING_OFFICIAL)
    for client in (officer, official):
        check(send(client, plan), 403, "not_allowed")


def test_an_officer_works_in_no_draft_though_its_id_is_known(tmp_path, empty_model_store):
    roomy = tmp_path / "roomy"
    roomy.mkdir()
    shutil.copy(empty_model_store, roomy / "mlflow.db")
    furnish_two(roomy, ROOM)
    with open_client(roomy) as planner:
        plan = ask_two(planner, (ARIF, FULL))
        own = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        for named in (plan["moves"][0]["move_id"], "all"):
            address = f"/v1/plans/{plan['id']}/moves/{named}/released"
            check(own.post(address, json={}), 404, "unknown_plan")
        assert set(states(look(planner, plan)).values()) == {"proposed"}
        send(planner, plan)
        (taken,) = own.post(address, json={}).json()["items"]
        assert taken["state"] == "released"


def test_a_key_that_reads_no_plans_is_told_of_no_draft(planner, plan):
    key = hold_key(planner, Right.STEP)
    assert desk(key) == desk(key, plan_id=plan["id"]) == []
    address = f"/v1/plans/{plan['id']}/moves/all/considered"
    check(key.post(address, json={}), 404, "unknown_plan")
    send(planner, plan)
    assert {one["nip"] for one in desk(key)} == {COMER, INNER}


def test_a_key_that_reads_no_plans_is_shown_none_by_what_it_does(planner, plan):
    maker, judge = hold_key(planner, Right.PLAN, Right.STEP), hold_key(planner, Right.DECIDE)
    answers = [send(maker, plan), revise(maker, plan)]
    answers += [take(maker, plan, step, role=None) for step in ("considered", "cleared")]
    answers.append(decide(judge, plan))
    assert [one.status_code for one in answers] == [200, 201, 200, 200, 200], answers
    for one in (answers[0], answers[1], answers[4]):
        assert set(one.json()) == {"id", "status", "created_at", "text"}
        assert COMER not in one.text
    assert look(planner, plan)["decision"]


def hold_key(client, *rights):
    """Return a client with a city-wide key for these rights alone."""
    with client.app.state.database.write() as session:
        key = grant_key(session, f"portal-{rights[0]}", rights, TERMINAL)
    other = TestClient(client.app, base_url=client.base_url, follow_redirects=False)
    other.headers["Authorization"] = f"Bearer {key}"
    return other


def test_the_plan_s_page_sends_it_and_tells_since_when(planner, plan):
    page = planner.get(f"/plans/{plan['id']}", headers=HTML)
    assert "Kirim ke perangkat daerah" in page.text
    form = {"form_token": planner.cookies["padan_form"], "revision": "1"}
    sent = planner.post(f"/plans/{plan['id']}/send", data=form, headers=HTML)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/plans/{plan['id']}")
    page = planner.get(sent.headers["location"], headers=HTML)
    assert "Dikirim ke perangkat daerah pada" in page.text
    assert "Kirim ke perangkat daerah" not in page.text


def test_a_desk_forgets_no_plan_that_waits_and_keeps_decided_ones_for_a_year(planner, plan):
    long_ago = datetime.now(UTC) - timedelta(days=400)
    with planner.app.state.database.write() as session:
        session.get_one(PlanRow, plan["id"]).created_at = long_ago
    for _ in range(2):
        ask_two(planner, (INNER, FREE))
    assert plan["id"] in {one["plan_id"] for one in desk(planner)}
    decided = PlanDecisionRow(
        plan_id=plan["id"], revision=1, decided_at=long_ago, actor_id=None, **DECISION
    )
    with planner.app.state.database.write() as session:
        session.add(decided)
    assert plan["id"] not in {one["plan_id"] for one in desk(planner)}
    assert desk(planner, plan_id=plan["id"])


def test_what_a_desk_kept_last_read_longest_ago_goes_first(planner, plan, monkeypatch):
    monkeypatch.setattr(service, "MOST_KEPT", 2)
    kept, read = service.PlanShelf(), []

    def load(session, plan_id, revision):
        read.append(plan_id)
        return load_plan(session, plan_id, revision)

    monkeypatch.setattr(service, "load_plan", load)
    first, second, third = plan["id"], *(ask_two(planner, (INNER, FREE))["id"] for _ in range(2))
    with planner.app.state.database.read() as session:
        for one in (first, second, first, third, first):
            kept.read(session, one, 1)
    assert read == [first, second, third]
