"""What every answer of the API keeps to: number, methods, and what it does not say."""

import pytest
from sqlalchemy import select, update
from starlette.datastructures import Headers

from serving.database.tables import AuditRow, ShortlistRow
from serving.watch import read_request_id
from tests.serving.office import BEST, POSITION

PLACE = "/v1/positions/KASI%2F1"


@pytest.mark.parametrize("given", ["ab", "3f1c-77_x.y", "A" * 64])
def test_a_fit_request_id_is_taken_over(shared, given):
    assert shared.get("/v1/positions", headers={"X-Request-ID": given}).headers["x-request-id"] == (
        given
    )
    refused = shared.get("/v1/shortlists/none", headers={"X-Request-ID": given})
    assert refused.json()["request_id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, f"n{BEST}", "ä", "-a", "a\tb"])
def test_another_is_replaced_by_one_of_our_own(given):
    assert read_request_id(Headers({"X-Request-ID": given})) != given


def test_what_can_be_read_can_be_looked_at(shared):
    read, looked = shared.get(PLACE), shared.head(PLACE)
    assert (looked.status_code, looked.content) == (200, b"")
    for name in ("content-type", "content-length", "cache-control", "content-language"):
        assert looked.headers[name] == read.headers[name]
    assert shared.head("/v1/positions/none").status_code == 404
    assert shared.head("/v1/scores").status_code == 405


def test_a_look_without_the_body_shows_nobody_and_is_none(client):
    """A NIP in whom a portal names is refused of either."""
    made = client.post("/v1/shortlists", json={"position_id": POSITION}).json()["id"]
    named = {"X-On-Behalf-Of": f"petugas {BEST}"}
    for look in (client.head, client.get):
        look(f"/v1/shortlists/{made}", headers={"X-On-Behalf-Of": "petugas"})
        assert look(f"/v1/shortlists/{made}", headers=named).status_code == 422
    with client.app.state.database.read() as session:
        asked = select(AuditRow).where(AuditRow.event == "list_seen")
        told = session.scalars(asked).all()
    assert [(one.subject, one.on_behalf_of) for one in told] == [(made, "petugas")]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/shortlists", "GET, HEAD, POST"),
        ("OPTIONS", "/v1/shortlists", "GET, HEAD, POST"),
        ("PATCH", "/v1/scores", "POST"),
        ("PUT", "/v1/events", "GET, HEAD"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_405_and_tells_which_it_does(
    shared, method, path, allowed
):
    answer = shared.request(method, path, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    "path", ["/v1/positions/{nip}", "/v1/people/{nip}/standing?position_id=x", "/v1/plans/{nip}"]
)
@pytest.mark.parametrize("nip", [BEST, "19820101 200601 2 000", "19820101.200601.2.000"])
def test_a_nip_in_an_address_is_neither_repeated_nor_logged(shared, capsys, path, nip):
    answer = shared.get(path.format(nip=nip))
    assert answer.status_code == 404
    seen = answer.text + str(answer.headers) + "".join(capsys.readouterr())
    assert nip not in seen
    assert BEST not in seen


def test_nobody_is_named_by_a_nip_where_the_audit_keeps_it(client):
    def make(name):
        headers = {"X-On-Behalf-Of": name}
        return client.post("/v1/shortlists", json={"position_id": POSITION}, headers=headers)

    refused = make(f"petugas {BEST}")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert BEST not in refused.text
    assert make("petugas 17").status_code == 201


def test_a_nip_as_a_field_name_is_not_repeated(shared):
    answer = shared.post("/v1/people/search", json={BEST: 1})
    assert answer.json()["errors"][0]["field"] == "body.…"


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/v1/positions?q=" + "a" * 9000, {}, 414, "address_too_long"),
        ("/v1/" + "a" * 9000, {}, 414, "address_too_long"),
        ("/v1/positions", {"X-Other": "a" * 40_000}, 431, "headers_too_large"),
    ],
)
def test_what_is_longer_than_any_of_ours_is_refused(shared, path, headers, status, code):
    answer = shared.get(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_list_that_does_not_read_any_more_is_a_conflict_and_no_fault(client):
    made = client.post("/v1/shortlists", json={"position_id": POSITION}).json()["id"]
    with client.app.state.database.write() as session:
        session.execute(update(ShortlistRow).values(answer=b'{"id": "of another version"}'))
    for path in (f"/v1/shortlists/{made}.xlsx", f"/v1/shortlists/{made}/replay"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "unreadable_shortlist")
    assert client.get(f"/v1/shortlists/{made}").status_code == 200
    page = client.get(f"/shortlists/{made}", headers={"Accept": "text/html"})
    assert page.status_code == 409
