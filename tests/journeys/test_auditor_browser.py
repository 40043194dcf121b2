"""An auditor at work: filters, checks that nothing was changed, takes away, computes again."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from serving.access.rights import Role
from tests.journeys.served import press, serve
from tests.serving.conftest import open_client
from tests.serving.office import BEST, NAMES, POSITION, furnish
from tests.serving.test_overrides import choose
from tests.serving.test_shortlists_api import make

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory, empty_model_store):
    """Serve an office in which a list was made, and the second on it chosen."""
    home = tmp_path_factory.mktemp("audited")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    with open_client(home) as client:
        made = make(client).json()
        assert made["position"]["position_id"] == POSITION
        choose(client, made, made["candidates"][1]["person_id"])
    with serve(home) as served:
        yield served


@pytest.fixture
def audit(browsers):
    """Return the audit as an auditor finds it through the menu."""
    page = browsers.enter(Role.AUDITOR)
    press(page.get_by_role("link", name="Jejak audit").last, page.locator("#chain"))
    return page


def take_away(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_text("utf-8")


def test_events_are_filtered_and_lead_to_a_list_that_is_computed_again(audit):
    audit.get_by_label("Peristiwa").select_option("shortlist_decided")
    audit.get_by_role("button", name="Tampilkan").click()
    expect(audit.locator("main tbody th")).to_have_count(1)
    press(audit.locator("main tbody a").first, audit.locator("#decision").get_by_text("Dipilih:"))
    audit.locator("main details summary").last.click()
    same = audit.get_by_role("status").get_by_text("Hasilnya sama persis")
    press(audit.get_by_role("link", name="Hitung ulang dan bandingkan"), same)


def test_the_chain_is_checked_against_a_head_that_was_taken_away(audit):
    head = json.loads(take_away(audit, "Unduh sidik terakhir"))
    audit.get_by_label("Sidik yang pernah disimpan").fill(head["hash"])
    verify = audit.get_by_role("button", name="Periksa keutuhan")
    press(verify, audit.locator("#chain .notice"))
    audit.get_by_label("Sidik yang pernah disimpan").fill("0" * 64)
    press(verify, audit.locator("#chain .alert"))


def test_a_person_is_found_by_name_and_events_are_exported_without_one(audit):
    audit.get_by_label("Nama atau NIP").fill("bunga")
    found = audit.get_by_role("link", name=f"Lihat peristiwa tentang {NAMES[BEST]}")
    press(audit.get_by_role("button", name="Cari", exact=True), found)
    press(found, audit.get_by_role("heading", name=NAMES[BEST]))
    assert BEST not in audit.url
    audit.goto("/audit")
    table = take_away(audit, "Unduh CSV")
    assert "shortlist_made" in table
    assert not [word for word in (BEST, NAMES[BEST]) if word in table]


def test_departures_are_reported_with_their_words(audit):
    words = audit.get_by_text("Hasil wawancara lebih kuat.")
    press(audit.get_by_role("link", name="Penyimpangan dari usulan"), words)


def test_an_auditor_changes_nothing(audit, browsers):
    closed = ("/plans/new", "/drafts", "/consents", "/users", "/keys", "/model/versions")
    browsers.be_refused(audit, *closed)
