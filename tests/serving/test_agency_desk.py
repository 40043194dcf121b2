"""An agency's desk: what it is told of planned moves, and the steps that are its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from serving.access.keys import grant_key, revoke_key
from serving.access.rights import Right, Role
from serving.database.access_tables import PortalKeyRow
from tests.serving.access_client import TERMINAL
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.planning_client import LETTER, decide, move_of, state_of, states, take
from tests.serving.test_refusals import check
from tests.serving.two_agencies import (
    ARIF,
    BUNGA,
    COMER,
    ELSEWHERE,
    FREE,
    FULL,
    HEAD,
    INNER,
    NAMES,
    OWN,
    ROOM,
    STAFF,
    furnish_two,
    send_two,
)

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_model_store) -> Path:
    """Return a home with a plan that moves one into the first agency and one within the second."""
    home: Path = tmp_path_factory.mktemp("desk")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish_two(home)
    with open_client(home) as client:
        send_two(client, (COMER, HEAD), (INNER, FREE))
    return home


@pytest.fixture
def home(settled, tmp_path) -> Path:
    return Path(shutil.copytree(settled, tmp_path / "home"))


@pytest.fixture
def planner(home) -> Iterator[TestClient]:
    with open_client(home) as client:
        yield client


@pytest.fixture
def plan(planner):
    found = planner.get("/v1/plans").json()["items"][0]
    return planner.get(f"/v1/plans/{found['id']}").json()


def enter(home, client, *roles, agencies=None, person_id=None):
    """Let a client of the same application be somebody else; return it."""
    other = TestClient(client.app, base_url=client.base_url, follow_redirects=False)
    token = sign_in(settings_of(home).database_url, roles, agencies, person_id)
    other.cookies.set("padan_session", token)
    return other


@pytest.fixture
def officer(home, planner):
    return enter(home, planner, Role.AGENCY_OFFICER, agencies=[OWN])


@pytest.fixture
def other_officer(home, planner):
    return enter(home, planner, Role.AGENCY_OFFICER, agencies=[ELSEWHERE])


def desk(client, **asked):
    return client.get("/v1/agency-moves", params=asked).json()["items"]


def step_alone(client, plan, move, step, **body):
    address = f"/v1/plans/{plan['id']}/moves/{move['move_id']}/{step}"
    return client.post(address, json=body)


def test_an_agency_is_told_of_who_comes_and_of_nobody_elsewhere(officer, plan):
    (told,) = desk(officer)
    assert (told["name"], told["nip"], told["direction"]) == (NAMES[COMER], COMER, "coming")
    assert (told["origin"]["agency_id"], told["target"]["position_id"]) == (ELSEWHERE, HEAD)
    assert (told["rank"], told["education"]) == ("III/c", "S-1")
    assert [(gap["has"], gap["needs"]) for gap in told["gaps"]] == [(2, 4)]
    assert {one["id"] for one in told["effect"]} == {OWN}
    assert (told["due"], told["due_by"]) == ("considered", ["committee"])
    assert "fit" not in told
    assert "candidate" not in told


def test_who_saw_moves_of_a_plan_is_found_by_the_plan(planner, officer, plan):
    desk(officer)
    officer.get("/agency-moves", headers=HTML)
    seen = planner.get("/v1/audit", params={"event": "plan_seen", "subject": plan["id"]})
    routes = [one["facts"]["route"] for one in seen.json()["items"]]
    assert routes[:2] == ["/agency-moves", "/v1/agency-moves"]


def test_who_leaves_takes_no_figure_of_the_other_agency_along(home, planner, other_officer):
    comer = next(one for one in desk(other_officer) if one["nip"] == COMER)
    assert comer["direction"] == "leaving"
    assert {one["id"] for one in comer["effect"]} == {ELSEWHERE}
    assert comer["gaps"] == []
    assert "Dinas Contoh Satu" not in comer["reason"]
    inner = next(one for one in desk(other_officer) if one["nip"] == INNER)
    assert inner["direction"] == "within"


def test_a_planner_sees_all_moves_or_those_of_one_agency(planner, plan):
    assert {one["nip"] for one in desk(planner)} == {COMER, INNER}
    assert {one["nip"] for one in desk(planner, agency_id=OWN)} == {COMER}
    refused = planner.get("/v1/agency-moves", params={"agency_id": "D9"})
    check(refused, 422, "unknown_agency")
    assert {one["nip"] for one in desk(planner, due=True)} == {COMER, INNER}


def test_an_officer_may_stop_nothing_that_waits_for_others(officer, plan):
    comer = move_of(plan, COMER)
    assert desk(officer)[0]["may"] == []
    refused = step_alone(officer, plan, comer, "considered")
    assert "milik pihak lain" in check(refused, 409, "not_their_step")["detail"]
    refused = step_alone(officer, plan, comer, "considered", role="committee")
    assert "Tim Penilai Kinerja" in check(refused, 409, "not_their_step")["detail"]


def test_a_move_of_others_is_not_there(officer, plan):
    inner = move_of(plan, INNER)
    nothing = dict(inner, move_id="f" * 16)
    here, there = (step_alone(officer, plan, one, "released") for one in (inner, nothing))
    check(here, 404, "unknown_move_id")
    assert here.json()["detail"].replace(inner["move_id"], "") == (
        there.json()["detail"].replace(nothing["move_id"], "")
    )


@pytest.fixture
def roomy(tmp_path, empty_model_store):
    """Return a home of the two agencies in which the second has room for staff of the first."""
    home = tmp_path / "roomy"
    home.mkdir()
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish_two(home, ROOM)
    return home


def test_each_agency_takes_its_own_step_and_only_in_turn(roomy):
    with open_client(roomy) as planner:
        plan = send_two(planner, (ARIF, FULL))
        arif = move_of(plan, ARIF)
        own = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        other = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[ELSEWHERE])
        assert [one["step"] for one in desk(own)[0]["may"]] == ["released", "returned", "rejected"]
        assert desk(own, due=True)
        assert not desk(other, due=True)
        check(step_alone(other, plan, arif, "released"), 409, "not_their_step")
        check(step_alone(own, plan, arif, "accepted"), 409, "step_out_of_order")
        check(step_alone(own, plan, arif, "returned"), 422, "missing_reason")
        answer = step_alone(own, plan, arif, "released")
        assert answer.status_code == 200
        (told,) = answer.json()["items"]
        assert (told["state"], told["due"], told["may"]) == ("released", "accepted", [])
        taken = step_alone(other, plan, arif, "accepted", role="receiving_agency")
        assert taken.json()["items"][0]["state"] == "accepted"
        steps = planner.get(f"/v1/plans/{plan['id']}").json()["progress"][0]["steps"]
        assert [one["role"] for one in steps] == ["releasing_agency", "receiving_agency"]


def test_why_the_other_agency_returned_a_move_stays_with_it(roomy):
    with open_client(roomy) as planner:
        plan = send_two(planner, (ARIF, FULL))
        own = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        other = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[ELSEWHERE])
        step_alone(own, plan, move_of(plan, ARIF), "returned", reason="Sedang dirawat.")
        assert desk(own)[0]["stopped"] == "Sedang dirawat."
        assert (desk(other)[0]["state"], desk(other)[0]["stopped"]) == ("returned", None)
        assert desk(planner)[0]["stopped"] == "Sedang dirawat."
        assert desk(planner, agency_id=ELSEWHERE)[0]["stopped"] == "Sedang dirawat."


def test_why_others_than_the_agencies_returned_a_move_is_told_to_neither(roomy):
    with open_client(roomy) as planner:
        plan = send_two(planner, (ARIF, FULL))
        officers = [
            enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[one]) for one in (OWN, ELSEWHERE)
        ]
        why = {"role": "planner", "reason": "Sedang diperiksa Inspektorat."}
        assert take(planner, plan, "returned", **why).status_code == 200
        told = [desk(one)[0] for one in officers]
        assert {(one["state"], one["stopped"]) for one in told} == {("returned", None)}


def test_whoever_is_elsewhere_is_as_unknown_to_an_officer_as_nobody(officer, plan):
    for plan_id in (plan["id"], "f" * 32):
        address = f"/v1/plans/{plan_id}/moves/all/considered"
        here, there, own = (
            officer.post(address, json={"nip": nip}) for nip in (INNER, "1" * 18, BUNGA)
        )
        assert (here.status_code, here.json()["code"]) == (there.status_code, there.json()["code"])
        assert here.json()["detail"].replace(INNER, "") == (
            there.json()["detail"].replace("1" * 18, "")
        )
        assert own.json()["code"] in ("not_their_step", "unknown_plan")


def test_on_the_desk_a_rejection_says_why_as_on_the_plan_s_page(roomy):
    with open_client(roomy) as planner:
        plan = send_two(planner, (ARIF, FULL))
        own = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        own.get("/agency-moves", headers=HTML)
        form = {"form_token": own.cookies["padan_form"], "step": "rejected"}
        form["moves"] = move_of(plan, ARIF)["move_id"]
        address = f"/agency-moves/{plan['id']}/steps"
        for given in ({"reason": "x"}, {"reason": LETTER}, {"reason_code": "other", "reason": "x"}):
            assert own.post(address, data=form | given, headers=HTML).status_code == 422
        why = {"reason_code": "need", "reason": "Tenaganya masih kami perlukan."}
        assert own.post(address, data=form | why).status_code == 303
        assert planner.get("/v1/overrides").json()["items"][0]["reason_code"] == "need"


def test_a_planner_steps_in_by_letter_for_an_agency_that_has_no_account(roomy):
    with open_client(roomy) as planner:
        plan = send_two(planner, (ARIF, FULL))
        arif = move_of(plan, ARIF)
        refused = step_alone(planner, plan, arif, "released")
        assert "surat" in check(refused, 422, "missing_reason")["detail"]
        enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        check(step_alone(planner, plan, arif, "released", reason=LETTER), 409, "not_their_step")
        own = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        assert step_alone(own, plan, arif, "released").status_code == 200
        with state_of(planner).database.write() as session:
            grant_key(session, "portal-dua", [Right.STEP], TERMINAL, agencies=[ELSEWHERE])
            public = session.scalars(select(PortalKeyRow.id)).one()
        check(step_alone(planner, plan, arif, "accepted", reason=LETTER), 409, "not_their_step")
        with state_of(planner).database.write() as session:
            revoke_key(session, public, TERMINAL)
        taken = step_alone(planner, plan, arif, "accepted", reason=LETTER)
        assert list(states(taken.json()).values()) == ["accepted"]


def test_a_role_that_the_account_lacks_is_refused_and_none_needs_naming(home, planner, plan):
    official = enter(home, planner, Role.APPOINTING_OFFICIAL)
    comer = move_of(plan, COMER)
    check(step_alone(official, plan, comer, "considered", role="committee"), 409, "not_their_step")
    only = enter(home, planner, Role.PLANNER)
    assert step_alone(only, plan, comer, "considered").status_code == 200
    check(only.post(f"/v1/plans/{plan['id']}/decide", json={"reason": "x"}), 403, "not_allowed")


def test_the_account_s_own_person_counts_as_who_acts(home, planner, plan):
    own = next(one["person_id"] for one in plan["moves"] if one["nip"] == COMER)
    concerned = enter(home, planner, Role.PLANNER, Role.APPOINTING_OFFICIAL, person_id=own)
    check(step_alone(concerned, plan, move_of(plan, COMER), "considered"), 403, "recusal")
    taken = step_alone(concerned, plan, move_of(plan, INNER), "considered")
    found = next(one for one in taken.json()["progress"] if one["state"] == "considered")
    assert found["steps"][0]["recusal_checked"] is True
    take(planner, plan, "considered")
    take(planner, plan, "cleared")
    check(decide(concerned, plan), 403, "recusal")
    assert decide(planner, plan).json()["decision"]["recusal_checked"] is False


def test_nobody_chooses_themselves_from_a_list(home, planner, plan):
    own = next(one["person_id"] for one in plan["moves"] if one["nip"] == COMER)
    concerned = enter(home, planner, Role.PLANNER, person_id=own)
    made = concerned.post("/v1/shortlists", json={"position_id": HEAD}).json()
    choice = {"person_id": own, "reason_code": "interview", "reason": "Wawancara paling baik."}
    address = f"/v1/shortlists/{made['id']}/decision"
    refused = check(concerned.post(address, json=choice), 403, "recusal")
    assert "Anda sendiri" in refused["detail"]
    assert planner.post(address, json=choice).status_code == 201


def test_the_page_offers_an_officer_only_what_waits_there_and_takes_several_at_once(roomy):
    with open_client(roomy) as planner:
        plan = send_two(planner, (ARIF, FULL))
        own = enter(roomy, planner, Role.AGENCY_OFFICER, agencies=[OWN])
        page = own.get("/agency-moves", headers=HTML)
        assert "Menunggu Anda: 1 mutasi." in page.text
        assert 'value="released"' in page.text
        assert 'value="considered"' not in page.text
        assert f"/agency-moves/{plan['id']}/sheet?agency_id={OWN}" in page.text
        assert f'href="/plans/{plan["id"]}"' not in page.text
        form = {"form_token": own.cookies["padan_form"], "step": "released"}
        moves = [one["move_id"] for one in plan["moves"]]
        address = f"/agency-moves/{plan['id']}/steps"
        assert own.post(address, data=form, headers=HTML).status_code == 422
        done = own.post(address, data=form | {"everything": "true", "listed": " ".join(moves)})
        assert (done.status_code, done.headers["location"][:13]) == (303, "/agency-moves")
        assert "Tidak ada mutasi yang menunggu Anda." in own.get("/agency-moves", headers=HTML).text


def test_the_printed_sheet_is_that_of_the_own_agency(officer, plan):
    address = f"/agency-moves/{plan['id']}/sheet"
    page = officer.get(address, params={"agency_id": OWN}, headers=HTML)
    assert page.status_code == 200
    assert NAMES[COMER] in page.text
    assert NAMES[INNER] not in page.text
    elsewhere = officer.get(address, params={"agency_id": ELSEWHERE}, headers=HTML)
    assert elsewhere.status_code == 404


def test_pages_of_plans_offer_only_the_steps_of_who_reads_them(home, planner, plan):
    official = enter(home, planner, Role.APPOINTING_OFFICIAL)
    page = official.get(f"/plans/{plan['id']}", headers=HTML).text
    assert "/steps" not in page
    assert "/revise" not in page
    only = enter(home, planner, Role.PLANNER)
    page = only.get(f"/plans/{plan['id']}", headers=HTML).text
    assert '<option value="considered">' in page
    assert "Kunci" in page
    assert f'action="/plans/{plan["id"]}/decide"' not in page


def test_an_own_post_s_page_offers_an_officer_no_list_and_no_plan(officer, plan):
    page = officer.get(f"/positions/{HEAD}", headers=HTML).text
    assert "/shortlists" not in page
    assert "/plans/new" not in page
    assert officer.get(f"/positions/{STAFF}", headers=HTML).status_code == 200
