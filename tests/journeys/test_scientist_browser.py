"""A data scientist reads the card, puts another version to use and goes back; sees no person."""

import re
import shutil
from pathlib import Path

import pytest

from models.registry import ModelRegistry
from serving.access.rights import Role
from tests.journeys.served import NARROW, press, serve
from tests.models.made_cards import make_told_bundle
from tests.serving.office import EMPTY_RECORD, furnish, settings_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory, empty_model_store):
    """Serve an office with two versions of a model, the first of which serves."""
    home = tmp_path_factory.mktemp("scientist")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    ModelRegistry(settings_of(home).tracking_uri, home).register(make_told_bundle(), EMPTY_RECORD)
    with serve(home) as served:
        yield served


@pytest.fixture
def scientist(browsers):
    return browsers.enter(Role.DATA_SCIENTIST)


def serving(page, version):
    """Return the line by which the page marks a version as in use."""
    return page.locator("tr.serves th").get_by_text(re.compile(rf"^{version}\b"))


def wait_for_version(page, version):
    """Wait until what serves has followed: within seconds, without a restart."""
    for _ in range(40):
        if page.request.get("/v1/model").json()["model_version"] == version:
            return
        page.wait_for_timeout(250)
    pytest.fail(f"version {version} does not serve")


def test_the_card_is_read_and_kept(scientist):
    purpose = scientist.get_by_text("Untuk apa, dan bukan untuk apa")
    press(scientist.get_by_role("link", name="Cara menilai").first, purpose)
    with scientist.expect_download() as download:
        scientist.locator("a[href='/model/card.md']").evaluate("a => a.download = 'card.md'")
        scientist.get_by_role("link", name="Kartu sebagai teks").click()
    assert Path(download.value.path()).read_text("utf-8").startswith("# Cara menilai")
    watch = scientist.get_by_role("heading", level=1, name="Pemantauan", exact=True)
    press(scientist.get_by_role("link", name="Pemantauan").first, watch)


def test_another_version_is_put_to_use_and_left_again(scientist):
    press(scientist.get_by_role("link", name="Versi model").first, serving(scientist, "1"))
    scientist.get_by_label("Versi", exact=True).select_option("2")
    scientist.get_by_label("Alasan").first.fill("belajar dari mutasi tahun ini")
    press(scientist.get_by_role("button", name="Pakai versi ini"), serving(scientist, "2"))
    wait_for_version(scientist, "2")
    back = scientist.get_by_role("button", name=re.compile("Kembali ke versi 1"))
    scientist.get_by_label("Alasan").last.fill("angkanya ganjil")
    press(back, serving(scientist, "1"))
    wait_for_version(scientist, "1")


def test_the_versions_fit_a_narrow_screen(scientist):
    scientist.set_viewport_size(NARROW)
    scientist.goto("/model/versions")
    assert scientist.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_data_scientist_sees_no_person(scientist, browsers):
    closed = ("/positions", "/people", "/shortlists", "/plans", "/audit", "/users", "/data/quality")
    browsers.be_refused(scientist, *closed)
