"""A made-up city on this machine is entered by a click; one with anybody real never is."""

from datetime import UTC, date, datetime

import pytest

from serving.access.rights import Role
from serving.access.sessions import COOKIE
from serving.audit.service import Event, record_event
from serving.database.tables import ShortlistRow
from snapshots.store import SnapshotStore
from tests.records import make_snapshot
from tests.serving.access_client import PAGE, TERMINAL, send
from tests.serving.conftest import open_client
from tests.serving.office import office


@pytest.fixture
def client(home):
    with open_client(home, roles=()) as opened:
        yield opened


def test_the_form_tells_nothing_of_real_records(home):
    _import_real(home)
    with open_client(home, roles=()) as client:
        html = client.get("/sign-in", headers=PAGE).text
        assert "2025" not in html
        assert "Dinas Contoh" not in html
        assert "kota contoh" not in html


@pytest.mark.parametrize("role", Role)
def test_a_made_up_city_is_entered_by_one_click_in_any_role(client, role):
    html = client.get("/sign-in", headers=PAGE).text
    assert "Masuk sebagai perencana kota contoh" in html
    assert "DATA BUATAN" in html
    entered = send(client, "/sign-in/made-up", role=role.value, agency_id="D1", next="/account")
    assert entered.status_code == 303
    assert "tanpa akun" in client.get("/account", headers=PAGE).text
    cut = role is Role.AGENCY_OFFICER
    found = client.get("/v1/positions")
    if found.status_code == 200:
        agencies = {row["agency"] for row in found.json()["items"]}
        assert agencies == (
            {"Dinas Contoh Satu"} if cut else {"Dinas Contoh Satu", "Dinas Contoh Dua"}
        )


@pytest.mark.parametrize(("agency", "status"), [("", 422), ("D9", 422)])
def test_the_officer_of_a_made_up_city_needs_an_agency_that_is_there(client, agency, status):
    given = {"role": "agency_officer", "agency_id": agency}
    assert send(client, "/sign-in/made-up", **given).status_code == status
    assert COOKIE not in client.cookies


def test_with_one_real_import_nobody_enters_by_a_click_and_who_did_is_out(home, client):
    send(client, "/sign-in/made-up", role="planner")
    assert client.get("/", headers=PAGE).status_code == 200
    made_up = SnapshotStore(home / "snapshots").list()[0]
    _import_real(home)
    assert client.get("/", headers=PAGE).status_code == 303
    assert "kota contoh" not in client.get("/sign-in", headers=PAGE).text
    assert send(client, "/sign-in/made-up", role="planner").status_code == 403
    made = make_snapshot(office(), "2025-07-01")
    again = SnapshotStore(home / "snapshots").save(made.tables, made.as_of, made_up=True)
    assert again.snapshot_id != made_up.snapshot_id
    assert send(client, "/sign-in/made-up", role="planner").status_code == 403


@pytest.mark.parametrize(
    ("role", "address", "form"),
    [
        ("administrator", "/users", {"name": "lasting", "roles": "administrator"}),
        ("administrator", "/users/1/password", {}),
        ("administrator", "/keys", {"client": "lasting", "scopes": "people", "days": "730"}),
        ("planner", "/consents", {"letter_no": "1", "rule": "time_in_position", "for_all": "on"}),
    ],
)
def test_who_entered_by_a_click_makes_nothing_that_would_outlast_the_city(
    client, role, address, form
):
    send(client, "/sign-in/made-up", role=role)
    assert client.get(address.removesuffix("/1/password"), headers=PAGE).status_code == 200
    refused = send(client, address, **form)
    assert refused.status_code == 403
    assert "kota contoh" in refused.text


def _import_real(home):
    made = make_snapshot(office(), "2025-06-02")
    SnapshotStore(home / "snapshots").save(made.tables, made.as_of, made_up=False)


def _keep_list(session):
    day = date(2025, 6, 2)
    session.add(
        ShortlistRow(
            id="a" * 32,
            created_at=datetime.now(UTC),
            language="id",
            request={},
            answer=b"{}",
            position_id="KASI/1",
            title="Kepala Seksi",
            agency="D1",
            candidates=0,
            as_of=day,
            effective_on=day,
            snapshot_id="of real people",
            model_version="1",
            policy_version="1",
            software_version="1",
            state_id="1",
        )
    )


def _tell_import(session):
    record_event(session, Event.RECORDS_IMPORTED, "of real people", TERMINAL, {})


@pytest.mark.parametrize("keep", [_keep_list, _tell_import])
def test_beside_a_database_of_real_records_nobody_enters_by_a_click(client, keep):
    with client.app.state.database.write() as session:
        keep(session)
    html = client.get("/sign-in", headers=PAGE).text
    assert "kota contoh" not in html
    assert "Dinas Contoh" not in html
    assert send(client, "/sign-in/made-up", role="planner").status_code == 403
    assert COOKIE not in client.cookies


def test_a_database_that_keeps_work_on_the_made_up_city_stays_open(home, client):
    made_up = SnapshotStore(home / "snapshots").read_current()
    with client.app.state.database.write() as session:
        record_event(session, Event.RECORDS_IMPORTED, made_up, TERMINAL, {})
    send(client, "/sign-in/made-up", role="planner")
    assert client.post("/v1/shortlists", json={"position_id": "KASI/1"}).status_code == 201
    assert "kota contoh" in client.get("/sign-in", headers=PAGE).text


def test_with_a_public_address_nobody_enters_by_a_click(home):
    with open_client(home, roles=(), url="https://padan.example") as client:
        assert "kota contoh" not in client.get("/sign-in", headers=PAGE).text
        token = (
            client.get("/sign-in", headers=PAGE).text.split('form_token" value="')[1].split('"')[0]
        )
        refused = client.post(
            "/sign-in/made-up",
            data={"form_token": token, "role": "planner"},
            headers=PAGE | {"Cookie": f"__Host-padan_form={token}"},
        )
        assert refused.status_code == 403


def test_the_officer_of_a_made_up_city_sees_the_chosen_agency_alone(client):
    send(client, "/sign-in/made-up", role="agency_officer", agency_id="D1")
    found = client.get("/v1/positions").json()["items"]
    assert {row["agency"] for row in found} == {"Dinas Contoh Satu"}
