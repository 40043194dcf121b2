"""Every look at people, lists and plans, and every export, is told to the audit by its route."""

import time

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

from serving.access.admission import find_need
from serving.access.rights import Right, Role
from serving.app import create_app
from serving.audit.looks import name_subject
from serving.audit.service import Event
from serving.audit.verifying import verify_chain
from serving.database.tables import AuditRow
from tests.serving.conftest import open_client
from tests.serving.office import ELIGIBLE, NAMES, POSITION, SANCTIONED, settings_of
from tests.serving.test_shortlists_api import make


def told(client):
    with client.app.state.database.read() as session:
        return session.scalars(select(AuditRow).order_by(AuditRow.number)).all()


def last(client):
    return told(client)[-1]


def test_a_look_at_a_person_is_told_with_who_looked_at_whom(client, ids):
    person = ids[ELIGIBLE]
    headers = {"X-On-Behalf-Of": "kepala-7"}
    client.get(f"/v1/positions/{POSITION}/candidates/{person}", headers=headers)
    seen = last(client)
    assert (seen.event, seen.subject) == ("person_seen", person)
    assert (seen.actor, seen.on_behalf_of) == ("api", "kepala-7")
    assert seen.actor_name.startswith("account uji-")
    assert seen.facts == {
        "route": "/v1/positions/{position_id}/candidates/{person_id}",
        "position_id": POSITION,
    }


def test_a_page_tells_once_and_as_a_page(client, ids):
    client.get(f"/people/{ids[ELIGIBLE]}/standing?position_id={POSITION}")
    (seen,) = told(client)
    assert (seen.event, seen.subject, seen.actor) == ("person_seen", ids[ELIGIBLE], "page")
    assert seen.facts["position_id"] == POSITION


def test_head_shows_nothing_and_is_not_told(client, ids):
    made = make(client).json()
    for address in (f"/v1/shortlists/{made['id']}.xlsx", "/audit/audit.csv", "/v1/shortlists"):
        assert client.head(address).status_code == 200
    assert last(client).event == "shortlist_made"


def test_lists_and_what_is_taken_away_are_told(client):
    made = make(client).json()
    client.get(f"/v1/shortlists/{made['id']}")
    client.get(f"/v1/shortlists/{made['id']}.xlsx")
    client.get("/v1/shortlists")
    assert [(one.event, one.subject) for one in told(client)] == [
        ("shortlist_made", made["id"]),
        ("list_seen", made["id"]),
        ("exported", made["id"]),
        ("list_seen", "-"),
    ]


def test_searches_comparisons_and_batches_are_told_by_counts_and_ids(client, ids):
    nips = list(NAMES)
    client.post("/v1/people/search", json={"nip": nips[0]})
    pair = {"a": ids[ELIGIBLE], "b": ids[SANCTIONED]}
    client.post(f"/v1/positions/{POSITION}/compare", json=pair)
    pairs = [{"position_id": POSITION, "nip": nip} for nip in nips[:2]]
    client.post("/v1/scores", json={"pairs": pairs})
    searched, compared, scored = told(client)
    assert (searched.event, searched.facts["found"]) == ("people_searched", 1)
    assert searched.facts["person_id"] == ids[nips[0]]
    assert compared.facts["people"] == f"{ids[ELIGIBLE]} {ids[SANCTIONED]}"
    assert (scored.event, scored.facts["pairs"]) == ("pairs_scored", 2)
    assert scored.facts["people"] == f"{ids[nips[0]]} {ids[nips[1]]}"
    written = str([(one.subject, one.facts) for one in told(client)])
    assert not [word for word in (*NAMES, *NAMES.values()) if word in written]


def test_of_a_search_that_finds_several_only_their_number_is_told(client):
    client.post("/v1/people/search", json={})
    assert last(client).facts == {"route": "/v1/people/search", "found": len(NAMES)}


@pytest.mark.parametrize("address", ["/v1/workload/positions/", "/workload/positions/"])
def test_a_look_at_a_post_and_its_holders_tells_which_post(client, address):
    client.get(f"{address}{POSITION}")
    seen = last(client)
    assert (seen.event, seen.facts["position_id"]) == ("people_searched", POSITION)


def test_a_refusal_shows_nothing_and_is_not_told(client, ids):
    nip = next(iter(NAMES))
    assert client.get(f"/v1/positions/{POSITION}/candidates/{nip}").status_code == 404
    assert client.get(f"/positions/NOWHERE/candidates/{ids[ELIGIBLE]}").status_code == 404
    assert told(client) == []


