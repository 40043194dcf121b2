"""What the small made-up office and town are asked and tell, as the document of the API shows it.

`python -m tests.serving.shown_answers` asks for them and writes them into the repository.
"""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from serving.clock import local_day
from snapshots.surrogate import FILE_NAME
from tests.serving import office, plan_town
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, POSITION
from tests.serving.plan_town import CHIEF, HEAD
from tests.serving.planning_client import DECISION, LETTER, OWNERS, wait
from tests.serving.uploading import finish, packed
from wording import write as in_words

FOLDER = Path(__file__).parents[2] / "serving" / "openapi"
OF_THE_DAY = {
    "policy_version": "5e4d3c2b1a09",
    "software_version": "0.4.0",
    "snapshot_id": "a1b2c3d4e5f60718293a",
    "state_id": "0f1e2d3c4b5a",
    "previous_id": "b2c3d4e5f60718293a4b",
    "hash": "9c3f1e7a" * 8,
}
"""What changes with the code, the rules or the hour, and says nothing of an answer."""
SHOWN = {
    r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)": "2026-11-01T02:30:00Z",
    r"\buji-[0-9a-f]{8}\b": "bkpsdm",
    r"\b[0-9a-f]{32}\b": "4f1d0c7a9be24e5d8a6b3c2f1e0d9c8b",
    r"(?<!\.)\b[0-9a-f]{16}\b": "e6e6f6805feb6b6d",
    r'"code": "[0-9a-f]{8}"': '"code": "8dab1d94"',
}
"""What stands in the place of instants, names and ids that are drawn."""
SHOWN_DAY = date(2026, 11, 1)
CHOICE = {"reason_code": "best_fit", "reason": "Kompetensinya paling sesuai."}
WISH = {"willing": True, "wanted_agency_id": "D1", "note": "Dekat dengan rumah."}
CONSENT = {
    "letter_no": "800/123/BKN/2025",
    "rule": "time_in_position",
    "issuer": "BKN",
    "issued_on": "2025-05-20",
    "position_id": POSITION,
}
BEGUN = {
    "size": 4096,
    "status": "waiting",
    "stage": "waiting",
    "share": 0.0,
    "finished_at": None,
    "errors": 0,
    "warnings": 0,
    "snapshot_id": None,
}
"""What is told of an upload right after it was sent, however fast it is imported."""
SCENARIO = {"factors": [{"level": "agency", "key": "D1", "factor": 1.2}]}


class Asker:
    """Asks a client by method and path of the document, and keeps the first body and answer."""

    def __init__(self, client, asked, told):
        self.client, self.asked, self.told = client, asked, told
        found = self.send("POST", "/v1/people/search", {})["items"]
        self.people = {one["nip"]: one["person_id"] for one in found}
        self.places = {}

    def send(self, method, address, body=None):
        """Return what is answered, in Indonesian."""
        headers = {"Accept-Language": "id"}
        answer = self.client.request(method, address, json=body, headers=headers)
        assert answer.is_success, (method, address, answer.text)
        return answer.json()

    def ask(self, operation, body=None, query="", **places):
        """Ask an operation of the document, its path filled with what is known; keep it."""
        method, path = operation.split()
        address = path.format(**self.places | places) + query
        found = self.send(method, address, body)
        self.told.setdefault(operation, found)
        if body is not None:
            self.asked.setdefault(operation, body)
        return found


def ask_office(asker):
    """Ask for lists, people, letters and what tells of records and model."""
    best, other = asker.people[BEST], asker.people[ELIGIBLE]
    asker.places |= {"position_id": "KASI%2F1", "person_id": best}
    made = asker.ask("POST /v1/shortlists", {"position_id": POSITION})
    asker.places["shortlist_id"] = made["id"]
    asker.ask("POST /v1/shortlists/{shortlist_id}/decision", CHOICE | {"person_id": best})
    candidate = "GET /v1/positions/{position_id}/candidates/{person_id}"
    asker.ask(candidate)
    asker.ask("POST /v1/positions/{position_id}/compare", {"a": best, "b": other})
    asker.ask("POST /v1/people/search", {"q": "contoh"})
    asker.ask("GET /v1/people/{person_id}/standing", query="?position_id=KASI/1")
    asker.ask("POST /v1/scores", {"pairs": [{"position_id": POSITION, "nip": BEST}]})
    asker.ask("PUT /v1/people/{person_id}/preference", WISH)
    number = asker.ask("POST /v1/consents", CONSENT)["id"]
    asker.ask("GET /v1/consents")
    asker.ask("POST /v1/consents/{number}/withdraw", {"reason": "Salah jabatan."}, number=number)
    for path in (
        *("shortlists", "shortlists/{shortlist_id}", "shortlists/{shortlist_id}/replay"),
        *("positions", "positions/{position_id}", "workload", "workload/trend"),
        *("workload/positions/{position_id}", "people/{person_id}/opportunities"),
        *("people/{person_id}/preference", "model", "monitor", "snapshots", "quality"),
        *("audit/head", "overrides"),
    ):
        asker.ask(f"GET /v1/{path}")
    asker.ask("GET /v1/audit", query="?limit=3")
    asker.ask("GET /health/live")
    asker.ask("GET /health/ready")


