"""Refusals have one shape, the right status, words in the reader's language, and no traceback."""

import re

import pytest
from fastapi.routing import iter_route_contexts

from serving.shortlists import api as shortlists
from tests.serving.conftest import open_client
from tests.serving.office import BEST, POSITION

MEMBERS = {"type", "title", "status", "detail", "code", "request_id", "missing", "errors"}
LIST = "/v1/shortlists"


def check(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem.keys() == MEMBERS
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"urn:padan:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/v1/positions/NOWHERE", "unknown_position"),
        ("/v1/positions/NOWHERE/candidates/0", "unknown_position"),
        ("/v1/positions/KASI%2F1/candidates/0", "unknown_person"),
        ("/v1/shortlists/0", "unknown_shortlist"),
        ("/v1/shortlists/0.xlsx", "unknown_shortlist"),
        ("/v1/nothing", "not_found"),
        ("/nothing", "not_found"),
    ],
)
def test_an_unknown_id_in_an_address_is_not_found(shared, address, code):
    check(shared.get(address), 404, code)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"position_id": "NOWHERE"}, "unknown_position", "body.position_id"),
        (
            {"position_id": POSITION, "only_agencies": ["NOWHERE"]},
            "unknown_agency",
            "body.only_agencies",
        ),
        ({"position_id": POSITION, "as_of": "2025-06-02"}, "later_than_snapshot", "body.as_of"),
    ],
)
def test_an_unknown_id_or_a_late_date_in_a_body_is_unprocessable(shared, body, code, field):
    problem = check(shared.post(LIST, json=body), 422, code)
    assert [error["field"] for error in problem["errors"]] == [field]


def test_a_late_date_in_a_query_names_the_query(shared, ids):
    address = f"/v1/positions/KASI%2F1/candidates/{ids[BEST]}"
    problem = check(shared.get(address, params={"as_of": "2026-01-01"}), 422, "later_than_snapshot")
    assert problem["errors"][0]["field"] == "query.as_of"


def test_an_unknown_person_in_a_comparison_is_named_by_the_side(shared, ids):
    body = {"a": ids[BEST], "b": "0"}
    problem = check(shared.post("/v1/positions/KASI%2F1/compare", json=body), 422, "unknown_person")
    assert [error["field"] for error in problem["errors"]] == ["body.b"]


@pytest.mark.parametrize(
    ("body", "field", "kind"),
    [
        ({}, "body.position_id", "missing"),
        ({"position_id": POSITION, "size": 0}, "body.size", "too_small"),
        ({"position_id": POSITION, "size": 10_000}, "body.size", "too_great"),
        ({"position_id": POSITION, "size": "many"}, "body.size", "not_a_number"),
        ({"position_id": POSITION, "as_of": "yesterday"}, "body.as_of", "not_a_date"),
        ({"position_id": POSITION, "willing_only": "x"}, "body.willing_only", "not_a_flag"),
        ({"position_id": 7}, "body.position_id", "not_a_text"),
        ({"position_id": POSITION, "size": "3"}, "body.size", "not_a_number"),
        ({"position_id": POSITION, "size": True}, "body.size", "not_a_number"),
        ({"position_id": POSITION, "size": 2.0}, "body.size", "not_a_number"),
        ({"position_id": POSITION, "as_of": "2025-06-01T00:00:00"}, "body.as_of", "not_a_date"),
        ({"position_id": POSITION, "effective_on": 20000}, "body.effective_on", "not_a_date"),
        ({"position_id": POSITION, "as_of": "2025-02-30"}, "body.as_of", "not_a_date"),
        ({"position_id": POSITION, "willing_only": "yes"}, "body.willing_only", "not_a_flag"),
        ({"position_id": POSITION, "sise": 3}, "body.sise", "unexpected"),
    ],
)
def test_each_field_at_fault_is_named_with_its_kind(shared, body, field, kind):
    problem = check(shared.post(LIST, json=body), 422, "invalid_request")
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, kind)]


@pytest.mark.parametrize(
    ("body", "field", "kind"),
    [
        ({"agency_id": "NOWHERE"}, "body.agency_id", "unknown_agency"),
        ({"competency_id": "NOTHING"}, "body.competency_id", "unknown_competency"),
        ({"min_level": 3}, "body.min_level", "needs_another"),
        ({"competency_id": "K1", "min_level": 9}, "body.min_level", "too_great"),
    ],
)
def test_people_are_not_sought_by_what_the_records_do_not_hold(shared, body, field, kind):
    refused = shared.post("/v1/people/search", json=body)
    assert refused.status_code == 422
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [
        (field, kind)
    ]


def test_a_pair_with_an_unknown_field_or_a_late_day_is_refused(shared):
    pair = {"position_id": POSITION, "nip": BEST}
    for other, field, kind in (
        ({"as_off": "2025-01-01"}, "body.pairs.0.as_off", "unexpected"),
        ({"as_of": "2025-01-01T00:00"}, "body.pairs.0.as_of", "not_a_date"),
        ({"as_of": "2099-01-01"}, "body.pairs.0.as_of", "later_than_snapshot"),
    ):
        refused = shared.post("/v1/scores", json={"pairs": [pair | other]})
        assert refused.status_code == 422
        assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [(field, kind)]


