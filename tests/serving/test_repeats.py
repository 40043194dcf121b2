"""A request that comes again with its key is done once, whoever else uses the same key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import current_thread

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text, update

from serving.access.rights import Role
from serving.access.sessions import COOKIE
from serving.database.connection import MIGRATIONS, Database, open_database
from serving.database.tables import AuditRow, MadeRow
from serving.errors import ReusedKeyError
from serving.repeats import KEPT, Repeat, find_made, forget_old, hash_request, keep_made
from tests.serving.accounts import sign_in
from tests.serving.office import ELIGIBLE, POSITION, settings_of

ASKED = {"position_id": POSITION}
KEYED = {"Idempotency-Key": "kunci"}
FIRST = Repeat("key portal", "POST /v1/shortlists", "kunci", "a" * 64)


@pytest.fixture
def database(any_database_url):
    opened = open_database(any_database_url)
    yield opened
    opened.close()


def make(client, path="/v1/shortlists", body=ASKED):
    return client.post(path, json=body, headers=KEYED)


def test_what_was_sent_is_hashed_where_it_holds_nobody_up(client, monkeypatch):
    hashed_in = []

    def remember(*given):
        hashed_in.append(current_thread())
        return hash_request(*given)

    async def name_loop():
        return current_thread()

    monkeypatch.setattr("serving.wiring.hash_request", remember)
    assert make(client).status_code == 201
    assert hashed_in
    assert client.portal.call(name_loop) not in hashed_in


def test_of_many_at_once_one_makes_it_and_all_are_told_the_same(database):
    def make_once(number):
        with database.write() as session:
            if known := find_made(session, FIRST):
                return known
            keep_made(session, FIRST, str(number))
            return str(number)

    with ThreadPoolExecutor(8) as asking:
        assert len(set(asking.map(make_once, range(24)))) == 1


def test_a_key_is_of_its_client_and_its_route_alone(database):
    others = (
        Repeat("key other", FIRST.route, FIRST.key, FIRST.body),
        Repeat(FIRST.client, "POST /v1/plans", FIRST.key, FIRST.body),
    )
    with database.write() as session:
        keep_made(session, FIRST, "7")
        assert find_made(session, FIRST) == "7"
        assert [find_made(session, other) for other in others] == [None, None]


def test_another_body_under_the_key_is_refused(database):
    with database.write() as session:
        keep_made(session, FIRST, "7")
        with pytest.raises(ReusedKeyError):
            find_made(session, Repeat(FIRST.client, FIRST.route, FIRST.key, "b" * 64))


def test_an_old_key_counts_no_more_and_may_come_again(database):
    with database.write() as session:
        keep_made(session, FIRST, "7")
        session.execute(update(MadeRow).values(created_at=datetime.now(UTC) - KEPT))
        assert find_made(session, FIRST) is None
        keep_made(session, FIRST, "8")
        assert find_made(session, FIRST) == "8"


def test_keys_that_count_no_more_are_forgotten_and_no_others(database):
    with database.write() as session:
        keep_made(session, FIRST, "7")
        session.execute(update(MadeRow).values(created_at=datetime.now(UTC) - KEPT))
        keep_made(session, Repeat(FIRST.client, FIRST.route, "lain", FIRST.body), "8")
        forget_old(session, datetime.now(UTC))
        assert [row.made for row in session.scalars(select(MadeRow))] == ["8"]


def test_the_order_of_fields_does_not_count_but_the_address_does():
    one, other = b'{"a": 1, "b": 2}', b'{"b":2,"a":1}'
    assert hash_request(b"s", "/v1/x", one) == hash_request(b"s", "/v1/x", other)
    assert hash_request(b"s", "/v1/x", one) != hash_request(b"s", "/v1/y", one)
    assert hash_request(b"s", "/v1/x", one) != hash_request(b"t", "/v1/x", one)
    assert hash_request(b"s", "/v1/x", b"{") != hash_request(b"s", "/v1/x", b"[")


def test_two_accounts_may_use_the_same_key(client, home):
    mine = make(client).json()["id"]
    token = sign_in(settings_of(home).database_url, [Role.PLANNER])
    client.cookies.set(COOKIE, token)
    assert make(client).json()["id"] != mine
    assert make(client, body=ASKED | {"size": 3}).json()["code"] == "reused_key"


def test_a_decision_sent_again_is_told_again_and_not_refused(client):
    made = make(client).json()["id"]
    choice = {"person_id": None, "reason_code": "interview", "reason": "Menunggu hasil wawancara."}
    first, again = (make(client, f"/v1/shortlists/{made}/decision", choice) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    with client.app.state.database.read() as session:
        event = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
    assert (event.event, event.subject, event.facts) == ("list_seen", made, {"repeated": True})
    other = client.post(f"/v1/shortlists/{made}/decision", json=choice)
    assert other.json()["code"] == "already_decided"


def test_an_empty_key_is_refused_rather_than_taken_as_none(client):
    answer = client.post("/v1/shortlists", json=ASKED, headers={"Idempotency-Key": ""})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "header.Idempotency-Key"


def test_a_key_that_looks_like_a_nip_counts_and_is_not_kept(client):
    keyed = {"Idempotency-Key": ELIGIBLE}
    first, again = (client.post("/v1/shortlists", json=ASKED, headers=keyed) for _ in range(2))
    assert first.content == again.content
    with client.app.state.database.read() as session:
        assert ELIGIBLE not in str(session.execute(text("SELECT * FROM made_by_key")).all())


def test_no_key_holds_a_nip(client):
    report = {
        "nip": ELIGIBLE,
        "to_position_id": "STAF-2",
        "effective_on": "2025-07-01",
        "outcome": "success",
        "outcome_on": "2026-07-01",
    }
    assert make(client, "/v1/outcomes", report).status_code == 201
    with client.app.state.database.read() as session:
        assert ELIGIBLE not in str(session.execute(text("SELECT * FROM made_by_key")).all())


def test_keys_of_the_release_before_still_give_what_they_made(any_database_url):
    database = Database(any_database_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        at = datetime.now(UTC) - timedelta(days=1)
        connection.execute(
            text(
                "INSERT INTO plans (id, created_at, language, status, request)"
                " VALUES ('p1', :at, 'id', 'ready', '{}')"
            ),
            {"at": at},
        )
        connection.execute(
            text("INSERT INTO plan_keys VALUES ('kunci', 'x', 'p1', :at)"), {"at": at}
        )
    database.migrate()
    asked = Repeat("account uji", "POST /v1/plans", "kunci", "c" * 64)
    with database.read() as session:
        assert find_made(session, asked) == "p1"
        assert find_made(session, FIRST) is None
    database.close()
