"""How tests speak with an application about plans."""

import time

from tests.serving.plan_town import CHIEF, PLAN

OWNERS = {
    "released": "releasing_agency",
    "accepted": "receiving_agency",
    "considered": "committee",
    "cleared": "planner",
    "inaugurated": "appointing_official",
}
LETTER = "Surat perangkat daerah nomor 800/1."
"""What a planner names who answers for an agency that has no account."""
DECISION = {"role": "appointing_official", "reason": "Sesuai berita acara."}


def ask(client, headers=None, **others):
    """Ask for a plan and wait for what comes of it."""
    sent = client.post("/v1/plans", json={**PLAN, **others}, headers=headers)
    assert sent.status_code == 202, sent.text
    return wait(client, sent.headers["location"])


def wait(client, address):
    """Return a plan as soon as it is no longer computed."""
    for _ in range(600):
        found = client.get(address).json()
        if found["status"] != "computing":
            return found
        time.sleep(0.05)
    raise TimeoutError(address)


def state_of(client):
    """Return what the application of a client keeps: its database, its maker of plans."""
    return client.app.state


def look(client, plan, **query):
    """Return a plan as it stands now."""
    return client.get(f"/v1/plans/{plan['id']}", params=query).json()


def take(client, plan, step, move_id="all", role=None, **others):
    """Take a step of a plan's move, by whose it is unless a role is named."""
    body = {"role": role or OWNERS.get(step, "planner"), **others}
    if body["role"] in ("releasing_agency", "receiving_agency"):
        body.setdefault("reason", LETTER)
    return client.post(f"/v1/plans/{plan['id']}/moves/{move_id}/{step}", json=body)


def walk(client, plan, *steps):
    """Take these steps for every move whose next they are."""
    for step in steps or ("released", "accepted", "considered", "cleared"):
        answer = take(client, plan, step)
        assert answer.status_code == 200, answer.text


def decide(client, plan, **others):
    """Decide a plan."""
    return client.post(f"/v1/plans/{plan['id']}/decide", json=DECISION | others)


def send(client, plan, **body):
    """Put a plan before the agencies."""
    return client.post(f"/v1/plans/{plan['id']}/send", json=body)


def revise(client, plan, **body):
    """Revise a plan."""
    return client.post(f"/v1/plans/{plan['id']}/revise", json=body)


def move_of(plan, nip=CHIEF):
    """Return the move of a person."""
    return next(move for move in plan["moves"] if move["nip"] == nip)


def follower_of(plan):
    """Return the move of whoever takes the chief's seat."""
    seat = move_of(plan)["from_position_id"]
    return next(move for move in plan["moves"] if move["to_position_id"] == seat)


def states(plan):
    """Return the state of each move by its id."""
    return {one["move_id"]: one["state"] for one in plan["progress"]}
