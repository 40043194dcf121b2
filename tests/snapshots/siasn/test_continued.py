"""A unit that moved as a whole keeps its people's tenure; who alone changes unit has moved."""

from datetime import date

import pytest

from snapshots.days import to_day
from snapshots.history import History
from tests.snapshots.siasn.flat import ANI, BIDANG, CITRA, DINAS

OLD, DAY = "e" * 32, "01-01-2020"
TITLES = {ANI: ("2", "Analis Kebijakan Ahli Muda"), CITRA: ("4", "Pengelola Umum")}


@pytest.fixture
def moved(office):
    """Return an office whose Bidang A was Bidang Lama until 2020: both of its people came over."""
    office.change(2, tmt_jabatan=DAY)
    told = [
        {"nipBaru": nip, "jenisJabatan": jenis, "namaJabatan": title, "tmtJabatan": since}
        | {"unorId": unit, "namaUnor": name, "jenisMutasiId": kind}
        for nip, (jenis, title) in TITLES.items()
        for since, unit, name, kind in (
            ("01-05-2012", OLD, "Bidang Lama - Dinas B", "MJ"),
            (DAY, BIDANG, "Bidang A - Dinas B", "MU"),
        )
    ]
    office.history = told
    return office.keep("rw_jabatan.json", told)


def replaced(loaded, nip=ANI):
    return loaded.post(nip).get("replaces")


def test_posts_of_a_unit_that_moved_as_a_whole_continue_those_of_the_old_one(moved):
    loaded = moved.load(whole=True)
    units = {row["position_id"]: row["unit_id"] for row in loaded.rows("positions")}
    assert [units[replaced(loaded, nip)] for nip in TITLES] == [OLD, OLD]
    assert "Analis Kebijakan Ahli Muda" in loaded.told("post_continued")[0]


def test_their_tenure_is_counted_from_the_old_post_on(moved):
    loaded = moved.load(whole=True)
    assert loaded.person()["position_since"] == date(2020, 1, 1)
    continued = History(loaded.result.snapshot).stays.continued
    assert continued.tolist().count(to_day(date(2012, 5, 1))) == 4


def test_who_alone_changes_unit_has_moved_even_if_it_is_called_a_move_of_unit(moved):
    moved.change(2, tmt_jabatan="01-05-2012", unor_id=OLD, unor_nama="Bidang Lama - Dinas B")
    moved.keep("rw_jabatan.json", [one for one in moved.history if one["nipBaru"] != CITRA])
    loaded = moved.load(whole=True)
    assert not loaded.has("positions", "replaces")


@pytest.mark.parametrize(
    "change", [{"jenisMutasiId": "MJ"}, {"namaJabatan": "Arsiparis Ahli Muda"}]
)
def test_another_title_or_a_move_of_post_continues_nothing(moved, change):
    last = moved.history[1] | change
    moved.change(jabatan_nama=last["namaJabatan"])
    moved.keep("rw_jabatan.json", [moved.history[0], last, *moved.history[2:]])
    assert replaced(moved.load(whole=True)) is None


def test_the_age_of_retirement_that_siasn_tells_goes_before_the_family_s(office):
    office.change(jabatan_nama="Guru Ahli Muda", bupPensiun="58").change(2, bupPensiun="lama")
    loaded = office.load()
    assert loaded.post()["retirement_age"] == 58
    assert not loaded.told("retirement_by_family")
    assert "lama (1×)" in loaded.told("unknown_number")[0]
    assert DINAS in {row["unit_id"] for row in loaded.rows("units")}
