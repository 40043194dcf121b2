"""Scenarios over HTTP: kept by name, checked against the records, laid beside them."""

from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from planning.scenarios.scenario import Arrival, Scenario, set_arrival
from serving.audit.service import Actor
from serving.database.connection import Database
from serving.scenarios.service import edit_scenario, keep_scenario
from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION
from tests.serving.test_refusals import check

HERE = "/v1/scenarios/Lonjakan%20kunjungan"
SURGE = {
    "factors": [{"level": "agency", "key": "D1", "factor": 2.0}],
    "leaving": [ELIGIBLE],
    "arriving": [{"position_id": "STAF-2", "people": 2}],
}


def put(client, body=SURGE, address=HERE):
    return client.put(address, json=body)


def test_a_scenario_is_kept_read_listed_changed_and_removed(client, ids):
    made = put(client)
    assert made.status_code == 201
    assert made.json()["name"] == "Lonjakan kunjungan"
    assert made.json()["leaving"] == [ids[ELIGIBLE]]
    assert client.get(HERE).json() == made.json()
    changed = put(client, {"factors": []})
    assert changed.status_code == 200
    assert changed.json()["created_at"] == made.json()["created_at"]
    assert changed.json()["arriving"] == []
    assert [one["name"] for one in client.get("/v1/scenarios").json()["items"]] == [
        "Lonjakan kunjungan"
    ]
    assert client.delete(HERE).status_code == 204
    check(client.get(HERE), 404, "unknown_scenario")
    check(client.delete(HERE), 404, "unknown_scenario")


def test_what_was_read_can_be_sent_again(client):
    kept = put(client).json()
    again = {part: kept[part] for part in ("factors", "leaving", "arriving")}
    assert put(client, again).json()["leaving"] == kept["leaving"]


def test_names_are_told_apart_after_trim_and_case_fold(client):
    put(client)
    assert put(client, address="/v1/scenarios/%20LONJAKAN%20Kunjungan").status_code == 200
    assert len(client.get("/v1/scenarios").json()["items"]) == 1


class Racing(Database):
    """A database in which another writes the same row in the moment of the first write."""

    def __init__(self, database):  # nothing is opened: the other one is
        self.database, self.writes = database, 0

    @contextmanager
    def write(self):
        self.writes += 1
        with self.database.write() as session:
            yield session
            if self.writes == 1:
                raise IntegrityError("INSERT INTO scenarios", None, ValueError("there is one"))


def test_two_who_begin_one_scenario_at_once_are_both_heard(client):
    racing, actor = Racing(client.app.state.database), Actor("api")
    assert keep_scenario(racing, Scenario("Bersama"), actor)[1]
    racing.writes = 0
    arrival = Arrival("STAF-2", 1)
    kept = edit_scenario(racing, "Bersama", lambda one: set_arrival(one, arrival), actor)
    assert (racing.writes, kept.arriving) == (2, (arrival,))


def test_a_list_of_scenarios_comes_in_pieces(client):
    for name in ("B", "a", "c"):
        put(client, {}, f"/v1/scenarios/{name}")
    first = client.get("/v1/scenarios", params={"limit": 2}).json()
    assert [one["name"] for one in first["items"]] == ["a", "B"]
    rest = client.get("/v1/scenarios", params={"cursor": first["next_cursor"]}).json()
    assert [one["name"] for one in rest["items"]] == ["c"]


@pytest.mark.parametrize(
    "name",
    ["'; DROP TABLE scenarios; --", "<script>alert(1)</script>", "a/b", "{0}", "=1+1", "../x", "ñ"],
)
def test_a_name_is_nothing_but_a_name(client, name):
    from urllib.parse import quote

    address = f"/v1/scenarios/{quote(name, safe='')}"
    assert put(client, {}, address).json()["name"] == name
    assert client.get(address).json()["name"] == name
    page = client.get("/scenarios")
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert client.get(f"/scenarios/named/{quote(name, safe='')}").status_code == 200


