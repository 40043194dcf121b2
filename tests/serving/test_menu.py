"""Everybody finds the pages that they may open, and none that they may not."""

import re

import pytest

from serving.access.rights import Role
from serving.access.sessions import COOKIE
from serving.menu import FEW, OFTEN, SELDOM
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of

PAGE = {"Accept": "text/html"}


@pytest.fixture
def enter(home):
    """Return a way to get a client in one role; an officer's agency is the first."""
    with open_client(home, roles=()) as client:

        def enter_as(role):
            agencies = ["D1"] if role is Role.AGENCY_OFFICER else None
            token = sign_in(settings_of(home).database_url, [role], agencies)
            client.cookies.set(COOKIE, token)
            return client

        yield enter_as


def find_rooms(html):
    menu = html.split("<nav", 1)[1].split("</nav>")[0]
    return re.findall(r'href="([^"]+)"', menu)


@pytest.mark.parametrize("role", Role)
def test_every_entry_of_ones_menu_opens(enter, role):
    client = enter(role)
    first = client.get("/", headers=PAGE)
    assert first.status_code == 200
    rooms = find_rooms(first.text)
    assert rooms
    for room in rooms:
        assert client.get(room, headers=PAGE).status_code == 200, room


@pytest.mark.parametrize("role", Role)
def test_what_is_not_in_ones_menu_is_refused(enter, role):
    client = enter(role)
    held = set(find_rooms(client.get("/", headers=PAGE).text))
    for entry in (*OFTEN, *SELDOM):
        if entry.address not in held:
            refused = client.get(entry.address, headers=PAGE)
            assert refused.status_code == 403, entry.address
            assert "Tidak berwenang" in refused.text


@pytest.mark.parametrize("role", Role)
def test_the_first_page_leads_nowhere_that_is_closed(enter, role):
    client = enter(role)
    links = re.findall(r'href="(/[^"?]*)"', client.get("/", headers=PAGE).text)
    assert links
    for link in set(links):
        assert client.get(link, headers=PAGE).status_code == 200, link


@pytest.mark.parametrize("role", [Role.DATA_SCIENTIST, Role.ADMINISTRATOR])
def test_who_sees_no_people_is_shown_none(enter, role):
    page = enter(role).get("/", headers=PAGE).text
    assert "Pegawai dalam data" not in page
    assert "Daftar terakhir" not in page


def test_an_officer_counts_the_own_agency(enter):
    page = enter(Role.AGENCY_OFFICER).get("/", headers=PAGE).text
    assert "<dd>2</dd><dt>Jabatan</dt>" in page


def test_a_short_menu_stands_in_sight(enter):
    html = enter(Role.AGENCY_OFFICER).get("/", headers=PAGE).text
    assert len(find_rooms(html)) <= FEW
    assert "Lainnya" not in html


def test_of_many_entries_one_line_stands_in_sight(client):
    html = client.get("/", headers=PAGE).text
    rooms = find_rooms(html)
    assert len(rooms) == len({*OFTEN, *SELDOM})
    assert len(find_rooms(html.split("Lainnya")[0] + "</nav>")) == FEW


def test_who_is_signed_in_and_the_way_out_stand_on_every_page(enter):
    html = enter(Role.AUDITOR).get("/positions", headers=PAGE).text
    assert re.search(r'class="who" href="/account"[^>]*>uji-', html)
    assert 'action="/sign-out"' in html
