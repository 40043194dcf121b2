"""A planner at work: a real server, a real browser, from a vacancy to a decision."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.served import NARROW, press
from tests.serving.office import BEST, NAMES, POSITION, SANCTIONED

pytestmark = pytest.mark.browser


def find_position(page):
    page.goto("/")
    words = page.get_by_label("Nama jabatan, unit, atau kode")
    press(page.get_by_role("link", name="Cari jabatan lowong"), words)
    words.fill("kepala seksi")
    page.get_by_role("button", name="Cari").click()
    page.wait_for_url("**q=kepala*")
    title = page.get_by_role("heading", level=1, name="Kepala Seksi Contoh")
    press(page.get_by_role("link", name="Kepala Seksi Contoh"), title)


def make_list(page):
    find_position(page)
    page.get_by_label("Berlaku TMT").fill("2025-07-01")
    made = page.get_by_role("heading", level=1, name="Calon untuk Kepala Seksi Contoh", exact=True)
    press(page.get_by_role("button", name="Susun daftar"), made)


def test_from_a_vacancy_to_a_list_and_its_paper(page):
    make_list(page)
    assert page.locator("article.candidate h3").first.inner_text().endswith(NAMES[BEST])
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh bahan sidang").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_why_not_for_somebody_who_is_not_on_the_list(page):
    make_list(page)
    page.get_by_label("Nama atau NIP").fill("candra")
    found = page.get_by_role("link", name=NAMES[SANCTIONED])
    press(page.get_by_role("button", name="Cari pegawai"), found)
    row = page.get_by_role("row", name=re.compile("Bebas hukuman disiplin"))
    press(found.first, row)
    assert SANCTIONED not in page.url
    expect(row).to_contain_text("Tidak terpenuhi")
    expect(row).to_contain_text("PP 94/2021")


def test_the_first_beside_the_next(page):
    make_list(page)
    sums = page.locator("tfoot").get_by_text("Jumlah selisih")
    press(page.get_by_role("link", name="Bandingkan dengan urutan berikutnya"), sums)


def test_a_decision_is_made_once(page):
    make_list(page)
    page.get_by_role("radio", name=re.compile(NAMES[BEST])).check()
    page.get_by_label("Penjelasan").fill("paling siap")
    keep = page.get_by_role("button", name="Simpan keputusan")
    press(keep, page.locator("#decision").get_by_text(f"Dipilih: {NAMES[BEST]}"))
    expect(keep).to_have_count(0)


def test_a_draft_is_checked_and_given_back(page, tmp_path):
    draft = tmp_path / "usulan.csv"
    draft.write_text(f"nip,position_id\n{BEST},{POSITION}\n{SANCTIONED},{POSITION}\n")
    page.goto("/drafts")
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(draft)
    told = page.locator("#result").get_by_text("1 tidak memenuhi")
    press(page.get_by_role("button", name="Periksa"), told)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh hasil").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_from_the_emptiest_agency_to_who_holds_a_post(page):
    page.goto("/")
    fullest = page.locator(".conclusion").get_by_text("Paling terisi: Dinas Contoh Dua")
    press(page.get_by_role("link", name="Beban kerja"), fullest)
    chart = page.locator("ol.ratios")
    expect(chart.locator("li").first).to_contain_text("75% 3 : 4 · kurang 1")
    agency = page.get_by_role("heading", level=1, name="Dinas Contoh Satu")
    press(chart.get_by_role("link", name="Dinas Contoh Satu"), agency)
    post = chart.get_by_role("link", name="Pengelola Contoh")
    press(chart.get_by_role("link", name="Dinas Contoh Satu"), post)
    page.get_by_label("Urutan").select_option("fullest")
    page.get_by_role("button", name="Tampilkan").click()
    page.wait_for_url("**sort=fullest*")
    holders = page.get_by_role("link", name="Buka jabatan")
    press(post, holders)
    expect(page.get_by_role("row")).to_have_count(4)
    press(holders, page.get_by_role("button", name="Susun daftar"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Pengelola Contoh")


def test_the_language_is_switched_and_stays(page):
    page.goto("/positions")

    def heading(words):
        return page.get_by_role("heading", level=1, name=words, exact=True)

    press(page.get_by_role("link", name="English"), heading("Positions"))
    page.get_by_text("More", exact=True).press("Enter")
    press(page.get_by_role("link", name="How it ranks"), heading("How it ranks"))
    press(page.get_by_role("link", name="Bahasa Indonesia"), heading("Cara menilai"))


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
    heading = page.get_by_role("heading", level=1, name="Jabatan", exact=True)
    press(page.get_by_role("button", name="Masuk sebagai perencana kota contoh"), heading)
    agency = page.get_by_label("Petugas perangkat daerah dari")
    press(page.get_by_role("button", name="Keluar"), agency)
    agency.select_option("D2")
    positions = page.get_by_role("link", name="Jabatan", exact=True)
    press(page.get_by_role("button", name="Masuk", exact=True).first, positions)
    press(positions.first, heading)
    expect(page.get_by_role("link", name="Analis Contoh")).to_have_count(1)
    expect(page.get_by_role("link", name="Kepala Seksi Contoh")).to_have_count(0)
