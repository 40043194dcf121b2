"""The way in and out through a browser: cookies, forms, where one is led, and who is let in."""

from contextlib import suppress
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import select

from serving.access import passwords
from serving.access.accounts import Grant, change_grant, close_account, make_account
from serving.access.attempts import MOST as MOST_ATTEMPTS
from serving.access.errors import SignInRefusedError
from serving.access.leading import read_own
from serving.access.rights import Role
from serving.access.sessions import COOKIE, IDLE, derive_form_token
from serving.database.access_tables import SessionRow
from tests.serving.access_client import (
    PAGE,
    PASSWORD,
    TERMINAL,
    WRONG,
    bring,
    database_of,
    enter,
    make,
    read_token,
    send,
)
from tests.serving.conftest import open_client

FRESH = "kelapa jatuh sebelum subuh"


@pytest.fixture
def client(home):
    with open_client(home, roles=()) as opened:
        yield opened


@pytest.fixture
def database(client):
    return client.app.state.database


def test_a_page_leads_to_the_form_and_the_form_back_to_the_page(client, database):
    make(database)
    led = client.get("/positions/KASI%2F1?lang=en", headers=PAGE)
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?next=/positions/KASI%252F1%3Flang%3Den"
    shown = client.get(led.headers["location"], headers=PAGE)
    assert 'name="next" value="/positions/KASI%2F1?lang=en"' in shown.text
    entered = enter(client, next="/positions/KASI%2F1?lang=en")
    assert (entered.status_code, entered.headers["location"]) == (
        303,
        "/positions/KASI%2F1?lang=en",
    )
    assert client.get(entered.headers["location"], headers=PAGE).status_code == 200


def test_a_program_is_told_that_it_lacks_a_key(client):
    refused = client.get("/v1/positions")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["code"] == "not_signed_in"


def test_a_form_sent_by_nobody_is_refused_and_not_sent_again_by_itself(client):
    refused = send(client, "/positions/KASI%2F1/shortlists")
    assert refused.status_code == 401
    assert "/sign-in" in refused.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "javascript:alert(1)",
        "elsewhere",
        "",
        "///elsewhere.example",
        "/sign-in?next=/",
        "/" + "x" * 3000,
    ],
)
def test_who_signs_in_is_led_nowhere_but_here(client, database, elsewhere):
    assert read_own(elsewhere) == "/"
    make(database)
    assert enter(client, next=elsewhere).headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_sent_by_links(client, database):
    make(database)
    (cookie,) = [
        one for one in enter(client).headers.get_list("set-cookie") if one.startswith(COOKIE)
    ]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "Max-Age" not in cookie


def test_behind_a_public_address_cookies_travel_over_tls_alone(home):
    with open_client(home, roles=(), url="https://padan.example") as client:
        make(database_of(client))
        client.headers["Host"] = "padan.example"
        page = client.get("/sign-in", headers=PAGE)
        assert page.headers["strict-transport-security"] == "max-age=31536000"
        (given,) = page.headers.get_list("set-cookie")
        token = client.cookies["__Host-padan_form"]
        fields = {"form_token": token, "name": "Ani Contoh", "password": PASSWORD}
        brought = PAGE | {"Cookie": f"__Host-padan_form={token}"}
        entered = client.post("/sign-in", data=fields, headers=brought)
        assert entered.status_code == 303
        kept = [one for one in entered.headers.get_list("set-cookie") if COOKIE in one]
        assert len(kept) == 1
        assert all("Secure" in one for one in (given, *kept))
        session = kept[0].split(";")[0]
        assert session.startswith(f"__Host-{COOKIE}=")
        assert client.get("/", headers=PAGE | {"Cookie": session}).status_code == 200
        unnamed = session.removeprefix("__Host-")
        assert client.get("/", headers=PAGE | {"Cookie": unnamed}).status_code == 303


