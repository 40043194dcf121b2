"""The administrator's pages: accounts made, changed and closed, passwords shown once."""

import pytest
from sqlalchemy import select

from serving.access.accounts import list_accounts
from serving.access.first_start import FILE
from serving.access.rights import Role
from serving.database.access_tables import AccountRow
from tests.serving.access_client import (
    PAGE,
    database_of,
    enter,
    make,
    read_events,
    read_secret,
    send,
)
from tests.serving.conftest import open_client
from tests.serving.office import BEST


@pytest.fixture
def client(home):
    with open_client(home, roles=()) as opened:
        make(database_of(opened), "Pengelola", [Role.ADMINISTRATOR])
        enter(opened, "Pengelola")
        yield opened


@pytest.fixture
def database(client):
    return client.app.state.database


def find(database, name):
    with database.read() as session:
        return next((one for one in list_accounts(session) if one.name == name), None)


def test_an_account_is_made_and_its_password_shown_this_once(client, database):
    made = send(client, "/users", name="Ani Contoh", roles=["planner", "auditor"])
    password = read_secret(made.text)
    assert made.status_code == 200
    assert password not in client.get("/users", headers=PAGE).text
    assert password not in str(made.headers) + str(made.url)
    assert find(database, "Ani Contoh").roles == (Role.AUDITOR, Role.PLANNER)
    assert enter(client, "Ani Contoh", password).status_code == 303


def test_an_officers_agency_and_the_owners_id_are_taken_from_the_records(client, database, ids):
    send(client, "/users", name="Dinas", roles="agency_officer", agencies="D1", nip=f" {BEST} ")
    account = find(database, "Dinas")
    assert account.agencies == ("D1",)
    assert account.person_id is not None
    kept = str(read_events(database)[-1])
    assert account.person_id in kept
    assert BEST not in kept + client.get(f"/users/{account.id}", headers=PAGE).text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Pilih paling sedikit satu peran"),
        ({"roles": "agency_officer"}, "memerlukan paling sedikit satu perangkat daerah"),
        ({"roles": "planner", "agencies": "D1"}, "Hanya petugas perangkat daerah"),
        ({"roles": "agency_officer", "agencies": "D9"}, "D9"),
        ({"roles": "planner", "nip": "199901012020011009"}, "Tidak ada pegawai"),
        ({"roles": "planner", "name": BEST}, "tanpa NIP"),
        ({"roles": "planner", "name": "pengelola"}, "Sudah ada akun"),
    ],
)
def test_what_does_not_go_together_is_told_beside_the_form(client, database, fields, told):
    refused = send(client, "/users", **{"name": "Ani Contoh"} | fields)
    assert refused.status_code == 422
    assert told in refused.text
    assert "Akun baru" in refused.text
    assert find(database, "Ani Contoh") is None


def test_other_roles_hold_and_the_owner_stays_linked(client, database):
    send(client, "/users", name="Ani Contoh", roles="planner", nip=BEST)
    before = find(database, "Ani Contoh")
    changed = send(client, f"/users/{before.id}", roles="appointing_official")
    assert changed.headers["location"] == "/users"
    after = find(database, "Ani Contoh")
    assert after.roles == (Role.APPOINTING_OFFICIAL,)
    assert after.person_id == before.person_id is not None
    send(client, f"/users/{before.id}", roles="planner", without_person="true")
    assert find(database, "Ani Contoh").person_id is None


def test_the_last_administrator_can_neither_be_closed_nor_demoted(client, database):
    own = find(database, "Pengelola").id
    for address, fields in ((f"/users/{own}", {"roles": "planner"}), (f"/users/{own}/close", {})):
        refused = send(client, address, **fields)
        assert refused.status_code == 422
        assert "administrator terakhir" in refused.text
    assert client.get("/users", headers=PAGE).status_code == 200


def test_an_account_is_closed_and_opened_again(client, database):
    account = make(database)
    send(client, f"/users/{account}/close")
    assert "ditutup" in client.get("/users", headers=PAGE).text
    opened = send(client, f"/users/{account}/reopen")
    assert enter(client, password=read_secret(opened.text)).status_code == 303


def test_the_first_password_is_dropped_when_its_account_is_closed(client, database):
    file = client.app.state.settings.home / FILE
    file.write_text("as the first start left it")
    send(client, f"/users/{make(database, 'Orang Lain')}/close")
    assert file.exists()
    send(client, f"/users/{make(database, 'administrator')}/close")
    assert not file.exists()


def test_a_one_time_password_lifts_a_lock(client, database):
    account = make(database)
    with open_client(client.app.state.settings.home, roles=()) as other:
        for _ in range(5):
            enter(other, password="wrong again and again")
        assert "terkunci sampai" in client.get("/users", headers=PAGE).text
        given = read_secret(send(client, f"/users/{account}/password").text)
        assert enter(other, password=given).status_code == 303


def test_the_first_password_s_file_goes_when_another_is_given(client, database, home):
    administrator = make(database, "administrator", [Role.ADMINISTRATOR])
    (home / FILE).write_text("the first password")
    send(client, f"/users/{administrator}/password")
    assert not (home / FILE).exists()


def test_an_account_that_is_not_there_is_not_found(client):
    assert client.get("/users/999", headers=PAGE).status_code == 404
    assert send(client, "/users/999/close").status_code == 404
    assert send(client, "/users/999/password").status_code == 404


def test_forms_need_the_token_that_their_reader_was_given(client, database):
    account = make(database)
    for address in ("/users", f"/users/{account}", f"/users/{account}/close", "/keys"):
        sent = client.post(address, data={"form_token": "guessed"}, headers=PAGE)
        assert sent.status_code == 403, address
    with database.read() as session:
        assert session.get_one(AccountRow, account).disabled_at is None


def test_what_is_typed_as_a_name_is_written_as_text(client, database):
    send(client, "/users", name="<script>alert(1)</script>", roles="planner")
    html = client.get("/users", headers=PAGE).text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    with database.read() as session:
        assert session.scalars(select(AccountRow.name)).all()[-1].startswith("<script>")


def test_the_pages_speak_english_too(client):
    html = client.get("/users?lang=en", headers=PAGE).text
    assert "New account" in html
    assert "Sign out" in html
    assert client.get("/keys", headers=PAGE).text.count("Portal keys") >= 2


def test_nobody_changes_what_the_own_account_may_do(client, database):
    make(database, "Cadangan", [Role.ADMINISTRATOR])
    own, other = (find(database, name).id for name in ("Pengelola", "Cadangan"))
    both = {"roles": ["administrator", "planner"]}
    refused = send(client, f"/users/{own}", **both)
    assert refused.status_code == 422
    assert "akun Anda sendiri" in refused.text
    assert find(database, "Pengelola").roles == (Role.ADMINISTRATOR,)
    assert send(client, f"/users/{other}", **both).status_code == 303
    assert "Peran saling menambah" in client.get("/users", headers=PAGE).text
