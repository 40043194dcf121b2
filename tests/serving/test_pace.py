"""A caller may ask so often and no oftener; a burst passes, and others are not slowed."""

import pytest

from serving.access.rights import Role
from serving.access.sessions import COOKIE
from serving.pace import MOST_CALLERS, STRANGERS, Pace
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
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
        assert int(problem.headers["retry-after"]) == 20
        assert client.get("/health/live").status_code == 200
        client.cookies.set(COOKIE, sign_in(settings_of(home).database_url, [Role.PLANNER]))
        assert client.get("/v1/positions").status_code == 200


def test_strangers_share_the_pace_of_their_address(home):
    with open_client(home, roles=(), rate="4") as stranger:
        answers = [stranger.get("/v1/transparency").status_code for _ in range(3)]
        assert answers == [200, 200, 429]
        assert stranger.post("/v1/shortlists", json={}).status_code == 429
