"""Officers of two agencies: one releases, the other accepts, and neither sees what is elsewhere."""

import shutil

import pytest
from playwright.sync_api import expect

from serving.access.rights import Role
from tests.journeys.served import NARROW, press, serve
from tests.serving.conftest import open_client
from tests.serving.two_agencies import (
    ARIF,
    ELSEWHERE,
    FULL,
    INNER,
    LEFT,
    NAMES,
    OWN,
    ROOM,
    TITLES,
    furnish_two,
    send_two,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plan(tmp_path_factory, empty_model_store):
    """Return a home of two agencies and a plan that moves one of the first into the second."""
    home = tmp_path_factory.mktemp("agencies")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish_two(home, ROOM)
    with open_client(home) as client:
        return home, send_two(client, (ARIF, FULL))


@pytest.fixture(scope="module")
def server(plan):
    """Serve the two agencies."""
    with serve(plan[0]) as served:
        yield served


def enter(browsers, agency_id):
    """Return the desk of an agency's officer, found through the menu."""
    page = browsers.open(Role.AGENCY_OFFICER, agencies=[agency_id])
    page.goto("/")
    desk = page.get_by_role("heading", level=1, name="Persetujuan mutasi")
    press(page.get_by_role("link", name="Persetujuan mutasi").first, desk)
    return page


def told(page):
    return expect(page.locator("main"))


def test_one_agency_releases_and_the_other_accepts(browsers):
    waiting, leaving = enter(browsers, ELSEWHERE), enter(browsers, OWN)
    told(waiting).to_contain_text("Tidak ada mutasi yang menunggu Anda.")
    told(leaving).to_contain_text("Menunggu Anda: 1 mutasi.")
    leaving.get_by_role("checkbox", name=f"Pilih {NAMES[ARIF]}").check()
    released = leaving.get_by_text("Tidak ada mutasi yang menunggu Anda.")
    press(leaving.get_by_role("button", name="Lepas"), released)
    told(leaving).to_contain_text("Dilepas perangkat daerah asal")

    waiting.reload()
    told(waiting).to_contain_text("Menunggu Anda: 1 mutasi.")
    waiting.get_by_role("checkbox", name=f"Pilih {NAMES[ARIF]}").check()
    accepted = waiting.get_by_text("Berikutnya: Dipertimbangkan Tim Penilai Kinerja")
    press(waiting.get_by_role("button", name="Terima"), accepted)


def test_an_officer_prints_the_own_sheet_and_is_refused_elsewhere(browsers, plan):
    page = enter(browsers, OWN)
    sheet = page.get_by_role("heading", level=1, name="Lembar mutasi")
    press(page.get_by_role("link", name="Lembar untuk Dinas Contoh Satu"), sheet)
    expect(page.locator("body")).to_contain_text(NAMES[ARIF])
    page.goto("/positions")
    told(page).not_to_contain_text(TITLES[LEFT])
    for address in (f"/positions/{LEFT}", f"/workload/positions/{LEFT}"):
        assert page.goto(address).status == 404
    for address in ("/plans", f"/plans/{plan[1]['id']}", "/shortlists", "/scenarios", "/audit"):
        assert page.goto(address).status == 403
        expect(page.locator("body")).not_to_contain_text(NAMES[INNER])
    browsers.complaints.clear()  # the browser names every refusal in its console


def test_the_desk_fits_a_telephone_and_unfolds_what_is_to_be_known(browsers):
    page = enter(browsers, ELSEWHERE)
    page.set_viewport_size(NARROW)
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.get_by_text("Alasan, dampak, dan yang disiapkan").first.click()
    expect(page.get_by_text("Bezetting : kebutuhan setelah rencana").first).to_be_visible()
