"""Records that hold formulas go out as the texts that they are, through every route there is."""

import csv
import io
import re
import shutil
import zipfile
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from matching.files.formulas import disarm
from models.registry import ModelRegistry
from snapshots.surrogate import load_secret
from tests.serving.conftest import open_client
from tests.serving.office import promote, settings_of
from tests.serving.plan_town import HEAD, POSITIONS, UNITS, settle, town
from tests.serving.planning_client import ask, decide, take, walk

FORMULA = "=cmd|' /C calc'!A0"
ARMED = [FORMULA, "@SUM(1)", "+1+1", "-2+3", "\t=1"]
OPENED = re.compile(rb"<f[ >/]|<hyperlink[ >]|<oleObject")


@pytest.fixture(scope="module")
def armed(tmp_path_factory, empty_model_store):
    """Return an application over records in which every name is a formula, a plan decided."""
    home = tmp_path_factory.mktemp("armed")
    shutil.copy(empty_model_store, home / "mlflow.db")
    staff: Any = town()["employees"]
    posts: Any = POSITIONS
    people = [{**row, "name": ARMED[nth % len(ARMED)]} for nth, row in enumerate(staff)]
    settle(
        home,
        units=[{**row, "name": f"{FORMULA} {row['unit_id']}"} for row in UNITS],
        positions=[{**row, "title": f"{FORMULA} {row['position_id']}"} for row in posts],
        employees=people,
        competencies=[{"competency_id": "K1", "name": FORMULA, "kind": "managerial"}],
    )
    load_secret(home)
    promote(ModelRegistry(settings_of(home).tracking_uri, home), "competency_match")
    with open_client(home) as client:
        yield client


@pytest.fixture(scope="module")
def places(armed):
    """Return what stands in the addresses of routes: a list, a plan, an upload and their parts."""
    made = armed.post("/v1/shortlists", json={"position_id": HEAD}).json()
    plan = ask(armed)
    walk(armed, plan)
    decide(armed, plan)
    take(armed, plan, "inaugurated")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("units.csv", f'unit_id,name,agency_id\nD1,"{FORMULA}","{FORMULA}"\n')
    sent = armed.post("/v1/imports", files={"file": ("a.zip", content.getvalue())}).json()
    while armed.get(f"/v1/imports/{sent['id']}").json()["status"] in ("waiting", "running"):
        pass
    return {
        "shortlist_id": made["id"],
        "plan_id": plan["id"],
        "move_id": plan["moves"][0]["move_id"],
        "upload_id": sent["id"],
        "position_id": HEAD,
        "person_id": made["candidates"][0]["person_id"],
        "agency_id": "D1",
    }


def fill(path, places):
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: places.get(part[1], "x"), path)


def check(answer):
    """Hold an answer that a spreadsheet opens to having no formula; tell whether it was one."""
    kind = answer.headers.get("content-type", "")
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
            assert sheets
            assert not [name for name in sheets if OPENED.search(book.read(name))]
        return True
    if "csv" in kind:
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert cells
        assert not [cell for cell in cells if disarm(cell) != cell]
        return True
    return False


def test_no_download_holds_a_formula(armed, places):
    routes = [one for one in iter_route_contexts(armed.app.routes) if "GET" in (one.methods or ())]
    found = {
        one.path_format
        for one in routes
        if check(armed.get(fill(one.path_format, places), headers={"Accept": "*/*"}))
    }
    named = {one.path_format for one in routes if str(one.path_format).endswith((".xlsx", ".csv"))}
    assert named <= found, named - found
    assert len(found) >= 10


def test_a_checked_draft_holds_no_formula(armed, places):
    armed.get("/drafts")
    data = {"form_token": armed.cookies["padan_form"]}
    draft = f'nip,position_id,{FORMULA}\n1,"{HEAD}","{FORMULA}"\n'
    page = armed.post("/drafts", data=data, files={"file": ("a.csv", draft)}).text
    rows = page.split('name="rows" value="')[1].split('"')[0].replace("&#34;", '"')
    rows = rows.replace("&#39;", "'")
    assert FORMULA in rows
    assert check(armed.post("/drafts/download", data={**data, "rows": rows}))
