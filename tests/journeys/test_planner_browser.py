"""A planner who departs from the order of a list says why, in a real browser."""

import re

import pytest

from serving.access.rights import Role
from tests.journeys.served import press
from tests.serving.office import BEST, ELIGIBLE, NAMES

pytestmark = pytest.mark.browser


def test_two_are_compared_and_the_second_is_chosen_with_a_reason(browsers):
    page = browsers.enter(Role.PLANNER)
    vacancy = page.get_by_role("link", name="Kepala Seksi Contoh")
    press(page.get_by_role("link", name="Cari jabatan lowong"), vacancy)
    make = page.get_by_role("button", name="Susun daftar")
    press(vacancy, make)
    press(make, page.get_by_role("heading", name="Calon untuk Kepala Seksi Contoh"))
    for nip in (BEST, ELIGIBLE):
        page.get_by_role("row", name=re.compile(NAMES[nip])).get_by_role("checkbox").check()
    above = page.get_by_text(f"{NAMES[BEST]} berada di atas {NAMES[ELIGIBLE]}")
    press(page.get_by_role("button", name="Bandingkan yang dicentang"), above)

    page.go_back()
    refused = page.get_by_role("heading", level=1, name="Alasan tidak ada dalam daftar")
    choose_the_second(page, "Paling cocok", "lebih dikenal", refused)
    browsers.complaints.clear()  # the browser names the refusal in its console
    page.go_back()
    chosen = page.locator("#decision").get_by_text(f"Dipilih: {NAMES[ELIGIBLE]}")
    reason = "hasil wawancara atau uji kompetensi"
    choose_the_second(page, reason, "Hasil wawancara lebih kuat.", chosen)


def choose_the_second(page, reason, words, answer):
    page.locator("#decision").get_by_role("radio", name=re.compile(NAMES[ELIGIBLE])).check()
    page.locator("#reason_code").select_option(label=reason)
    page.get_by_label("Penjelasan").fill(words)
    press(page.get_by_role("button", name="Simpan keputusan"), answer)


def test_a_planner_neither_manages_accounts_nor_reads_the_audit(browsers):
    page = browsers.enter(Role.PLANNER)
    browsers.be_refused(page, "/users", "/keys", "/audit", "/audit/overrides", "/model/versions")
