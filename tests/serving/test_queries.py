"""No question of an address is a fault: every GET route is asked with what stands at the ends."""

import re
import shutil

import pytest
from fastapi import FastAPI

from serving.app import API, PAGES
from serving.listing import write_cursor
from serving.openapi.document import list_operations
from tests.serving.conftest import open_client
from tests.serving.two_agencies import ARIF, FULL, HEAD, OWN, ROOM, ask_two, furnish_two

NUMBERS = ("-1", "9" * 30)
WORDS = ("0001-01-01", "9999-12-31", *NUMBERS, "", " ", "\0", "é" * 100)
INSTANTS = ("2020-01-01T00:00:00 x", "9999-12-31T23:59:59-12:00 x")
CURSORS = ("~", *map(write_cursor, (*NUMBERS, *INSTANTS, "\0")))


@pytest.fixture(scope="module")
def city(tmp_path_factory, empty_model_store):
    """Return an application over two agencies with a plan, and what fills its addresses."""
    home = tmp_path_factory.mktemp("city")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish_two(home, ROOM)
    with open_client(home, rate="1000000") as client:
        made = client.post("/v1/shortlists", json={"position_id": HEAD}).json()
        plan = ask_two(client, (ARIF, FULL))
        yield (
            client,
            {
                "shortlist_id": made["id"],
                "plan_id": plan["id"],
                "move_id": plan["moves"][0]["move_id"],
                "position_id": HEAD,
                "person_id": plan["moves"][0]["person_id"],
                "a": plan["moves"][0]["person_id"],
                "b": made["candidates"][0]["person_id"],
                "agency_id": OWN,
            },
        )


def list_questions():
    """Yield the path of every GET route, pages too, with the conditions that it takes."""
    app = FastAPI()
    for router in (*API, *PAGES):
        app.include_router(router)
    for path, method, operation in list_operations(app.openapi()):
        if method == "get":
            yield path, [one for one in operation.get("parameters", ()) if one["in"] == "query"]


def list_faults(client, places, path, conditions):
    """Ask a route for each thing that may stand at a condition; return what was answered 500."""
    address = re.sub(r"{(\w+)}", lambda part: places.get(part[1], "x"), path)
    needed = {one["name"]: places.get(one["name"], "x") for one in conditions if one["required"]}
    asked = [
        needed | {one["name"]: value}
        for one in conditions
        for value in (CURSORS if one["name"] == "cursor" else WORDS)
    ]
    return [(path, query) for query in asked if client.get(address, params=query).is_server_error]


def test_no_question_is_a_fault(city):
    client, places = city
    questions = list(list_questions())
    assert {"/v1/audit", "/audit", "/v1/positions"} <= {path for path, _ in questions}
    assert [fault for one in questions for fault in list_faults(client, places, *one)] == []
