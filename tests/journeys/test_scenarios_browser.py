"""A planner's what-if in a real browser: a surge in three clicks, changed and compared."""

import pytest

from tests.journeys.served import NARROW
from tests.serving.office import ELIGIBLE, NAMES

pytestmark = pytest.mark.browser


def test_a_surge_is_made_in_three_clicks_and_compared(page):
    page.goto("/")
    page.get_by_role("link", name="Skenario").click()
    page.get_by_label("Perangkat daerah, unit, jabatan, atau kegiatan ABK").fill("dinas contoh")
    page.get_by_role("button", name="Cari").click()
    row = page.get_by_role("row", name="Dinas Contoh Dua Perangkat daerah")
    row.get_by_role("button", name="Pakai").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Beban Dinas Contoh Dua"
    assert "× 1,5" in page.get_by_role("row", name="Beban Dinas Contoh Dua seluruhnya").inner_text()

    page.get_by_label("Nama atau NIP").fill("arif")
    page.get_by_role("button", name="Cari pegawai").click()
    assert ELIGIBLE not in page.url
    page.get_by_role("button", name="Andaikan pergi").click()
    page.get_by_role("button", name=f"Keluarkan: {NAMES[ELIGIBLE]} pergi").wait_for()

    page.get_by_role("link", name="Skenario").first.click()
    page.get_by_label("Bandingkan Beban Dinas Contoh Dua").check()
    page.get_by_role("button", name="Bandingkan yang dicentang").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Skenario berdampingan"
    page.set_viewport_size(NARROW)
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