def test_a_value_at_fault_is_not_repeated(shared):
    nip = "198001012005011999"
    answer = shared.post("/v1/people/search", json={"nip": [nip]})
    check(answer, 422, "invalid_request")
    assert nip not in answer.text


def test_refusals_speak_the_readers_language(shared):
    told = {
        language: shared.get("/v1/nothing", headers={"Accept-Language": language})
        for language in ("id", "en")
    }
    assert told["id"].json()["title"] == "Tidak ditemukan"
    assert told["en"].json()["title"] == "Not found"
    assert told["en"].headers["content-language"] == "en"


def test_a_method_that_an_address_does_not_take_names_those_it_does(shared):
    for method in ("DELETE", "PATCH", "PUT", "TRACE"):
        answer = shared.request(method, "/v1/positions")
        check(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == "GET, HEAD"
    assert shared.delete(LIST).headers["allow"] == "GET, HEAD, POST"
    assert shared.delete(f"{LIST}/0/decision").headers["allow"] == "POST"
    assert "GET" in shared.delete("/static/nothing.css").headers["allow"]


def test_a_body_that_is_too_large_is_refused_also_when_it_comes_piece_by_piece(shared):
    body = b'{"position_id": "' + b"x" * (6 * 2**20) + b'"}'
    headers = {"Content-Type": "application/json"}
    check(shared.post(LIST, content=body, headers=headers), 413, "content_too_large")
    pieces = (body[start : start + 2**20] for start in range(0, len(body), 2**20))
    check(shared.post(LIST, content=pieces, headers=headers), 413, "content_too_large")


def test_a_body_of_another_kind_is_refused(shared):
    check(shared.post(LIST, data={"position_id": POSITION}), 415, "unsupported_body")


def test_a_body_that_is_not_json_is_refused(shared):
    headers = {"Content-Type": "application/json"}
    problem = check(shared.post(LIST, content=b"{", headers=headers), 422, "invalid_request")
    assert problem["errors"][0]["code"] == "not_json"


def test_an_id_of_a_body_is_unprocessable_though_the_address_holds_the_same(shared, ids):
    body = {"a": POSITION, "b": ids[BEST]}
    problem = check(shared.post("/v1/positions/KASI%2F1/compare", json=body), 422, "unknown_person")
    assert [error["field"] for error in problem["errors"]] == ["body.a"]


def test_a_late_day_in_a_batch_is_told_where_it_stands(shared):
    pair = {"position_id": POSITION, "nip": BEST}
    days = ("2025-06-01", "2025-06-02", "2025-07-01", "2025-07-01")
    body = {"pairs": [pair, *(pair | {"as_of": day} for day in days)]}
    problem = check(shared.post("/v1/scores", json=body), 422, "later_than_snapshot")
    assert [error["field"] for error in problem["errors"]] == ["body.pairs.3.as_of"]


@pytest.mark.parametrize("address", ["/v1/shortlists/", "/v1/plans/", "/v1/audit/", "/positions/"])
def test_an_address_with_a_slash_behind_it_leads_nowhere_else(shared, address):
    answer = shared.get(address)
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_a_cursor_of_another_list_is_refused(shared):
    for address in ("/v1/positions", "/v1/shortlists", "/v1/snapshots"):
        check(shared.get(address, params={"cursor": "bm9uZQ"}), 422, "bad_cursor")
        check(shared.get(address, params={"cursor": "~"}), 422, "bad_cursor")


def test_without_records_everything_that_needs_them_says_so(bare_home):
    with open_client(bare_home) as client:
        check(client.post(LIST, json={"position_id": POSITION}), 503, "no_records")
        check(client.get("/v1/positions"), 503, "no_records")
        check(client.get("/v1/model"), 503, "no_records")


def test_what_nobody_foresaw_is_answered_without_a_traceback(home, monkeypatch):
    def fail(*_):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(shortlists, "make_shortlist", fail)
    with open_client(home) as client:
        answer = client.post(LIST, json={"position_id": POSITION})
    check(answer, 500, "internal_server_error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def routes(app):
    found = [context for context in iter_route_contexts(app.routes) if context.methods]
    assert len(found) > 20
    return found


def test_every_route_answers_nonsense_with_a_problem_or_a_page(shared):
    """Fill every address with ids that nobody has, and send what nobody expects."""
    for context in routes(shared.app):
        address = re.sub(r"{\w+}", "~", context.path_format)
        for method in context.methods:
            headers = {"Content-Type": "application/json"} if method == "POST" else {}
            answer = shared.request(method, address, headers=headers, content=b"[]")
            assert answer.status_code < 500, (method, address, answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json().keys() == MEMBERS
