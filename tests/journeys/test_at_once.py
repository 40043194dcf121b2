"""Lists of many positions asked for at once of a learned model are those asked for one by one."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from models.bundle import Term
from models.registry import ModelRegistry
from tests.journeys.served import serve
from tests.journeys.test_workers import Planner
from tests.models.made_models import make_bundle, make_trees
from tests.serving.office import EMPTY_RECORD

POSITIONS = 8
TIMES = 12


@pytest.fixture(scope="module")
def served(tmp_path_factory, served_home):
    """Serve the small made-up city by one worker; trees of a model that learned rank its people."""
    home = shutil.copytree(served_home, tmp_path_factory.mktemp("learned") / "home")
    registry = ModelRegistry(f"sqlite:///{home}/mlflow.db", home)
    trees = Term("trees", 1.0, make_trees(members=5, rounds=60))
    registry.promote(registry.register(make_bundle(terms=(trees,)), EMPTY_RECORD), "a test")
    with serve(home, PADAN_RATE="100000") as running:
        yield running


def test_threads_of_a_worker_make_the_lists_that_one_alone_makes(served):
    planner = Planner(served.address, served.database_url)
    found = json.loads(planner("GET", f"/v1/positions?vacant=true&limit={POSITIONS}")[1])["items"]
    asked = [one["position_id"] for one in found] * TIMES
    gate = Barrier(len(asked))

    def make(position_id):
        status, told = planner("POST", "/v1/shortlists", {"position_id": position_id})
        assert status == 201
        return {name: value for name, value in json.loads(told).items() if name != "id"}

    def make_at_once(position_id):
        gate.wait()
        return make(position_id)

    alone = {position_id: make(position_id) for position_id in asked}
    assert len(alone) == POSITIONS
    assert {one["basis"] for one in alone.values()} == {"learned"}
    with ThreadPoolExecutor(len(asked)) as pool:
        together = list(pool.map(make_at_once, asked))
    assert together == [alone[position_id] for position_id in asked]
