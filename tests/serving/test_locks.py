"""Whoever holds what others wait for waits for none of them: PostgreSQL never ends in a knot."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import update

from serving.audit.service import Actor, Event, record_event
from serving.database.connection import MIGRATIONS, open_database
from serving.database.locks import Lock
from serving.database.tables import MadeRow
from serving.plans.progress import hold_steps
from serving.repeats import KEPT, Repeat, find_made, keep_made
from tests.serving.conftest import open_client
from tests.serving.office import POSITION

SOMEBODY = Actor("api", name="key portal")
NOBODY = {"person_id": None, "reason_code": "other", "reason": "Seleksi akan dibuka lagi."}
SERVING = MIGRATIONS.parents[1]


def test_no_two_things_share_a_lock():
    assert len({lock.value for lock in Lock}) == len(Lock.__members__)


def test_every_lock_of_the_database_is_taken_in_one_place():
    taken = [path.name for path in SERVING.rglob("*.py") if "pg_advisory" in path.read_text()]
    assert taken == ["locks.py"]


@pytest.fixture
def database(own_postgres_url):
    opened = open_database(own_postgres_url)
    yield opened
    opened.close()


def keep(session, key):
    """Find a key unknown, and keep what its request made."""
    repeat = Repeat("key portal", "POST /v1/plans", key, "a" * 64)
    assert find_made(session, repeat) is None
    keep_made(session, repeat, key)


@pytest.mark.postgres
def test_a_plan_is_decided_and_a_list_is_made_at_once_where_old_keys_wait_to_be_forgotten(database):
    with database.write() as session:
        keep(session, "lama")
        session.execute(update(MadeRow).values(created_at=datetime.now(UTC) - 2 * KEPT))
    begun = Barrier(2, timeout=20)

    def decide():
        with database.write() as session:
            hold_steps(session)
            begun.wait()
            keep(session, "putusan")
            record_event(session, Event.PLAN_DECIDED, "p", SOMEBODY, {})

    def make():
        with database.write() as session:
            keep(session, "daftar")
            record_event(session, Event.SHORTLIST_MADE, "s", SOMEBODY, {})
            begun.wait()

    with ThreadPoolExecutor(2) as both:
        for one in [both.submit(decide), both.submit(make)]:
            one.result(timeout=20)


@pytest.mark.postgres
def test_of_many_who_decide_a_list_at_once_one_does_and_the_others_are_told(home, own_postgres_url):
    with open_client(home, database_url=own_postgres_url) as client:
        made = client.post("/v1/shortlists", json={"position_id": POSITION}).json()["id"]

        def decide(_):
            return client.post(f"/v1/shortlists/{made}/decision", json=NOBODY)

        with ThreadPoolExecutor(4) as deciding:
            answers = list(deciding.map(decide, range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json().get("code") for one in answers} == {None, "already_decided"}
