"""The pages of people and of letters: found by POST, wishes and letters entered by forms."""

import re

import pytest

from serving.access.rights import Role
from serving.access.sessions import COOKIE
from snapshots.store import SnapshotStore
from tests.records import make_snapshot
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION, office, settings_of

ADDRESS = re.compile(r'(?:href|action)="([^"]*)"')


def send(client, address, **fields):
    client.get("/people")
    return client.post(address, data={"form_token": client.cookies["padan_form"], **fields})


@pytest.fixture
def person(client):
    found = client.post("/v1/people/search", json={"nip": BEST}).json()["items"][0]
    return found["person_id"]


@pytest.mark.parametrize("words", ["bunga", BEST, "19820101 200601 2 000"])
def test_somebody_is_found_by_name_or_nip_and_no_address_tells_whom(shared, words):
    page = send(shared, "/people", q=words)
    assert NAMES[BEST] in page.text
    assert NAMES[ELIGIBLE] not in page.text
    assert not any(BEST in address for address in ADDRESS.findall(page.text))


def test_nobody_is_found_by_a_name_that_nobody_has(shared):
    assert "Tidak ada pegawai" in send(shared, "/people", q="Sangkuriang").text


def test_a_person_is_shown_with_facts_and_open_posts(client, person):
    page = client.get(f"/people/{person}").text
    assert NAMES[BEST] in page
    assert "Analis Contoh" in page
    assert "Kepala Seksi Contoh" in page
    assert f"/people/{person}/standing?position_id=KASI" in page
    assert NAMES[ELIGIBLE] not in page


@pytest.mark.parametrize(
    ("deduced", "told"), [(True, "lowong belum diketahui"), (False, "idak ada jabatan lowong")]
)
def test_of_deduced_posts_it_is_not_said_that_none_is_vacant(home, ids, deduced, told):
    full = office()
    for post in full["positions"]:
        post["seats"] = sum(row["position_id"] == post["position_id"] for row in full["employees"])
    made = make_snapshot(full, "2025-07-01")
    store = SnapshotStore(home / "snapshots")
    store.save(made.tables, made.as_of, made_up=True, deduced=deduced)
    with open_client(home) as client:
        pages = [client.get(address).text for address in (f"/people/{ids[BEST]}", "/data/quality")]
    assert told in pages[0].split('<section id="open">')[1]
    assert told in pages[1]


def test_a_wish_is_entered_by_the_form_and_told_wherever_the_person_is(client, person):
    said = {"willing": "false", "wanted_position_id": POSITION, "note": "<b>dekat</b> rumah"}
    answer = send(client, f"/people/{person}/preference", **said)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{person}#wish")
    page = client.get(f"/people/{person}").text
    assert "tidak bersedia dipindahkan, menginginkan jabatan Kepala Seksi Contoh" in page
    assert "&lt;b&gt;dekat&lt;/b&gt; rumah" in page
    assert "Diinginkan" in page
    place = f"/positions/{POSITION}/candidates/{person}"
    assert "Jabatan ini sesuai dengan yang diinginkan." in client.get(place).text
    made = client.post("/v1/shortlists", json={"position_id": POSITION}).json()
    assert "tidak bersedia dipindahkan" in client.get(f"/shortlists/{made['id']}").text


def test_an_empty_form_takes_back_what_was_said(client, person):
    send(client, f"/people/{person}/preference", willing="true")
    send(client, f"/people/{person}/preference")
    page = client.get(f"/people/{person}", headers={"Accept-Language": "en"}).text
    assert "Nothing was said yet." in page
    assert "Said before (2)" in page


def test_a_click_on_an_open_post_fills_the_form_and_enters_nothing(client, person):
    page = client.get(f"/people/{person}", params={"wish": POSITION}).text
    assert f'value="{POSITION}"' in page
    assert client.get(f"/v1/people/{person}/preference").json()["history"] == []


def test_a_form_of_another_site_enters_nothing(client, person):
    answer = client.post(
        f"/people/{person}/preference", data={"form_token": "x", "willing": "true"}
    )
    assert answer.status_code == 403


def test_a_form_left_without_person_and_post_enters_a_letter_only_with_its_tick(client):
    letter = {"letter_no": "1", "rule": "lock_window", "issuer": "PPK", "issued_on": "2025-05-01"}
    refused = send(client, "/consents", **letter)
    assert refused.status_code == 422
    assert "berlaku untuk semua" in refused.text
    assert send(client, "/consents", **letter, for_all="true").status_code == 303
    assert "siapa pun · jabatan mana pun" in client.get("/consents").text


def test_a_letter_is_entered_and_withdrawn_by_forms(client, person):
    letter = {
        "letter_no": "800/1/BKN",
        "rule": "time_in_position",
        "issuer": "BKN",
        "issued_on": "2025-05-01",
        "nip": BEST,
    }
    assert send(client, "/consents", **letter).status_code == 303
    page = client.get("/consents").text
    assert "800/1/BKN" in page
    assert NAMES[BEST] in page
    assert "800/1/BKN" in client.get(f"/people/{person}").text
    assert send(client, "/consents/1/withdraw", reason="salah").status_code == 303
    assert "dicabut" in client.get("/consents").text


def test_who_may_not_read_wishes_sees_none_no_form_and_no_letters(client, home, person):
    assert "<dt>Kesediaan" in client.get(f"/people/{person}").text
    with open_client(home, (Role.AUDITOR,)) as auditor:
        page = auditor.get(f"/people/{person}").text
        assert "/preference" not in page
        assert "/consents" not in page
        assert "<dt>Kesediaan" not in page
        assert auditor.get("/consents").status_code == 403


def test_an_officer_sees_the_own_people_alone(client, home, person):
    token = sign_in(settings_of(home).database_url, (Role.AGENCY_OFFICER,), ("D1",))
    with open_client(home, ()) as officer:
        officer.cookies.set(COOKIE, token)
        assert officer.get(f"/people/{person}").status_code == 404
        assert NAMES[BEST] not in send(officer, "/people", q="contoh").text
        path = f"/v1/people/{person}"
        unknown = "/v1/people/" + "0" * 20
        for ending in ("/preference", "/opportunities"):
            seen, never = officer.get(path + ending), officer.get(unknown + ending)
            assert seen.status_code == never.status_code == 404
            assert seen.json()["detail"] == never.json()["detail"]
        assert officer.put(path + "/preference", json={"willing": True}).status_code == 404
