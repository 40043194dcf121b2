"""Keys of portals: shown once, kept as a hash, two live at a time, bounded in time and scope."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import select

from serving.access.errors import (
    CityWideScopeError,
    KeyTermError,
    NoRoleError,
    TooManyKeysError,
    UnfitAccountNameError,
    UngrantableScopeError,
    UnknownKeyError,
)
from serving.access.keys import (
    MOST_DAYS,
    USED_EVERY,
    find_key,
    find_public,
    grant_key,
    list_keys,
    revoke_key,
)
from serving.access.rights import GRANTABLE, Right, Role
from serving.database.access_tables import PortalKeyRow
from serving.database.connection import open_database
from serving.database.tables import AuditRow
from tests.serving.access_client import (
    PAGE,
    TERMINAL,
    enter,
    make,
    read_events,
    read_secret,
    send,
)
from tests.serving.conftest import open_client
from tests.serving.office import BEST, POSITION

READS = (Right.POSITIONS, Right.PEOPLE)


@pytest.fixture
def client(home):
    with open_client(home, roles=()) as opened:
        yield opened


@pytest.fixture
def database(client):
    return client.app.state.database


def grant(database, client="portal", scopes=READS, **others):
    with database.write() as session:
        return grant_key(session, client, scopes, TERMINAL, **others)


def call(client, key, address="/v1/positions"):
    return client.get(address, headers=bearer(key))


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_a_key_opens_what_it_was_granted_and_nothing_else(client, database):
    key = grant(database)
    assert call(client, key).status_code == 200
    assert call(client, key, "/v1/model").json()["code"] == "not_allowed"
    assert call(client, key, "/users").status_code == 403
    assert call(client, key, "/").status_code == 403


@pytest.mark.parametrize("change", [lambda k: k[:-1], lambda k: k + "x", lambda k: k.swapcase()])
def test_a_key_that_is_not_quite_right_opens_nothing(client, database, change):
    refused = call(client, change(grant(database)))
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer padan_"])
def test_a_wrong_authorization_is_not_replaced_by_a_session(home, sent):
    with open_client(home) as client:
        assert client.get("/v1/positions", headers={"Authorization": sent}).status_code == 401


def test_two_keys_live_at_once_so_that_one_can_take_the_others_place(client, database):
    old, new = grant(database), grant(database)
    with pytest.raises(TooManyKeysError):
        grant(database)
    assert call(client, old).status_code == call(client, new).status_code == 200
    with database.write() as session:
        revoke_key(session, find_public(old), TERMINAL)
        revoke_key(session, find_public(old), TERMINAL)
    assert call(client, old).status_code == 401
    assert call(client, new).status_code == 200
    assert grant(database)
    assert [event for event, *_ in read_events(database)].count("key_revoked") == 1


def test_case_and_blanks_make_no_second_client(database):
    for client in ("Portal", "portal "):
        grant(database, client)
    with pytest.raises(TooManyKeysError):
        grant(database, " PORTAL")


@pytest.mark.postgres
def test_of_many_keys_granted_at_once_two_are_made(own_postgres_url):
    database = open_database(own_postgres_url)

    def try_once(_):
        try:
            return grant(database)
        except TooManyKeysError:
            return None

    with ThreadPoolExecutor(6) as granting:
        made = list(granting.map(try_once, range(6)))
    database.close()
    assert sum(key is not None for key in made) == 2


def test_a_key_and_an_account_of_one_name_are_told_apart_in_the_audit(client, database):
    make(database, "portal", [Role.ADMINISTRATOR])
    key = grant(database, scopes=(Right.PEOPLE,))
    client.post("/v1/people/search", json={"nip": BEST}, headers=bearer(key))
    enter(client, "portal")
    with database.read() as session:
        names = session.scalars(select(AuditRow.actor_name)).all()
    assert {name for name in names if name.endswith("portal")} == {"key portal", "account portal"}


def test_a_key_that_is_over_opens_nothing_and_makes_room(client, database):
    old, _ = grant(database), grant(database)
    with database.write() as session:
        session.get_one(PortalKeyRow, find_public(old)).expires_at = datetime.now(UTC)
    assert call(client, old).status_code == 401
    assert grant(database)


@pytest.mark.skipif("config.getoption('--postgresql')", reason="it reads SQLite's own file")
def test_a_key_is_kept_as_a_hash_and_stands_in_no_log(client, database, home):
    with structlog.testing.capture_logs() as lines:
        key = grant(database)
        call(client, key)
        call(client, key[:-1] + "-")
    secret = key.split("_", 2)[2]
    kept = b"".join(file.read_bytes() for file in home.glob("padan.db*"))
    assert find_public(key).encode() in kept
    assert secret.encode() not in kept
    assert lines
    assert secret not in str(lines)
    (event,) = read_events(database)
    assert event[:3] == ("key_made", find_public(key), "uji")
    assert secret not in str(event)


def test_a_key_hands_on_a_decision_where_that_was_granted_and_the_audit_keeps_whose(
    client, database
):
    asked, without = grant(database, scopes=[Right.RANK, Right.CHOOSE]), grant(database)
    made = client.post("/v1/shortlists", json={"position_id": POSITION}, headers=bearer(asked))
    first = made.json()["candidates"][0]["person_id"]
    address = f"/v1/shortlists/{made.json()['id']}/decision"
    body = {"person_id": first, "reason_code": "best_fit", "reason": "Paling sesuai."}
    assert client.post(address, json=body, headers=bearer(without)).status_code == 403
    spoken = {**bearer(asked), "X-On-Behalf-Of": "kepala-bkpsdm"}
    assert client.post(address, json=body, headers=spoken).status_code == 201
    with database.read() as session:
        told = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()[-1]
    assert told.event == "shortlist_decided"
    assert (told.actor_name, told.on_behalf_of) == ("key portal", "kepala-bkpsdm")


@pytest.mark.parametrize("scope", sorted(set(Right) - GRANTABLE))
def test_no_program_is_granted_what_is_for_people(database, scope):
    with pytest.raises(UngrantableScopeError):
        grant(database, scopes=(scope,))


@pytest.mark.parametrize(
    ("others", "refusal"),
    [
        ({"scopes": ()}, NoRoleError),
        ({"days": 0}, KeyTermError),
        ({"days": MOST_DAYS + 1}, KeyTermError),
        ({"client": BEST}, UnfitAccountNameError),
        ({"scopes": (Right.RANK,), "agencies": {"D1"}}, CityWideScopeError),
    ],
)
def test_a_key_without_sense_is_not_made(database, others, refusal):
    with pytest.raises(refusal):
        grant(database, **others)
    with database.read() as session:
        assert list_keys(session) == []


def test_a_key_of_an_agency_sees_that_agency(client, database):
    found = call(client, grant(database, agencies={"D2"})).json()["items"]
    assert {row["agency"] for row in found} == {"Dinas Contoh Dua"}


def test_it_is_kept_roughly_when_a_key_was_used_last(client, database):
    key = grant(database)

    def used():
        with database.read() as session:
            return session.get_one(PortalKeyRow, find_public(key)).used_at

    assert used() is None
    call(client, key)
    first = used()
    call(client, key)
    assert used() == first is not None
    with database.write() as session:
        session.get_one(PortalKeyRow, find_public(key)).used_at = first - USED_EVERY
    call(client, key)
    assert used() >= first


def test_a_key_lasts_as_long_as_was_asked(database):
    key, now = grant(database, days=30), datetime.now(UTC)
    with database.read() as session:
        assert find_key(session, key, now + timedelta(days=29))
        assert not find_key(session, key, now + timedelta(days=30))
        with pytest.raises(UnknownKeyError):
            revoke_key(session, "0" * 16, TERMINAL)


def test_the_administrator_makes_a_key_sees_it_once_and_revokes_it(client, database):
    make(database, "Pengelola", [Role.ADMINISTRATOR])
    enter(client, "Pengelola")
    made = send(client, "/keys", client="Portal ASN", scopes=["positions", "people"], days="30")
    key = read_secret(made.text)
    assert call(client, key).status_code == 200
    html = client.get("/keys", headers=PAGE).text
    assert "Portal ASN" in html
    assert key.split("_", 2)[2] not in html
    assert send(client, f"/keys/{find_public(key)}/revoke").headers["location"] == "/keys"
    assert call(client, key).status_code == 401
    assert "dicabut" in client.get("/keys", headers=PAGE).text
    unknown = send(client, "/keys/0000000000000000/revoke")
    assert unknown.status_code == 422


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"scopes": []}, "paling sedikit satu"),
        ({"scopes": "audit"}, "tidak boleh mencakup audit"),
        ({"days": "9999"}, "730 hari"),
        ({"agencies": "D1", "scopes": "rank"}, "seluruh kota"),
        ({"agencies": "D9", "scopes": "people"}, "D9"),
    ],
)
def test_a_refused_key_is_told_beside_the_form(client, database, fields, told):
    make(database, "Pengelola", [Role.ADMINISTRATOR])
    enter(client, "Pengelola")
    refused = send(client, "/keys", **{"client": "portal", "scopes": "people"} | fields)
    assert refused.status_code == 422
    assert told in refused.text
