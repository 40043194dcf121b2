"""An administrator uploads records: wrong ones are refused with every problem, sound ones serve."""

import copy

import pytest
from playwright.sync_api import expect

from serving.access.rights import Role
from tests.journeys.served import press
from tests.serving.uploading import packed
from tests.snapshots.small_source import SOUND

pytestmark = pytest.mark.browser


def upload(page, content):
    """Send an archive from the page of imports; return what there is to read of its end."""
    page.goto("/")
    field = page.get_by_label("Berkas", exact=True)
    press(page.get_by_role("link", name="Data", exact=True).first, field)
    archive = {"name": "kota.zip", "mimeType": "application/zip", "buffer": content}
    field.set_input_files(archive)
    ended = page.get_by_role("link", name="Kembali ke Data")  # the page reloads itself till then
    press(page.get_by_role("button", name="Unggah dan periksa"), ended)
    return expect(page.locator("main"))


def test_wrong_records_are_refused_where_they_are_wrong_and_sound_ones_serve(browsers):
    page = browsers.enter(Role.ADMINISTRATOR)
    wrong = copy.deepcopy(SOUND)
    wrong["employees"][0]["position_id"] = "TIDAK-ADA"
    told = upload(page, packed(wrong))
    for words in ("Data ditolak; tidak ada yang disimpan", "employees.position_id", "TIDAK-ADA"):
        told.to_contain_text(words)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh semua temuan").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    upload(page, packed()).to_contain_text("Data tersimpan dan sudah dipakai")
    compared = page.get_by_role("heading", level=1, name="Bandingkan impor", exact=True)
    press(page.get_by_role("link", name="Siapa yang datang, pergi"), compared)
    heading = page.get_by_role("heading", level=1, name="Mutu data", exact=True)
    press(page.get_by_role("link", name="Mutu data").first, heading)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh buku kerja perbaikan").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_who_manages_accounts_ranks_and_decides_nothing(browsers):
    page = browsers.enter(Role.ADMINISTRATOR)
    closed = ("/positions", "/people", "/shortlists", "/plans", "/drafts", "/audit", "/model")
    browsers.be_refused(page, *closed)
