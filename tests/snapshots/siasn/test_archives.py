"""An archive of SIASN files keeps the folders that tell what is in them; what it leaves is told."""

import zipfile

import pytest

from snapshots.archive import SOUND_NAME, unpack
from snapshots.importing import import_source
from snapshots.siasn.sheets import known_columns
from snapshots.tables import TABLES
from tests.snapshots.siasn.flat import ANI, BUDI, Loaded

CASE = {"jenisTingkatHukumanId": "B", "hukumanTanggal": "10-03-2025"}


@pytest.fixture
def unpacked(office, tmp_path):
    """Return what packs files (by their names) beside the sheet's, and unpacks them again."""

    def turn(*names, sheet="data_asn.csv", above=""):
        whole = {sheet: office.write(), **{name: office.folder / name for name in names}}
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, file in whole.items():
                archive.write(file, f"{above}{name}")
        folder = tmp_path / "unpacked"
        folder.mkdir()
        return folder, unpack(path, folder, "siasn")

    return turn


@pytest.mark.parametrize("above", ["", "kota/", "Unduhan SIASN (1)/kota/", "kota\\"])
@pytest.mark.parametrize("sheet", ["data_asn.csv", "Data ASN.csv"])
def test_histories_in_folders_of_their_kind_come_with_the_sheet(office, unpacked, above, sheet):
    for nip, level in ((ANI, "B"), (BUDI, "R")):
        office.keep(f"rw-hukdis/{nip}.json", [CASE | {"jenisTingkatHukumanId": level}])
        office.keep(f"rw-jabatan/{nip}.json", [])
    office.keep("competencies.csv", "competency_id,name,kind\nM.01,Integritas,managerial\n")
    office.keep("mapping.toml", "[job_families]\nhukum = ['Analis Kebijakan']\n")
    names = [f"{kind}/{nip}.json" for kind in ("rw-hukdis", "rw-jabatan") for nip in (ANI, BUDI)]
    folder, found = unpacked(*names, "competencies.csv", "mapping.toml", sheet=sheet, above=above)
    assert found.problems == found.left == ()
    loaded = Loaded(import_source(str(folder), office.store, form="siasn"))
    assert {row["nip"]: row["severity"] for row in loaded.rows("discipline")} == {
        ANI: "berat",
        BUDI: "ringan",
    }
    assert loaded.post()["job_family"] == "hukum"
    assert loaded.has("competencies")


def test_a_folder_of_one_kind_alone_keeps_its_name(office, unpacked):
    office.keep("data-utama/1.json", {"nipBaru": ANI})
    folder, _ = unpacked(sheet="data-utama/orang.csv", above="kota/")
    assert (folder / "data-utama" / "orang.csv").is_file()


def test_every_form_of_a_history_comes_out_and_what_is_left_is_told(office, unpacked):
    for name in ("rw-hukdis.ndjson", "rw-kursus.xlsx", "rw-skp.parquet", "__MACOSX/._data_asn.csv"):
        office.keep(name, "")
    office.keep("catatan.pdf", "")
    folder, found = unpacked(
        *("rw-hukdis.ndjson", "rw-kursus.xlsx", "rw-skp.parquet", "__MACOSX/._data_asn.csv"),
        "catatan.pdf",
    )
    assert {path.name for path in folder.rglob("*")} == {
        *("data_asn.csv", "rw-hukdis.ndjson", "rw-kursus.xlsx"),
    }
    assert [one.value for one in found.left] == [
        *("rw-skp.parquet", "__MACOSX/._data_asn.csv", "catatan.pdf"),
    ]
    assert "catatan.pdf" in found.left[-1].message("id")


@pytest.mark.parametrize("name", ["rw-hukdis/" + "x" * 300 + ".json", "a/" * 50 + "rw-skp.json"])
def test_a_name_that_no_folder_can_hold_is_left(office, unpacked, name):
    path = office.write()
    with zipfile.ZipFile(office.folder / "data.zip", "w") as archive:
        archive.write(path, "data_asn.csv")
        archive.writestr(name, "[]")
    folder = office.folder / "unpacked"
    folder.mkdir()
    found = unpack(office.folder / "data.zip", folder, "siasn")
    assert (found.problems, [one.value for one in found.left]) == ((), [name])


def test_a_file_and_a_folder_of_one_name_are_refused(office, unpacked):
    with zipfile.ZipFile(office.folder / "data.zip", "w") as archive:
        archive.writestr("rw-skp.json", "[]")
        archive.writestr("rw-skp.json/rw-skp.json", "[]")
    folder = office.folder / "unpacked"
    folder.mkdir()
    found = unpack(office.folder / "data.zip", folder, "siasn")
    assert [one.code for one in found.problems] == ["repeated_table"]


def test_every_table_and_kind_of_file_has_a_name_that_may_come_out():
    assert all(SOUND_NAME.fullmatch(f"{name}.csv") for name in (*TABLES, *known_columns()))