@pytest.mark.parametrize(
    "name", [ELIGIBLE, f"tanpa {BEST[:8]} {BEST[8:]}", "a%07b", "%20", "x" * 81]
)
def test_a_name_holds_no_nip_and_nothing_unprintable(client, name):
    check(put(client, {}, f"/v1/scenarios/{name}"), 422, "invalid_request")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (
            {"factors": [{"level": "unit", "key": "D9", "factor": 2.0}]},
            "unknown_scenario_key",
            "body.factors",
        ),
        (
            {"arriving": [{"position_id": "NOWHERE", "people": 1}]},
            "unknown_scenario_key",
            "body.arriving",
        ),
        (
            {"factors": [{"level": "unit", "key": "D1", "factor": x} for x in (1.5, 2.0)]},
            "repeated_scenario_key",
            "body.factors",
        ),
        (
            {"arriving": [{"position_id": POSITION, "people": 1}] * 2},
            "repeated_scenario_key",
            "body.arriving",
        ),
        ({"leaving": ["199999999999999999"]}, "unknown_person", "body.leaving"),
        (
            {"factors": [{"level": "unit", "key": "D1", "factor": -1}]},
            "invalid_request",
            "body.factors.0.factor",
        ),
        (
            {"factors": [{"level": "town", "key": "D1", "factor": 1}]},
            "invalid_request",
            "body.factors.0.level",
        ),
        (
            {"arriving": [{"position_id": POSITION, "people": 0}]},
            "invalid_request",
            "body.arriving.0.people",
        ),
        ({"faktor": []}, "invalid_request", "body.faktor"),
    ],
)
def test_what_the_records_do_not_know_or_cannot_be_is_refused(client, body, code, field):
    problem = check(put(client, body), 422, code)
    assert [error["field"] for error in problem["errors"]] == [field]
    check(client.get(HERE), 404, "unknown_scenario")


def test_scenarios_stand_beside_the_records(client):
    put(client)
    put(client, {"factors": [{"level": "unit", "key": "D2", "factor": 0}]}, "/v1/scenarios/Tutup")
    names = ["lonjakan kunjungan", "Tutup"]
    found = client.get("/v1/scenario-comparison", params={"scenario": names}).json()
    assert found["names"] == ["Lonjakan kunjungan", "Tutup"]
    assert [one["need"] for one in found["total"]["figures"]] == [5, 9, 4]
    assert [one["staff"] for one in found["total"]["figures"]] == [4, 5, 4]
    assert {row["id"] for row in found["units"]} == {"D1", "D2"}
    assert found["plans"] == []


@pytest.mark.parametrize("names", [[], ["a", "b", "c", "d"]])
def test_one_to_three_scenarios_are_compared(client, names):
    answer = client.get("/v1/scenario-comparison", params={"scenario": names})
    check(answer, 422, "invalid_request")


def test_an_unknown_scenario_in_a_query_is_unprocessable(client):
    answer = client.get("/v1/scenario-comparison", params={"scenario": ["tidak ada"]})
    problem = check(answer, 422, "unknown_scenario")
    assert [error["field"] for error in problem["errors"]] == ["query.scenario"]


def test_no_nip_and_no_name_of_a_person_is_kept_and_the_audit_tells_who_changed_what(client):
    client.put(HERE, json=SURGE, headers={"X-On-Behalf-Of": "kepala bidang"})
    client.delete(HERE)
    with client.app.state.database.read() as session:
        told = session.execute(text("SELECT event, subject, facts, on_behalf_of FROM audit_events"))
        lines = [str(tuple(row)) for row in told]
    assert [line.split("'")[1] for line in lines] == ["scenario_kept", "scenario_removed"]
    assert "kepala bidang" in lines[0]
    assert not [word for word in (*NAMES, *NAMES.values()) if word in "".join(lines)]
