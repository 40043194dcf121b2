"""Many lists of a learned model at once: the same as one by one, in memory that does not grow."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from models.bundle import Term
from models.registry import ModelRegistry
from tests.journeys.served import serve
from tests.journeys.test_workers import Planner, list_started
from tests.models.made_models import make_bundle, make_trees
from tests.serving.office import EMPTY_RECORD

POSITIONS = 8
TIMES = 12
AT_ONCE = 4
ROUNDS = 4
GROWTH = 40
"""Megabytes that a worker may hold more after three further rounds: 140 KB for each list."""


@pytest.fixture(scope="module")
def served(tmp_path_factory, served_home):
    """Serve the small made-up city by one worker; trees of a model that learned rank its people."""
    home = shutil.copytree(served_home, tmp_path_factory.mktemp("learned") / "home")
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    trees = Term("trees", 1.0, make_trees(members=5, rounds=60))
    registry.promote(registry.register(make_bundle(terms=(trees,)), EMPTY_RECORD), "a test")
    with serve(home, PADAN_RATE="100000") as running:
        yield running


@pytest.fixture
def planner(served):
    return Planner(served.address, served.database_url)


def find_vacancies(planner):
    _, told = planner("GET", f"/v1/positions?vacant=true&limit={POSITIONS}")
    return [one["position_id"] for one in json.loads(told)["items"]]


def make(planner, position_id):
    """Return a position's list as it is answered, without its own id."""
    status, told = planner("POST", "/v1/shortlists", {"position_id": position_id})
    assert status == 201
    return {name: value for name, value in json.loads(told).items() if name != "id"}


def test_threads_of_a_worker_make_the_lists_that_one_alone_makes(planner):
    asked = find_vacancies(planner) * TIMES
    gate = Barrier(len(asked))

    def make_at_once(position_id):
        gate.wait()
        return make(planner, position_id)

    alone = {position_id: make(planner, position_id) for position_id in asked}
    assert len(alone) == POSITIONS
    assert {one["basis"] for one in alone.values()} == {"learned"}
    with ThreadPoolExecutor(len(asked)) as pool:
        together = list(pool.map(make_at_once, asked))
    assert together == [alone[position_id] for position_id in asked]


def read_memory(process):
    """Return the megabytes of memory that a process holds."""
    told = Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1]
    return int(told.split()[0]) / 1024


def test_a_worker_does_not_grow_with_the_lists_it_makes(served, planner):
    (worker,) = list_started(served)
    asked = find_vacancies(planner) * TIMES

    def work():
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda one: make(planner, one), asked))
        return read_memory(worker)

    first, *later = (work() for _ in range(ROUNDS))
    assert max(later) < first + GROWTH
