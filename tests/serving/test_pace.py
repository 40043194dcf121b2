"""A caller may ask so often and no oftener; a burst passes, and others are not slowed."""

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from serving.access import door
from serving.access.rights import Role
from serving.access.sessions import COOKIE, SEEN_EVERY, find_session
from serving.app import create_app
from serving.database.access_tables import SessionRow
from serving.pace import MOST_CALLERS, STRANGERS, Pace
from tests.serving.access_client import database_of
from tests.serving.accounts import sign_in
from tests.serving.conftest import HERE, open_client
from tests.serving.office import settings_of


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_minutes_worth_passes_at_once_and_then_one_at_a_time(clock):
    pace = Pace(60, clock)
    assert [pace.wait("a") for _ in range(60)] == [0] * 60
    assert pace.wait("a") == 1
    clock.now = 1.0
    assert pace.wait("a") == 0
    assert pace.wait("a") == 1


def test_who_is_told_to_wait_loses_nothing_by_asking(clock):
    pace = Pace(1, clock)
    pace.wait("a")
    assert [pace.wait("a") for _ in range(3)] == [60] * 3
    clock.now = 60.0
    assert pace.wait("a") == 0


def test_each_caller_has_a_bucket_and_strangers_a_smaller_one(clock):
    pace = Pace(4, clock)
    assert [pace.wait("a") for _ in range(4)] == [0] * 4
    assert pace.wait("b") == 0
    assert [pace.wait("c", STRANGERS) for _ in range(3)] == [0, 0, 30]


def test_a_bucket_never_holds_more_than_a_minutes_worth(clock):
    pace = Pace(2, clock)
    pace.wait("a")
    clock.now = 1e6
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 30]


def test_what_was_taken_for_somebody_else_is_given_back(clock):
    pace = Pace(2, clock)
    pace.wait("a")
    pace.give_back("a")
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 30]
    pace.give_back("nobody")
    assert "nobody" not in pace._left


def test_the_memory_of_callers_is_bounded(clock):
    pace = Pace(10, clock)
    for number in range(MOST_CALLERS + 5):
        pace.wait(str(number))
    assert len(pace._left) == MOST_CALLERS


def test_too_fast_is_429_with_the_seconds_to_wait(home):
    with open_client(home, rate="3") as client:
        answers = [client.get("/v1/positions") for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        problem = answers[-1]
        assert problem.json()["code"] == "too_many_requests"
        assert 0 < int(problem.headers["retry-after"]) <= 20  # less what the first took
        assert client.get("/health/live").status_code == 200
        client.cookies.set(COOKIE, sign_in(settings_of(home).database_url, [Role.PLANNER]))
        assert client.get("/v1/positions").status_code == 200


def test_strangers_share_the_pace_of_their_address(home):
    with open_client(home, roles=(), rate="4") as stranger:
        answers = [stranger.get("/v1/transparency").status_code for _ in range(3)]
        assert answers == [200, 200, 429]
        assert stranger.post("/v1/shortlists", json={}).status_code == 429


def count_lookups(monkeypatch):
    found = []

    def find(*given):
        found.append(given)
        return find_session(*given)

    monkeypatch.setattr("serving.access.door.find_session", find)
    return found


def test_made_up_cookies_ask_the_database_no_oftener_than_strangers_may(home, monkeypatch):
    found = count_lookups(monkeypatch)
    with open_client(home, roles=(), rate="8") as stranger:
        for number in range(10):
            stranger.cookies.set(COOKIE, f"made up {number}")
            stranger.get("/v1/positions")
        assert len(found) == 4


def test_who_was_found_once_is_not_held_up_by_strangers_of_the_same_address(home):
    with open_client(home, rate="4") as client:
        token = client.cookies[COOKIE]
        assert client.get("/v1/positions").status_code == 200
        client.cookies.delete(COOKIE)
        assert [client.get("/v1/transparency").status_code for _ in range(3)] == [200, 200, 429]
        client.cookies.set(COOKIE, token)
        assert [client.get("/v1/positions").status_code for _ in range(4)] == [200] * 3 + [429]


def test_who_was_signed_out_meanwhile_asks_as_a_stranger_again(home):
    with open_client(home, rate="4") as client:
        assert client.get("/v1/positions").status_code == 200
        with database_of(client).write() as session:
            session.execute(delete(SessionRow))
        assert [client.get("/v1/positions").status_code for _ in range(3)] == [401, 401, 429]


def test_a_household_of_ipv6_has_one_bucket(home):
    app = create_app(settings_of(home, rate="4"))
    statuses = []
    with TestClient(app, base_url=HERE) as opened:
        for number in range(3):
            opened._transport.client = (f"2001:db8::{number}", 1)  # type: ignore[attr-defined]
            statuses.append(opened.get("/v1/transparency").status_code)
    assert statuses == [200, 200, 429]


def test_the_use_of_a_session_is_noted_by_one_at_a_time_and_waited_for_by_nobody(home):
    with open_client(home) as client:
        database = database_of(client)
        with database.write() as session:
            session.scalars(select(SessionRow)).one().seen_at -= SEEN_EVERY
        with door._noting:
            assert client.get("/v1/positions").status_code == 200
        assert read_seen(database) < 0
        assert client.get("/v1/positions").status_code == 200
        assert read_seen(database) >= 0


def read_seen(database):
    """Return the seconds from the beginning of the only session to when it was seen last."""
    with database.read() as session:
        row = session.scalars(select(SessionRow)).one()
        return (row.seen_at - row.created_at).total_seconds()
