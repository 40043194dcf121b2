"""An administrator uploads records: wrong ones are refused with every problem, sound ones serve."""

import copy

import pytest

from serving.access.rights import Role
from tests.serving.test_uploads import packed
from tests.snapshots.small_source import SOUND

pytestmark = pytest.mark.browser


def upload(page, content):
    """Send an archive from the page of imports, and wait for what comes of it."""
    page.goto("/")
    page.get_by_role("link", name="Data", exact=True).first.click()
    archive = {"name": "kota.zip", "mimeType": "application/zip", "buffer": content}
    page.get_by_label("Berkas", exact=True).set_input_files(archive)
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_role("link", name="Kembali ke Data").wait_for()  # the page reloads itself
    return page.locator("main").inner_text()


def test_wrong_records_are_refused_where_they_are_wrong_and_sound_ones_serve(browsers):
    page = browsers.enter(Role.ADMINISTRATOR)
    wrong = copy.deepcopy(SOUND)
    wrong["employees"][0]["position_id"] = "TIDAK-ADA"
    told = upload(page, packed(wrong))
    assert "Data ditolak; tidak ada yang disimpan" in told
    assert "employees.position_id" in told
    assert "TIDAK-ADA" in told
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh semua temuan").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    assert "Data tersimpan dan sudah dipakai" in upload(page, packed())
    page.get_by_role("link", name="Siapa yang datang, pergi").click()
    assert page.get_by_role("heading", level=1).count() == 1
    page.get_by_role("link", name="Mutu data").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mutu data"
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh buku kerja perbaikan").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_who_manages_accounts_ranks_and_decides_nothing(browsers):
    page = browsers.enter(Role.ADMINISTRATOR)
    closed = ("/positions", "/people", "/shortlists", "/plans", "/drafts", "/audit", "/model")
    browsers.be_refused(page, *closed)
