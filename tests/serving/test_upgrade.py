"""An installation of the last release goes on under this one: nothing is lost, nothing is changed.

`release_0_3_0.jsonl` are the rows of an office as 0.3.0 kept them, in the form of a backup;
`release_0_3_0.tar.xz` is its home: its secret, its records, its model, and what MLflow knew of it
as SQL, with `{home}` for the place where it lay.
"""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from serving.backup.rows import load_rows
from serving.database.connection import Database
from serving.database.plan_tables import PlanStepRow
from tests.serving.conftest import open_client
from tests.serving.office import BEST, POSITION

RELEASE = Path(__file__).with_name("release_0_3_0.jsonl")
HOME = RELEASE.with_suffix(".tar.xz")
FORM = "0005"
ROWS = [json.loads(line) for line in RELEASE.read_text("utf-8").splitlines()]


def rows_of(table):
    return [values for name, values in ROWS if name == table]


@pytest.fixture
def database_url(any_database_url):
    """Return the address of a database as 0.3.0 left it."""
    database = Database(any_database_url)
    database.migrate(FORM)
    with RELEASE.open("rb") as lines, database.engine.begin() as connection:
        assert load_rows(connection, lines) == len(ROWS)
    database.close()
    return any_database_url


@pytest.fixture
def old_home(tmp_path):
    """Return a home as 0.3.0 left it."""
    home: Path = tmp_path / "office"
    shutil.unpack_archive(HOME, home)
    script = (home / "mlflow.sql").read_text("utf-8").replace("{home}", str(home))
    with sqlite3.connect(home / "mlflow.db") as models:
        models.executescript(script)
    models.close()
    return home


@pytest.fixture
def upgraded(old_home, database_url):
    with open_client(old_home, database_url=database_url) as client:
        yield client


def test_a_list_of_the_last_release_reads_as_it_was_made(upgraded):
    for row in rows_of("shortlists"):
        answer = upgraded.get(f"/v1/shortlists/{row['id']}")
        assert answer.status_code == 200
        assert answer.json()["software_version"] == "0.3.0"
        assert answer.json()["candidates"] == [] or answer.json()["candidates"][0]["nip"]


def test_its_decision_stands_and_is_made_once(upgraded):
    decided = rows_of("decisions")[0]
    again = {"person_id": decided["person_id"], "reason_code": "best_fit", "reason": "Lagi."}
    refused = upgraded.post(f"/v1/shortlists/{decided['shortlist_id']}/decision", json=again)
    assert refused.status_code == 409
    listed = upgraded.get("/v1/shortlists").json()["items"]
    assert [one["decision"]["reason"] for one in listed if one["decision"]] == [decided["reason"]]


def test_a_plan_goes_on_where_it_stood(upgraded):
    plan = upgraded.get(f"/v1/plans/{rows_of('plans')[0]['id']}").json()
    assert plan["software_version"] == "0.3.0"
    assert plan["progress"][0]["state"] == rows_of("plan_steps")[0]["step"]
    assert upgraded.get("/v1/scenarios/Uji").status_code == 200


def test_a_report_of_then_is_known(upgraded):
    report = rows_of("reported_outcomes")[0]
    body = {
        "nip": "198001012005011000",
        "to_position_id": report["to_position_id"],
        "effective_on": report["effective_on"],
        "outcome": "failure",
        "outcome_on": report["outcome_on"],
    }
    assert upgraded.post("/v1/outcomes", json=body).status_code == 409


def test_a_list_of_then_is_told_to_differ_by_its_software_alone(upgraded):
    row = next(row for row in rows_of("shortlists") if row["position_id"] == POSITION)
    replay = upgraded.get(f"/v1/shortlists/{row['id']}/replay").json()
    assert not replay["fault"]
    differing = [one["code"] for one in replay["origins"] if not (one["same"] or one["follows"])]
    assert differing == ["software_version"]


def test_new_lists_are_made_beside_the_old_ones(upgraded):
    made = upgraded.post("/v1/shortlists", json={"position_id": POSITION})
    assert made.status_code == 201
    assert BEST in {one["nip"] for one in made.json()["candidates"]}
    assert len(upgraded.get("/v1/shortlists").json()["items"]) == len(rows_of("shortlists")) + 1


def test_its_steps_are_all_there_and_still_refuse_to_be_changed(upgraded):
    database = upgraded.app.state.database
    with database.read() as session:
        assert session.query(PlanStepRow).count() == len(rows_of("plan_steps"))
    with pytest.raises(DBAPIError, match="only added to"), database.write() as session:
        session.execute(delete(PlanStepRow))