def ask_imports(asker):
    """Send records in the place of the office's, and lay the two beside each other."""
    sent = asker.client.post("/v1/imports", files={"file": ("kota.zip", packed())})
    asker.told["POST /v1/imports"] = sent.json() | BEGUN
    ended = finish(asker.client, sent)
    asker.places["upload_id"] = ended["id"]
    asker.told["GET /v1/imports/{upload_id}"] = ended | {"size": BEGUN["size"]}
    asker.ask("GET /v1/imports/{upload_id}/report")
    pair = f"?a={ended['previous_id']}&b={ended['snapshot_id']}"
    asker.ask("GET /v1/snapshots/compare", query=pair)


def ask_town(asker):
    """Ask for a plan, walk it to the end, and follow what comes of it."""
    asker.ask("PUT /v1/scenarios/{name}", SCENARIO, name="Ramai")
    asker.ask("GET /v1/scenarios/{name}", name="Ramai")
    asker.ask("GET /v1/scenarios")
    asker.ask("GET /v1/scenario-comparison", query="?scenario=Ramai")
    pin = [{"nip": CHIEF, "position_id": HEAD}]
    asked = {"positions": [HEAD], "pin": pin, "chains": False, "max_moves": 1}
    pending = asker.ask("POST /v1/plans", asked)
    asker.places["plan_id"] = pending["id"]
    plan = wait(asker.client, f"/v1/plans/{pending['id']}")
    asker.places |= {"move_id": plan["moves"][0]["move_id"], "agency_id": "D1"}
    asker.ask("GET /v1/plans/{plan_id}")
    asker.ask("GET /v1/plans")
    asker.ask("POST /v1/plans/{plan_id}/revise", {"revision": 1})
    asker.ask("POST /v1/plans/{plan_id}/send", {"revision": 2})
    asker.ask("GET /v1/agency-moves")
    for step in ("considered", "cleared"):
        _step(asker, step)
    asker.ask("POST /v1/plans/{plan_id}/decide", DECISION)
    _step(asker, "inaugurated")
    for paper in ("papers", "annex", "letters/{move_id}", "agencies/{agency_id}"):
        asker.ask(f"GET /v1/plans/{{plan_id}}/{paper}")
    outcome = {"outcome": "success", "outcome_on": "2026-06-01"}
    asker.ask("POST /v1/outcomes", {"move_id": asker.places["move_id"], **outcome})
    for path in ("events", "transparency", "aftermath"):
        asker.ask(f"GET /v1/{path}")


def _step(asker, step):
    name = "POST /v1/plans/{plan_id}/moves/{move_id}/{step}"
    asker.ask(name, {"role": OWNERS[step], "reason": LETTER}, step=step)


def _settle(value, name=""):
    """Return an answer with what differs from run to run in the place of a fixed value."""
    if isinstance(value, dict):
        return {key: _settle(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_settle(inner, name) for inner in value]
    return OF_THE_DAY[name] if name in OF_THE_DAY and value is not None else value


def _settle_text(text):
    """Return answers as text with fixed instants, names and drawn ids, as of one day."""
    now = datetime.now(UTC)
    for day in {now.date(), local_day(now)}:
        text = text.replace(day.isoformat(), SHOWN_DAY.isoformat())
        text = text.replace(in_words(day, "id"), in_words(SHOWN_DAY, "id"))
    for pattern, shown in SHOWN.items():
        text = re.sub(pattern, shown, text)
    return text


def write():
    """Return each file's text by its name: what a fresh office and town were asked, and told."""
    asked: dict[str, Any] = {}
    told: dict[str, Any] = {}
    for furnish, parts in (
        (office.furnish, (ask_office, ask_imports)),
        (plan_town.furnish, (ask_town,)),
    ):
        with TemporaryDirectory() as folder:
            home = Path(folder)
            (home / FILE_NAME).write_text("00" * 32, encoding="ascii")
            furnish(home)
            with open_client(home) as client:
                asker = Asker(client, asked, told)
                for part in parts:
                    part(asker)
    return {"requests.json": _write(asked), "answers.json": _write(told)}


def _write(shown):
    text = json.dumps(_settle(shown), ensure_ascii=False, indent=1) + "\n"
    return _settle_text(text)


def read():
    """Return each file's text by its name as it stands in the repository."""
    return {
        name: (FOLDER / name).read_text(encoding="utf-8")
        for name in ("requests.json", "answers.json")
    }


if __name__ == "__main__":
    for name, text in write().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
