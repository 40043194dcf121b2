"""Which files of a folder are read, and that every one of them is told."""

import pytest

from tests.snapshots.siasn.flat import ANI, BIDANG

EARLIER = {"nipBaru": ANI, "jenisJabatan": "4", "namaJabatan": "Pengelola Umum"}
EARLIER |= {"unorId": BIDANG, "tmtJabatan": "04-01-2010", "jenisPenugasanId": "D"}


def test_a_copy_of_the_sheet_deeper_in_the_folder_is_not_read_and_told(office):
    office.write()
    for copy in ("arsip/data_asn.csv", "data_asn/lama.csv", "arsip/data-utama/orang.json"):
        office.keep(copy, "nip_baru,nama\n1,Lama\n")
    loaded = office.change(0, nama="Ani Baru").load(whole=True)
    assert loaded.person()["name"] == "Ani Baru"
    assert [told.split()[0] for told in loaded.told("data_asn_beneath")] == [
        *("arsip/data-utama/orang.json", "arsip/data_asn.csv", "data_asn/lama.csv"),
    ]


def test_a_sheet_that_lies_deeper_alone_is_not_taken_but_named(office):
    path = office.write()
    office.keep("arsip/data_asn.csv", path.read_text("utf-8"))
    path.unlink()
    from snapshots.siasn.source import read_siasn

    found = read_siasn(str(office.folder))
    assert [one.code for one in found.problems] == ["siasn.no_data_asn"]
    assert [one.value for one in found.warnings] == ["arsip/data_asn.csv"]


@pytest.mark.parametrize("other", ["Data ASN.csv", "data-utama.csv", "DATA_ASN.CSV"])
def test_two_sheets_beside_each_other_are_refused_by_their_names(office, other):
    office.keep(other, office.write().read_text("utf-8"))
    (problem,) = [
        one for one in office.load(whole=True).result.errors if one.code == "siasn.data_asn_twice"
    ]
    assert "data_asn.csv" in problem.message("en")
    assert other in problem.message("en")


def test_every_file_that_was_read_is_told_with_its_rows(office):
    office.keep("rw-jabatan/a.json", [EARLIER]).keep("rw-jabatan/b.json", [])
    office.keep("competencies.csv", "competency_id,name,kind\nM.01,Integritas,managerial\n")
    assert office.load(whole=True).told("files_read") == [
        "Rows of data_asn read: 3, from files: 1 (data_asn.csv: 3).",
        "Rows of rw_jabatan read: 1, from files: 2 (rw-jabatan/a.json: 1; rw-jabatan/b.json: 0).",
        "Rows of competencies read: 1, from files: 1 (competencies: 1).",
    ]


def test_whoever_waits_learns_how_many_files_are_read(office):
    from snapshots.siasn.source import read_siasn

    heard = []
    office.keep("rw-jabatan/a.json", [EARLIER]).write()
    read_siasn(str(office.folder), lambda *told: heard.append(told))
    assert heard == [("reading", 0, 2), ("reading", 1, 2)]
