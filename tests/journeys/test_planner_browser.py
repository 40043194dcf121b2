"""A planner who departs from the order of a list says why, in a real browser."""

import re

import pytest

from serving.access.rights import Role
from tests.serving.office import BEST, ELIGIBLE, NAMES

pytestmark = pytest.mark.browser


def test_two_are_compared_and_the_second_is_chosen_with_a_reason(browsers):
    page = browsers.enter(Role.PLANNER)
    page.get_by_role("link", name="Cari jabatan lowong").click()
    page.get_by_role("link", name="Kepala Seksi Contoh").click()
    page.get_by_role("button", name="Susun daftar").click()
    page.wait_for_url("**/shortlists/*")
    for nip in (BEST, ELIGIBLE):
        page.get_by_role("row", name=re.compile(NAMES[nip])).get_by_role("checkbox").check()
    page.get_by_role("button", name="Bandingkan yang dicentang").click()
    assert f"{NAMES[BEST]} berada di atas {NAMES[ELIGIBLE]}" in page.locator("main").inner_text()

    page.go_back()
    choose_the_second(page, "Paling cocok", "lebih dikenal")
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text() == "Alasan tidak ada dalam daftar"
    browsers.complaints.clear()  # the browser names the refusal in its console
    page.go_back()
    choose_the_second(page, "hasil wawancara atau uji kompetensi", "Hasil wawancara lebih kuat.")
    assert f"Dipilih: {NAMES[ELIGIBLE]}" in page.locator("#decision").inner_text()


def choose_the_second(page, reason, words):
    page.locator("#decision").get_by_role("radio", name=re.compile(NAMES[ELIGIBLE])).check()
    page.locator("#reason_code").select_option(label=reason)
    page.get_by_label("Penjelasan").fill(words)
    page.get_by_role("button", name="Simpan keputusan").click()


def test_a_planner_neither_manages_accounts_nor_reads_the_audit(browsers):
    page = browsers.enter(Role.PLANNER)
    browsers.be_refused(page, "/users", "/keys", "/audit", "/audit/overrides", "/model/versions")
