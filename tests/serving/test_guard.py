"""Who is let in, what every answer carries, and what leaves no trace."""

import pytest
import structlog
from starlette.datastructures import Headers

from serving.access.rights import Role
from serving.access.sessions import COOKIE
from serving.errors import ForeignHostError
from serving.guard import find_refusal
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import BEST, NAMES, POSITION, SANCTIONED, settings_of

LIST = "/v1/shortlists"
ASKED = {"position_id": POSITION}


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000", "LOCALHOST:1"]
)
def test_this_machine_is_served_by_each_of_its_names(shared, host):
    assert shared.get("/health/live", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "padan.example",
        "127.0.0.1.example:8000",
        "10.0.0.7:8000",
        "",
        "[",
        "[::1",
        "evil@127.0.0.1",
        "127.0.0.1:8144/evil",
        "127.0.0.1#x",
        "127.0.0.1?x",
        "localhost:abc",
        "localhost:",
        "localhost\\evil",
    ],
)
def test_a_name_pointed_at_this_machine_from_elsewhere_is_refused(shared, host):
    refused = shared.get("/health/live", headers={"Host": host})
    assert refused.status_code == 400
    assert refused.json()["code"] == "foreign_host"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("padan.example", 200),
        ("PADAN.example:443", 200),
        ("127.0.0.1:8000", 200),
        ("padan.example.evil.example", 400),
        ("evil.example", 400),
        ("padan.example@evil.example", 400),
        ("evil.example:padan.example", 400),
        ("padan.example, evil.example", 400),
    ],
)
def test_behind_a_public_address_that_name_is_served_too_and_no_other(home, host, status):
    with open_client(home, url="https://padan.example") as client:
        answer = client.get("/health/live", headers={"Host": host})
        assert answer.status_code == status
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_two_names_at_once_are_none():
    assert isinstance(
        find_refusal("GET", "/", Headers(raw=[(b"host", b"localhost"), (b"host", b"x.example")])),
        ForeignHostError,
    )


def test_of_two_authorizations_none_is_chosen(shared):
    headers = [("Authorization", "Bearer a"), ("Authorization", "Bearer b")]
    assert shared.get("/v1/positions", headers=headers).status_code == 400


def test_what_is_sent_over_the_public_address_must_come_from_it(home):
    with open_client(home, url="https://padan.example") as client:
        for origin, refused in (("https://padan.example", False), ("https://evil.example", True)):
            headers = {"Host": "padan.example", "Origin": origin}
            answer = client.post("/v1/people/search", json={}, headers=headers)
            assert (answer.json().get("code") == "foreign_request") is refused


def test_without_a_public_address_no_browser_is_bound_to_tls(shared):
    assert "strict-transport-security" not in shared.get("/health/live").headers


def test_a_name_from_elsewhere_learns_nothing_of_the_records(shared):
    refused = shared.get("/", headers={"Host": "padan.example", "Accept": "text/html"})
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in refused.headers
    assert "2025" not in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://padan.example"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "none", "Origin": "null"},
    ],
)
def test_what_another_page_sends_is_refused(shared, headers):
    refused = shared.post(LIST, json=ASKED, headers=headers)
    assert refused.status_code == 403
    assert refused.json()["code"] == "foreign_request"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:8000"},
        {},
    ],
)
def test_what_these_pages_or_a_program_send_is_taken(shared, headers):
    assert shared.post(LIST, json=ASKED, headers=headers).status_code == 201


def test_a_form_needs_the_token_that_its_reader_was_given(home, client):
    address = "/positions/KASI%2F1/shortlists"
    client.get("/positions/KASI%2F1")
    assert client.post(address, data={"form_token": "guessed"}).status_code == 403
    token = client.cookies["padan_form"]
    assert client.post(address, data={"form_token": token}).status_code == 303
    client.cookies.set(COOKIE, sign_in(settings_of(home).database_url, [Role.PLANNER]))
    assert client.post(address, data={"form_token": token}).status_code == 403


@pytest.mark.parametrize(
    "address", ["/", "/positions", "/v1/positions", "/static/padan.css", "/nothing", "/metrics"]
)
def test_every_answer_is_hardened(shared, address):
    headers = shared.get(address, headers={"Accept": "text/html"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-request-id"]


def test_answers_about_people_stay_in_no_cache(shared):
    assert shared.get("/v1/positions").headers["cache-control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(home, client):
    answer = client.get("/?lang=en")
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite" in cookie


def test_logs_and_metrics_hold_no_nip_no_name_and_no_query(client):
    with structlog.testing.capture_logs() as lines:
        client.post("/v1/people/search", json={"nip": BEST})
        client.post("/v1/scores", json={"pairs": [{"position_id": POSITION, "nip": SANCTIONED}]})
        client.get("/v1/positions", params={"q": NAMES[BEST]})
        client.get(f"/v1/positions/{POSITION}/candidates/{BEST}")
        client.post(LIST, json=ASKED)
    assert len(lines) == 5
    kept = str(lines) + client.get("/metrics").text
    assert not [word for word in (*NAMES, *NAMES.values()) if word in kept]


def test_no_address_on_a_page_holds_a_nip(client):
    made = client.post(LIST, json=ASKED).json()
    client.get("/")
    token = client.cookies["padan_form"]
    pages = [
        client.get(f"/shortlists/{made['id']}"),
        client.post("/positions/KASI%2F1/candidates", data={"form_token": token, "q": BEST}),
    ]
    for page in pages:
        assert BEST in page.text
        addresses = [part.split('"')[0] for part in page.text.split('href="')[1:]]
        assert addresses
        assert not [address for address in addresses if any(nip in address for nip in NAMES)]
