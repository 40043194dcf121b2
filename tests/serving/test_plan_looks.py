"""Whoever does again what was done already is shown the plan, and that is told as a look."""

import shutil
from itertools import pairwise

import pytest

from tests.serving.conftest import open_client
from tests.serving.planning_client import DECISION, LETTER, revise, send
from tests.serving.two_agencies import COMER, FREE, HEAD, INNER, ask_two, furnish_two

AGAIN = ("plan_seen", {"repeated": True})


@pytest.fixture
def planner(tmp_path, empty_model_store):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    furnish_two(tmp_path)
    with open_client(tmp_path) as client:
        yield client


@pytest.fixture
def plan(planner):
    return ask_two(planner, (COMER, HEAD), (INNER, FREE))


def told(client, plan):
    """Return what the audit was told of a plan, the oldest first."""
    items = client.get("/v1/audit", params={"subject": plan["id"]}).json()["items"]
    return [(one["event"], one["facts"]) for one in reversed(items)]


def post(client, plan, path, key, **body):
    address = f"/v1/plans/{plan['id']}/{path}"
    return client.post(address, json=body, headers={"Idempotency-Key": key})


def test_each_answer_that_is_given_again_is_a_look(planner, plan):
    calls = [
        ("send", {}),
        ("revise", {}),
        ("moves/all/considered", {"role": "committee", "reason": LETTER}),
        ("moves/all/cleared", {"role": "planner"}),
        ("decide", DECISION),
    ]
    counts = [len(told(planner, plan))]
    for path, body in calls:
        answers = [post(planner, plan, path, path, **body) for _ in range(2)]
        assert answers[0].status_code == answers[1].status_code < 300, answers[1].text
        assert answers[1].json()["moves"]
        counts.append(len(told(planner, plan)))
        assert told(planner, plan)[-1] == AGAIN
    assert [after - before for before, after in pairwise(counts)] == [2] * len(calls)


def test_sending_a_plan_again_is_a_look(planner, plan):
    send(planner, plan)
    assert send(planner, plan).status_code == 200
    assert [event for event, _ in told(planner, plan)][-2:] == ["plan_sent", "plan_seen"]
    assert told(planner, plan)[-1] == AGAIN


def test_a_step_of_an_empty_plan_is_a_look(planner, plan):
    refuse = [move["move_id"] for move in plan["moves"]]
    bare = revise(planner, plan, refuse=refuse, forbid=[{"position_id": HEAD}]).json()
    assert bare["moves"] == []
    assert post(planner, plan, "moves/all/released", "once").status_code == 200
    assert told(planner, plan)[-1] == ("plan_seen", {})
