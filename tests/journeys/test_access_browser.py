"""The first start in a real browser: from the administrator's file to a planner at work."""

import re
import shutil

import pytest

from serving.access.first_start import FILE
from serving.access.rights import Role
from snapshots.store import SnapshotStore
from tests.journeys.served import press, serve
from tests.records import make_snapshot
from tests.serving.office import furnish, office

pytestmark = pytest.mark.browser
OWN = "kelapa jatuh sebelum subuh"
PLANNERS = "hujan turun di dua kota"


@pytest.fixture(scope="module")
def server(tmp_path_factory, empty_model_store):
    """Serve a small office of people who count as real."""
    home = tmp_path_factory.mktemp("real")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    real = make_snapshot(office(), "2025-06-02")
    SnapshotStore(home / "snapshots").save(real.tables, real.as_of, made_up=False)
    with serve(home) as served:
        yield served


def fill_in(page, name, password):
    page.get_by_label("Nama akun").fill(name)
    page.get_by_label("Kata sandi").fill(password)
    enter = page.get_by_role("button", name="Masuk", exact=True)
    press(enter, page.get_by_label("Kata sandi sekarang"))


def replace(page, present, fresh):
    page.get_by_label("Kata sandi sekarang").fill(present)
    page.get_by_label("Kata sandi baru", exact=True).fill(fresh)
    page.get_by_label("Kata sandi baru, sekali lagi").fill(fresh)
    home = page.get_by_role("heading", name="Siapa yang tepat, dan mengapa")
    press(page.get_by_role("button", name="Ganti kata sandi"), home)


def test_from_the_first_administrator_to_a_planner_at_work(server, browsers):
    told = (server.home / FILE).read_text()
    (first,) = re.findall(r"sekali pakai: (\S+)", told)
    assert str(server.home / FILE) in server.told
    assert first not in server.told

    administrator = browsers.open()
    administrator.goto("/users")
    assert "kota contoh" not in administrator.content()
    fill_in(administrator, "administrator", first)
    replace(administrator, first, OWN)
    assert not (server.home / FILE).exists()
    make = administrator.get_by_role("button", name="Buat akun")
    press(administrator.get_by_role("link", name="Akun", exact=True).first, make)
    administrator.get_by_label("Nama akun").fill("Bidang Mutasi")
    administrator.get_by_role("checkbox", name=re.compile("^Perencana")).check()
    press(make, administrator.locator(".secret"))
    given = administrator.locator(".secret").inner_text().strip()

    planner = browsers.open()
    planner.goto("/positions/KASI%2F1")
    fill_in(planner, "Bidang Mutasi", given)
    replace(planner, given, PLANNERS)
    planner.goto("/positions/KASI%2F1")
    made = planner.get_by_role("heading", name="Calon untuk")
    press(planner.get_by_role("button", name="Susun daftar"), made)
    list_address = planner.url

    row = administrator.get_by_role("row", name=re.compile("Bidang Mutasi"))
    press(administrator.get_by_role("link", name="Semua akun"), row)
    close = administrator.get_by_role("button", name="Tutup akun")
    press(row.get_by_role("link", name="Ubah"), close)
    press(close, row.get_by_text("ditutup"))
    planner.goto(list_address)
    assert "/sign-in?next=/shortlists/" in planner.url

    entry = administrator.get_by_label("Kata sandi")
    press(administrator.get_by_role("button", name="Keluar"), entry)
    administrator.go_back()
    administrator.goto("/users")
    assert "/sign-in" in administrator.url
    assert OWN not in server.told + given


def test_a_key_is_made_shown_once_and_revoked(server, browsers):
    page = browsers.open(Role.ADMINISTRATOR)
    page.goto("/keys")
    page.get_by_label("Nama portal").fill("Portal uji")
    page.get_by_role("checkbox", name="cari pegawai").check()
    press(page.get_by_role("button", name="Buat kunci"), page.locator(".secret"))
    key = page.locator(".secret").inner_text().strip()
    bearer = {"Authorization": f"Bearer {key}"}
    asked = page.request.post("/v1/people/search", data={}, headers=bearer)
    assert asked.status == 200
    revoke = page.get_by_role("button", name="Cabut")
    press(page.get_by_role("link", name="Semua kunci"), revoke)
    press(revoke, page.get_by_text("dicabut", exact=True))
    assert page.request.post("/v1/people/search", data={}, headers=bearer).status == 401
