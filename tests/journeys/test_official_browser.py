"""From a planner's papers to the official's decision, in real browsers."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from serving.access.rights import Role
from tests.journeys.served import press, serve
from tests.serving.conftest import open_client
from tests.serving.planning_client import walk
from tests.serving.two_agencies import ARIF, FULL, HEAD, NAMES, ROOM, furnish_two, send_two

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory, empty_model_store):
    """Serve two agencies with a list, and a plan that only waits for its decision."""
    home = tmp_path_factory.mktemp("official")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish_two(home, ROOM)
    with open_client(home) as client:
        walk(client, send_two(client, (ARIF, FULL)))
        assert client.post("/v1/shortlists", json={"position_id": HEAD}).status_code == 201
    with serve(home) as served:
        yield served


def open_plan(page):
    plans = page.locator("main tbody a[href^='/plans/']")
    press(page.get_by_role("link", name="Rencana", exact=True).first, plans)
    press(plans.first, page.locator("#moves"))


def open_list(page):
    heading = page.get_by_role("heading", level=1, name="Daftar calon", exact=True)
    press(page.get_by_role("link", name="Daftar calon").first, heading)
    press(page.locator("main tbody th a").first, page.locator("#decision"))


def test_a_planner_prints_the_papers_and_may_not_decide(browsers):
    page = browsers.enter(Role.PLANNER)
    open_plan(page)
    expect(page.get_by_role("button", name="Putuskan")).to_have_count(0)
    workbook = page.get_by_role("link", name="Unduh XLSX").first
    press(page.get_by_role("link", name="Naskah").first, workbook)
    with page.expect_download() as download:
        workbook.click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    title = page.get_by_role("heading", level=1, name="Lampiran Rencana Mutasi", exact=True)
    press(page.get_by_role("link", name="Buka untuk dicetak"), title)
    assert page.pdf().startswith(b"%PDF")
    browsers.be_refused(page, "/users", "/keys", "/audit", "/model/versions")


def test_the_official_reads_the_plan_and_decides_it_once(browsers):
    page = browsers.enter(Role.APPOINTING_OFFICIAL)
    open_plan(page)
    why = page.get_by_text("Mengapa orang ini, di sini")
    press(page.get_by_role("link", name=NAMES[ARIF], exact=True).first, why)
    form = page.locator("#decide")
    press(page.get_by_role("link", name="Kembali ke rencana"), form)
    expect(page.get_by_role("button", name="Hitung ulang")).to_have_count(0)
    form.get_by_label("Alasan").fill("sesuai berita acara")
    decided = page.get_by_text("Rencana ini sudah diputuskan")
    press(page.get_by_role("button", name="Putuskan"), decided)
    expect(form).to_have_count(0)


def test_the_official_chooses_from_a_list(browsers):
    page = browsers.enter(Role.APPOINTING_OFFICIAL)
    open_list(page)
    first = page.locator("#decision label").first.inner_text().split(". ", 1)[1]
    assert first in NAMES.values()
    page.locator("#decision input[type=radio]").first.check()
    page.get_by_label("Penjelasan").fill("paling siap")
    chosen = page.locator("#decision").get_by_text(f"Dipilih: {first}")
    press(page.get_by_role("button", name="Simpan keputusan"), chosen)


def test_the_official_makes_no_plans_and_manages_nobody(browsers):
    page = browsers.enter(Role.APPOINTING_OFFICIAL)
    closed = ("/plans/new", "/drafts", "/consents", "/data", "/users", "/keys", "/audit")
    browsers.be_refused(page, *closed)