def test_a_list_that_is_given_again_for_its_key_is_a_look(client):
    key = {"Idempotency-Key": "once"}
    asked = {"position_id": POSITION}
    sent = [client.post("/v1/shortlists", json=asked, headers=key) for _ in range(2)]
    made = sent[0].json()["id"]
    assert sent[0].content == sent[1].content
    events = [(one.event, one.subject) for one in told(client)]
    assert events == [("shortlist_made", made), ("list_seen", made)]


def test_a_refused_choice_that_names_the_rules_of_somebody_is_a_look(client, ids):
    made = make(client).json()
    body = {"person_id": ids[SANCTIONED], "reason_code": "other", "reason": "Perlu segera diisi."}
    refused = client.post(f"/v1/shortlists/{made['id']}/decision", json=body)
    assert refused.json()["code"] == "ineligible_choice"
    seen = last(client)
    assert (seen.event, seen.subject) == ("person_seen", ids[SANCTIONED])
    assert seen.facts["refused"] is True


def test_a_refused_pin_that_names_the_rules_of_somebody_is_a_look(client, ids):
    why = {"reason_code": "other", "reason": "Perlu segera diisi."}
    pin = [{"nip": SANCTIONED, "position_id": POSITION}]
    asked = client.post("/v1/plans", json={"pin": pin, **why}).json()
    while client.get(f"/v1/plans/{asked['id']}").json()["status"] == "computing":
        time.sleep(0.05)
    (seen,) = [one for one in told(client) if one.event == "person_seen"]
    assert (seen.subject, seen.facts["position_id"]) == (ids[SANCTIONED], POSITION)
    made = client.post("/v1/plans", json={}).json()
    while client.get(f"/v1/plans/{made['id']}").json()["status"] == "computing":
        time.sleep(0.05)
    refused = client.post(f"/v1/plans/{made['id']}/revise", json={"pin": pin, **why})
    assert refused.json()["code"] == "unlawful_pin", refused.text
    assert (last(client).event, last(client).subject) == ("person_seen", ids[SANCTIONED])


def test_whoever_may_not_look_is_refused_and_not_told(home, ids):
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as client:
        assert client.get(f"/v1/people/{ids[ELIGIBLE]}/standing").status_code == 403
        assert not [one for one in told(client) if one.event == "person_seen"]


@pytest.mark.parametrize(
    "typed", ["198001012005011001", "1980 0101 2005 011 001", "19800101.200501-1001", "Sari"]
)
def test_what_is_no_id_of_ours_never_lands_in_the_audit(typed):
    assert name_subject(typed) == "-"


@pytest.mark.parametrize("typed", ["19800101_200501_1_001", "Budi Santoso", "NOWHERE"])
def test_of_what_a_query_holds_only_known_ids_that_the_route_asks_for_are_told(client, typed):
    client.get("/v1/quality.xlsx", params={"agency_id": "D1", "x_id": typed, "position_id": "D1"})
    client.get("/v1/agency-moves", params={"agency_id": typed, "y_id": typed})
    facts = [one.facts for one in told(client)]
    assert facts[0]["agency_id"] == "D1"
    assert not {"x_id", "y_id", "position_id"} & {name for one in facts for name in one}
    assert typed not in str(facts)


@pytest.mark.parametrize("address", ["/v1/positions", "/v1/plans", "/people"])
@pytest.mark.parametrize(
    ("named", "fault"), [("19800101_200501-1.001", "invalid"), ("k" * 256, "too_long")]
)
def test_no_nip_is_taken_for_whom_a_portal_speaks_on_any_route(client, address, named, fault):
    refused = client.get(address, headers={"X-On-Behalf-Of": named})
    assert refused.status_code == 422
    (problem,) = refused.json()["errors"]
    assert (problem["field"], problem["code"]) == ("header.X-On-Behalf-Of", fault)
    assert named not in refused.text
    assert told(client) == []


def test_an_answer_that_cannot_be_told_is_not_given(client, ids, monkeypatch):
    def fail(*_):
        raise OSError

    monkeypatch.setattr("serving.audit.looks.record_event", fail)
    answer = client.get(f"/v1/positions/{POSITION}/candidates/{ids[ELIGIBLE]}")
    assert answer.status_code == 500
    assert NAMES[ELIGIBLE] not in answer.text


