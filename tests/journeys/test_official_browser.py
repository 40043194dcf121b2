"""From a planner's papers to the official's decision, in real browsers."""

import shutil
from pathlib import Path

import pytest

from serving.access.rights import Role
from tests.journeys.served import serve
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
    page.get_by_role("link", name="Rencana", exact=True).first.click()
    page.locator("main tbody th a").first.click()
    page.locator("#moves").wait_for()


def open_list(page):
    page.get_by_role("link", name="Daftar calon").first.click()
    page.locator("main tbody th a").first.click()


def test_a_planner_prints_the_papers_and_may_not_decide(browsers):
    page = browsers.enter(Role.PLANNER)
    open_plan(page)
    assert page.get_by_role("button", name="Putuskan").count() == 0
    page.get_by_role("link", name="Naskah").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh XLSX").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.get_by_role("link", name="Buka untuk dicetak").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Lampiran Rencana Mutasi"
    assert page.pdf().startswith(b"%PDF")
    browsers.be_refused(page, "/users", "/keys", "/audit", "/model/versions")


def test_the_official_reads_the_plan_and_decides_it_once(browsers):
    page = browsers.enter(Role.APPOINTING_OFFICIAL)
    open_plan(page)
    page.get_by_role("link", name=NAMES[ARIF], exact=True).first.click()
    assert "Mengapa orang ini, di sini" in page.locator("main").inner_text()
    page.get_by_role("link", name="Kembali ke rencana").click()
    assert page.get_by_role("button", name="Hitung ulang").count() == 0
    page.locator("#decide").get_by_label("Alasan").fill("sesuai berita acara")
    page.get_by_role("button", name="Putuskan").click()
    assert "Rencana ini sudah diputuskan" in page.locator("main").inner_text()
    assert page.locator("#decide").count() == 0


def test_the_official_chooses_from_a_list(browsers):
    page = browsers.enter(Role.APPOINTING_OFFICIAL)
    open_list(page)
    first = page.locator("#decision label").first.inner_text().split(". ", 1)[1]
    assert first in NAMES.values()
    page.locator("#decision input[type=radio]").first.check()
    page.get_by_label("Penjelasan").fill("paling siap")
    page.get_by_role("button", name="Simpan keputusan").click()
    assert f"Dipilih: {first}" in page.locator("#decision").inner_text()


def test_the_official_makes_no_plans_and_manages_nobody(browsers):
    page = browsers.enter(Role.APPOINTING_OFFICIAL)
    closed = ("/plans/new", "/drafts", "/consents", "/data", "/users", "/keys", "/audit")
    browsers.be_refused(page, *closed)
