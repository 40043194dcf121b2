"""A planner at work: a real server, a real browser, from a vacancy to a decision."""

import re
from pathlib import Path

import pytest

from tests.journeys.served import NARROW
from tests.serving.office import BEST, NAMES, POSITION, SANCTIONED

pytestmark = pytest.mark.browser


def find_position(page):
    page.goto("/")
    page.get_by_role("link", name="Cari jabatan lowong").click()
    page.get_by_label("Nama jabatan, unit, atau kode").fill("kepala seksi")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Kepala Seksi Contoh").click()


def make_list(page):
    find_position(page)
    page.get_by_label("Berlaku TMT").fill("2025-07-01")
    page.get_by_role("button", name="Susun daftar").click()
    page.wait_for_url("**/shortlists/*")


def test_from_a_vacancy_to_a_list_and_its_paper(page):
    make_list(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Calon untuk Kepala Seksi Contoh"
    assert page.locator("article.candidate h3").first.inner_text().endswith(NAMES[BEST])
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh bahan sidang").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_why_not_for_somebody_who_is_not_on_the_list(page):
    make_list(page)
    page.get_by_label("Nama atau NIP").fill("candra")
    page.get_by_role("button", name="Cari pegawai").click()
    page.get_by_role("link", name=NAMES[SANCTIONED]).first.click()
    assert SANCTIONED not in page.url
    row = page.get_by_role("row", name=re.compile("Bebas hukuman disiplin"))
    assert "Tidak terpenuhi" in row.inner_text()
    assert "PP 94/2021" in row.inner_text()


def test_the_first_beside_the_next(page):
    make_list(page)
    page.get_by_role("link", name="Bandingkan dengan urutan berikutnya").click()
    assert "Jumlah selisih" in page.locator("tfoot").first.inner_text()


def test_a_decision_is_made_once(page):
    make_list(page)
    page.get_by_role("radio", name=re.compile(NAMES[BEST])).check()
    page.get_by_label("Penjelasan").fill("paling siap")
    page.get_by_role("button", name="Simpan keputusan").click()
    assert f"Dipilih: {NAMES[BEST]}" in page.locator("#decision").inner_text()
    assert page.get_by_role("button", name="Simpan keputusan").count() == 0


def test_a_draft_is_checked_and_given_back(page, tmp_path):
    draft = tmp_path / "usulan.csv"
    draft.write_text(f"nip,position_id\n{BEST},{POSITION}\n{SANCTIONED},{POSITION}\n")
    page.goto("/drafts")
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(draft)
    page.get_by_role("button", name="Periksa").click()
    assert "1 tidak memenuhi" in page.locator("#result").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh hasil").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_from_the_emptiest_agency_to_who_holds_a_post(page):
    page.goto("/")
    page.get_by_role("link", name="Beban kerja").click()
    assert "Paling terisi: Dinas Contoh Dua" in page.locator(".conclusion").inner_text()
    chart = page.locator("ol.ratios")
    assert "75% 3 : 4 · kurang 1" in chart.locator("li").first.inner_text()
    chart.get_by_role("link", name="Dinas Contoh Satu").click()
    chart.get_by_role("link", name="Dinas Contoh Satu").click()
    page.get_by_label("Urutan").select_option("fullest")
    page.get_by_role("button", name="Tampilkan").click()
    chart.get_by_role("link", name="Pengelola Contoh").click()
    assert page.get_by_role("row").count() == 4
    page.get_by_role("link", name="Buka jabatan").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Pengelola Contoh"


def test_the_language_is_switched_and_stays(page):
    page.goto("/positions")
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Positions"
    page.get_by_text("More", exact=True).press("Enter")
    page.get_by_role("link", name="How it ranks").click()
    assert page.get_by_role("heading", level=1).inner_text() == "How it ranks"
    page.get_by_role("link", name="Bahasa Indonesia").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Cara menilai"


def test_pages_fit_a_narrow_screen(page):
    page.set_viewport_size(NARROW)
    make_list(page)
    made = page.url
    position = page.get_by_role("link", name="Kembali ke jabatan").get_attribute("href")
    others = ("/workload", "/shortlists", "/drafts", "/model", "/model/card", "/data")
    for address in ("/", "/positions", position, made, *others):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/positions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_made_up_city_is_entered_by_one_click(browsers):
    page = browsers.open()
    page.goto("/positions")
    page.get_by_role("button", name="Masuk sebagai perencana kota contoh").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Jabatan"
    page.get_by_role("button", name="Keluar").click()
    page.get_by_label("Petugas perangkat daerah dari").select_option("D2")
    page.get_by_role("button", name="Masuk", exact=True).first.click()
    page.get_by_role("link", name="Jabatan", exact=True).first.click()
    assert page.get_by_role("link", name="Analis Contoh").count() == 1
    assert page.get_by_role("link", name="Kepala Seksi Contoh").count() == 0