def test_signing_in_makes_a_new_session_and_ends_the_one_brought_along(client, database):
    make(database)
    make(database, "Budi Contoh")
    bring(client, "planted")
    first = read_token(enter(client))
    assert first != "planted"
    bring(client, first)
    second = read_token(enter(client, "Budi Contoh"))
    assert second != first
    bring(client, first)
    assert client.get("/", headers=PAGE).status_code == 303
    bring(client, second)
    assert client.get("/", headers=PAGE).status_code == 200


def test_a_form_from_elsewhere_signs_nobody_in(client, database):
    make(database)
    client.get("/sign-in", headers=PAGE)
    fields = {"form_token": "guessed", "name": "Ani Contoh", "password": PASSWORD}
    assert client.post("/sign-in", data=fields, headers=PAGE).status_code == 403
    assert send(client, "/sign-in", **fields | {"form_token": "guessed"}).status_code == 403
    assert COOKIE not in client.cookies


def test_a_form_of_another_session_changes_nothing_whatever_cookies_were_planted(client, database):
    make(database)
    enter(client)
    token = derive_form_token(client.cookies[COOKIE])
    client.cookies.set("padan_form", "planted")
    assert client.post("/sign-out", data={"form_token": "planted"}).status_code == 403
    shown = client.get("/account", headers=PAGE)
    assert f'name="form_token" value="{token}"' in shown.text
    assert client.post("/sign-out", data={"form_token": token}).status_code == 303


def test_every_refusal_reads_the_same(client, database):
    make(database)
    closed = make(database, "Budi Contoh")
    close_account(database, closed, TERMINAL)
    refused = [
        enter(client, password=WRONG),
        enter(client, "nobody"),
        enter(client, "Budi Contoh"),
        enter(client, "", ""),
    ]
    texts = {answer.text.replace(client.cookies["padan_form"], "") for answer in refused}
    assert {answer.status_code for answer in refused} == {403}
    assert len(texts) == 1
    assert "Nama dan kata sandi tidak cocok" in texts.pop()


def test_one_place_that_tries_too_often_is_stopped_whatever_the_name(client, database):
    make(database)
    enter(client)
    for _ in range(MOST_ATTEMPTS):
        with suppress(SignInRefusedError), client.app.state.attempts.trying("testclient"):
            raise SignInRefusedError
    given = {"present": PASSWORD, "fresh": FRESH, "again": FRESH}
    for stopped in (send(client, "/account/password", **given), enter(client)):
        assert stopped.status_code == 429
        assert "15 menit" in stopped.text
        assert 890 < int(stopped.headers["retry-after"]) <= 900


def test_where_too_many_passwords_are_tried_at_once_one_is_told_to_come_again(
    client, database, monkeypatch
):
    make(database)
    enter(client)
    monkeypatch.setattr(passwords, "TURN_SECONDS", 0.01)
    given = {"present": PASSWORD, "fresh": FRESH, "again": FRESH}
    with passwords._turn(), passwords._turn():
        told = [send(client, "/account/password", **given), enter(client)]
    assert [answer.status_code for answer in told] == [429, 429]
    assert {answer.headers["retry-after"] for answer in told} == {"1"}
    assert all("sesaat lagi" in answer.text for answer in told)
    assert enter(client).status_code == 303


