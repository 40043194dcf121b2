"""A planner's what-if in a real browser: a surge in three clicks, changed and compared."""

import pytest
from playwright.sync_api import expect

from tests.journeys.served import NARROW, press
from tests.serving.office import ELIGIBLE, NAMES

pytestmark = pytest.mark.browser


def test_a_surge_is_made_in_three_clicks_and_compared(page):
    page.goto("/")
    words = page.get_by_label("Perangkat daerah, unit, jabatan, atau kegiatan ABK")
    press(page.get_by_role("link", name="Skenario"), words)
    words.fill("dinas contoh")
    row = page.get_by_role("row", name="Dinas Contoh Dua Perangkat daerah")
    press(page.get_by_role("button", name="Cari"), row)
    made = page.get_by_role("heading", level=1, name="Beban Dinas Contoh Dua", exact=True)
    press(row.get_by_role("button", name="Pakai"), made)
    whole = page.get_by_role("row", name="Beban Dinas Contoh Dua seluruhnya")
    expect(whole).to_contain_text("× 1,5")

    page.get_by_label("Nama atau NIP").fill("arif")
    leave = page.get_by_role("button", name="Andaikan pergi")
    press(page.get_by_role("button", name="Cari pegawai"), leave)
    assert ELIGIBLE not in page.url
    press(leave, page.get_by_role("button", name=f"Keluarkan: {NAMES[ELIGIBLE]} pergi"))

    tick = page.get_by_label("Bandingkan Beban Dinas Contoh Dua")
    press(page.get_by_role("link", name="Skenario").first, tick)
    tick.check()
    beside = page.get_by_role("heading", level=1, name="Skenario berdampingan", exact=True)
    press(page.get_by_role("button", name="Bandingkan yang dicentang"), beside)
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
