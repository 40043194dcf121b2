"""Several processes answer as one: what one keeps all know, and nobody misses one that dies."""

import json
import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest

from serving.access.sessions import COOKIE
from tests.journeys.served import PATIENCE_SECONDS, serve
from tests.serving.accounts import CITY_ROLES, sign_in
from tests.serving.office import POSITION, furnish

ROUNDS = 8
CALLERS = 200
DECISION = {"person_id": None, "reason_code": "interview", "reason": "Hasil wawancara lebih kuat."}


class Planner:
    """Somebody signed in who asks over a connection of its own each time, so of any worker."""

    def __init__(self, address: str, database_url: str) -> None:
        self._host = urlsplit(address).netloc
        self._cookie = f"{COOKIE}={sign_in(database_url, CITY_ROLES)}"

    def __call__(self, method: str, address: str, body: object = None) -> tuple[int, str]:
        connection = HTTPConnection(self._host, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": self._cookie, "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        connection.request(method, address, sent, headers)
        answer = connection.getresponse()
        told = answer.status, answer.read().decode()
        connection.close()
        return told


def make_home(folder, empty_model_store):
    shutil.copy(empty_model_store, folder / "mlflow.db")
    furnish(folder)
    return folder


def list_started(served):
    """Return the numbers of the processes that have said that they answer, in their order."""
    whole, _, _ = served.told.rpartition("\n")  # the last line may be half written
    lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
    return [line["process"] for line in lines if line["event"] == "started"]


def wait_until(holds):
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture(scope="module")
def pair(tmp_path_factory, empty_model_store):
    """Serve a small office with two workers that both answer."""
    home = make_home(tmp_path_factory.mktemp("pair"), empty_model_store)
    with serve(home, "--workers", "2", PADAN_RATE="100000") as served:
        wait_until(lambda: len(list_started(served)) == 2)
        yield served


def decide_at_once(planners):
    """Let several planners decide one list at the same moment; return the statuses they got."""
    status, made = planners[0]("POST", "/v1/shortlists", {"position_id": POSITION})
    assert status == 201
    address = f"/v1/shortlists/{json.loads(made)['id']}/decision"
    gate = Barrier(len(planners))

    def decide(planner):
        gate.wait()
        return planner("POST", address, DECISION)[0]

    with ThreadPoolExecutor(len(planners)) as pool:
        return sorted(pool.map(decide, planners))


def test_of_two_planners_who_decide_at_once_one_does(pair):
    planners = [Planner(pair.address, pair.database_url) for _ in range(2)]
    assert [decide_at_once(planners) for _ in range(ROUNDS)] == [[201, 409]] * ROUNDS


@pytest.mark.postgres
def test_so_it_is_on_postgresql(tmp_path, empty_model_store, own_postgres_url):
    home = make_home(tmp_path, empty_model_store)
    with serve(home, "--workers", "2", PADAN_DATABASE_URL=own_postgres_url) as served:
        wait_until(lambda: len(list_started(served)) == 2)
        planners = [Planner(served.address, own_postgres_url) for _ in range(2)]
        assert [decide_at_once(planners) for _ in range(ROUNDS)] == [[201, 409]] * ROUNDS


def test_200_lists_asked_for_at_once_are_all_made_and_counted_once(pair):
    planner = Planner(pair.address, pair.database_url)

    def count():
        _, told = planner("GET", "/metrics")
        return float(told.split("\npadan_shortlists_total ")[1].split()[0])

    before, gate = count(), Barrier(CALLERS)

    def ask(_):
        gate.wait()
        return planner("POST", "/v1/shortlists", {"position_id": POSITION})[0]

    with ThreadPoolExecutor(CALLERS) as pool:
        statuses = set(pool.map(ask, range(CALLERS)))
    assert statuses == {201}
    assert {count() for _ in range(10)} == {before + CALLERS}


def test_a_worker_that_dies_is_replaced_while_the_other_answers(pair):
    planner = Planner(pair.address, pair.database_url)
    started = list_started(pair)
    os.kill(started[-1], signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{started[-1]}").exists())
    assert [planner("GET", "/health/ready")[0] for _ in range(5)] == [200] * 5
    wait_until(lambda: len(list_started(pair)) == len(started) + 1)
    assert list_started(pair)[-1] != started[-1]


def test_all_end_with_the_process_that_was_started(tmp_path, empty_model_store):
    home = make_home(tmp_path, empty_model_store)
    with serve(home, "--workers", "2") as served:
        wait_until(lambda: len(list_started(served)) == 2)
    assert not [number for number in list_started(served) if Path(f"/proc/{number}").exists()]
    assert "workers stopped" in served.told