def test_looks_and_decisions_stand_in_one_unbroken_chain(client, ids):
    made = make(client).json()
    client.get(f"/shortlists/{made['id']}")
    with client.app.state.database.read() as session:
        found = verify_chain(session)
    assert found.unbroken
    assert found.head.events == 2


OPEN = "whatever anybody may see tells of nobody"
FIGURES = "posts, figures and versions, nobody by name"
FORM = "an empty form"
OWN = "its service writes an event of its own, in the transaction of what it does"
ACCOUNTS = "accounts and keys, which say nothing of the records; what changes them is told"
SILENT = {
    Right.OPEN: OPEN,
    Right.ACCOUNT: ACCOUNTS,
    Right.ACCOUNTS: ACCOUNTS,
    Right.POSITIONS: FIGURES,
    Right.MODEL: FIGURES,
    Right.RECORDS: FIGURES,
    Right.METRICS: FIGURES,
}
"""Rights whose routes may answer without a look, and why."""
CHANGES = {
    Right.PROMOTE,
    Right.UPLOAD,
    Right.CHOOSE,
    Right.DECIDE,
    Right.STEP,
    Right.OUTCOMES,
    Right.CONSENTS,
}
"""Rights whose services tell of every change themselves (OWN); their GETs are looks."""
SILENT_ROUTES = {
    ("POST", "/v1/shortlists"): OWN,
    ("POST", "/positions/{position_id}/shortlists"): OWN,
    ("POST", "/shortlists/{shortlist_id}/again"): OWN,
    ("GET", "/drafts"): FORM,
    ("GET", "/plans/new"): FORM,
    ("GET", "/people"): FORM,
    ("POST", "/people/{person_id}/preference"): OWN,
    ("POST", "/v1/plans"): OWN,
    ("POST", "/plans"): OWN,
    ("POST", "/v1/plans/{plan_id}/revise"): OWN,
    ("POST", "/plans/{plan_id}/revise"): OWN,
    ("POST", "/v1/plans/{plan_id}/send"): OWN,
    ("POST", "/plans/{plan_id}/send"): OWN,
    ("GET", "/v1/imports/{upload_id}"): FIGURES,
    ("GET", "/model/versions"): FIGURES,
    ("PUT", "/v1/scenarios/{name}"): OWN,
    ("DELETE", "/v1/scenarios/{name}"): OWN,
    ("POST", "/scenarios"): OWN,
    ("POST", "/scenarios/surges"): OWN,
    ("POST", "/scenarios/named/{name}/factors"): OWN,
    ("POST", "/scenarios/named/{name}/arrivals"): OWN,
    ("POST", "/scenarios/named/{name}/leaving"): OWN,
    ("POST", "/scenarios/named/{name}/remove"): OWN,
    ("PUT", "/v1/people/{person_id}/preference"): OWN,
}
"""Single routes that answer without a look, and why."""
DOCUMENTS = {"/openapi.json", "/static/{path}"}


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    app = create_app(settings_of(tmp_path_factory.mktemp("walked")))
    return [
        (method, one.path_format, find_need(one.endpoint))
        for one in iter_route_contexts(app.routes)
        if one.path_format not in DOCUMENTS
        for method in (one.methods or set()) - {"HEAD"}
    ]


def test_whatever_answers_about_people_lists_and_plans_tells_the_audit(walked):
    silent = [
        (method, path)
        for method, path, need in walked
        if need.tells is None
        and need.right not in SILENT
        and (method == "GET" or need.right not in CHANGES)
        and (method, path) not in SILENT_ROUTES
    ]
    assert not silent


def test_every_file_that_is_taken_away_is_told_as_an_export(walked):
    files = [
        (method, path)
        for method, path, need in walked
        if path.endswith((".xlsx", ".csv")) and need.right is not Right.OPEN
        if need.tells is not Event.EXPORTED
    ]
    assert not files


def test_no_route_that_is_listed_as_silent_is_gone(walked):
    assert not SILENT_ROUTES.keys() - {(method, path) for method, path, _ in walked}


def test_what_a_route_tells_of_stands_in_its_address(walked):
    for _, path, need in walked:
        assert need.of in (None, "person_id", "shortlist_id", "plan_id", "upload_id"), (
            "no id of ours"
        )
        if need.of is not None and "aftermath" not in path:  # there it may be asked for
            assert f"{{{need.of}}}" in path
