"""Answers of the small made-up office as the document of the API shows them.

`python -m tests.serving.shown_answers` asks for them and writes them into the repository.
"""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from snapshots.surrogate import FILE_NAME, load_secret, person_id
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, POSITION, furnish

FILE = Path(__file__).parents[2] / "serving" / "openapi" / "answers.json"
PLACE = "/v1/positions/KASI%2F1"
OF_THE_DAY = {
    "policy_version": "5e4d3c2b1a09",
    "software_version": "0.4.0",
    "snapshot_id": "a1b2c3d4e5f60718293a",
    "state_id": "0f1e2d3c4b5a",
}
"""What changes with the code or the rules, and says nothing of an answer."""
AT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")
DRAWN = re.compile(r"[0-9a-f]{32}")


def ask(client):
    """Return the answers by method and path of the document."""
    by_nip = {
        nip: person_id(load_secret(client.app.state.settings.home), nip) for nip in (BEST, ELIGIBLE)
    }
    people = {"a": by_nip[BEST], "b": by_nip[ELIGIBLE]}
    candidate = "/v1/positions/{position_id}/candidates/{person_id}"
    asked = [
        ("POST /v1/shortlists", "/v1/shortlists", {"position_id": POSITION}),
        ("GET /v1/shortlists", "/v1/shortlists", None),
        ("GET /v1/positions", "/v1/positions", None),
        ("GET /v1/positions/{position_id}", PLACE, None),
        (f"GET {candidate}", f"{PLACE}/candidates/{by_nip[BEST]}", None),
        ("POST /v1/positions/{position_id}/compare", f"{PLACE}/compare", people),
        ("POST /v1/people/search", "/v1/people/search", {"q": "contoh"}),
        (
            "GET /v1/people/{person_id}/opportunities",
            f"/v1/people/{by_nip[BEST]}/opportunities",
            None,
        ),
        (
            "GET /v1/people/{person_id}/standing",
            f"/v1/people/{by_nip[BEST]}/standing?position_id=KASI/1",
            None,
        ),
        ("POST /v1/scores", "/v1/scores", {"pairs": [{"position_id": POSITION, "nip": BEST}]}),
    ]
    return {name: _settle(_send(client, name, path, body)) for name, path, body in asked}


def _send(client, name, path, body):
    answer = client.request(name.split()[0], path, json=body, headers={"Accept-Language": "id"})
    assert answer.is_success, (name, answer.text)
    return answer.json()


def _settle(value, name=""):
    """Return an answer with what differs from run to run in the place of a fixed value."""
    if isinstance(value, dict):
        return {key: _settle(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_settle(inner, name) for inner in value]
    if name in OF_THE_DAY and value is not None:
        return OF_THE_DAY[name]
    if isinstance(value, str):
        value = AT.sub("2026-11-01T02:30:00Z", value)
        return DRAWN.sub("4f1d0c7a9be24e5d8a6b3c2f1e0d9c8b", value)
    return value


def write():
    """Return the answers of a fresh office as text."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / FILE_NAME).write_text("00" * 32, encoding="ascii")
        furnish(home)
        with open_client(home) as client:
            return json.dumps(ask(client), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(write(), encoding="utf-8")