def test_a_one_time_password_opens_nothing_but_its_replacement(client, database):
    first = make_account(database, "Ani Contoh", Grant(frozenset({Role.PLANNER})), TERMINAL)
    enter(client, password=first.password)
    assert client.get("/positions", headers=PAGE).headers["location"] == "/account"
    assert client.get("/v1/positions").json()["code"] == "password_to_change"
    assert "sekali pakai" in client.get("/account", headers=PAGE).text
    given = {"present": first.password, "fresh": FRESH, "again": FRESH}
    assert send(client, "/account/password", **given).headers["location"] == "/"
    assert client.get("/positions", headers=PAGE).status_code == 200
    client.cookies.delete(COOKIE)
    assert enter(client, password=first.password).status_code == 403
    assert enter(client, password=FRESH).status_code == 303


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"present": WRONG}, "tidak cocok"),
        ({"again": "other words altogether"}, "tidak sama"),
        ({"fresh": "pendek", "again": "pendek"}, "paling sedikit 12"),
        ({"fresh": "katasandi1234", "again": "katasandi1234"}, "pertama ditebak"),
        ({"fresh": PASSWORD, "again": PASSWORD}, "sama dengan yang lama"),
    ],
)
def test_a_new_password_is_refused_with_its_reason(client, database, fields, told):
    make(database)
    enter(client)
    given = {"present": PASSWORD, "fresh": FRESH, "again": FRESH} | fields
    refused = send(client, "/account/password", **given)
    assert refused.status_code == 422
    assert told in refused.text
    assert not [word for word in given.values() if f'value="{word}"' in refused.text]


def test_a_new_password_ends_every_other_session_and_renews_ones_own(home, client, database):
    make(database)
    enter(client)
    old = client.cookies[COOKIE]
    with open_client(home, roles=()) as other:
        enter(other)
        send(client, "/account/password", present=PASSWORD, fresh=FRESH, again=FRESH)
        assert other.get("/", headers=PAGE).status_code == 303
    assert client.cookies[COOKIE] != old
    assert client.get("/", headers=PAGE).status_code == 200
    bring(client, old)
    assert client.get("/", headers=PAGE).status_code == 303


def test_signing_out_ends_the_session_and_everywhere_ends_all(home, client, database):
    make(database)
    enter(client)
    token = client.cookies[COOKIE]
    with open_client(home, roles=()) as other:
        enter(other)
        assert send(client, "/sign-out").headers["location"] == "/sign-in"
        bring(client, token)
        assert client.get("/", headers=PAGE).status_code == 303
        enter(client)
        assert "peramban lain" in client.get("/account", headers=PAGE).text
        send(client, "/sign-out/everywhere")
        assert other.get("/", headers=PAGE).status_code == 303


def test_a_link_signs_nobody_out(client, database):
    make(database)
    enter(client)
    assert client.get("/sign-out", headers=PAGE).status_code == 405
    assert client.get("/", headers=PAGE).status_code == 200


def test_other_roles_and_a_closed_account_hold_at_once_for_who_is_signed_in(client, database):
    account = make(database)
    enter(client)
    assert client.get("/positions", headers=PAGE).status_code == 200
    change_grant(database, account, Grant(frozenset({Role.DATA_SCIENTIST})), TERMINAL)
    assert client.get("/positions", headers=PAGE).status_code == 403
    assert client.get("/model", headers=PAGE).status_code == 200
    close_account(database, account, TERMINAL)
    assert client.get("/model", headers=PAGE).status_code == 303


def test_a_session_that_idles_leads_back_to_the_form(client, database):
    make(database)
    enter(client)
    with database.write() as session:
        row = session.scalars(select(SessionRow)).one()
        row.seen_at -= IDLE
    assert client.get("/", headers=PAGE).status_code == 303


def test_a_session_in_use_is_kept_awake(client, database):
    make(database)
    enter(client)
    with database.write() as session:
        row = session.scalars(select(SessionRow)).one()
        row.seen_at -= IDLE - timedelta(minutes=1)
        before = row.seen_at
    client.get("/", headers=PAGE)
    with database.read() as session:
        assert session.scalars(select(SessionRow)).one().seen_at > before


def test_no_log_holds_a_password_or_a_token(client, database):
    make(database)
    with structlog.testing.capture_logs() as lines:
        enter(client, password=WRONG)
        enter(client)
        client.get("/", headers=PAGE)
        send(client, "/account/password", present=PASSWORD, fresh=FRESH, again=FRESH)
    kept = str(lines) + str(client.app.state.metrics.registry.collect())
    assert len(lines) >= 4
    for secret in (PASSWORD, WRONG, FRESH, client.cookies[COOKIE], "Ani Contoh"):
        assert secret not in kept
