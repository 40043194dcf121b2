"""ref-unor tells the echelon of the post that heads a unit, and which unit is without a head."""

import pytest

from tests.snapshots.siasn.flat import ANI, BIDANG, BUDI, DINAS

SEKSI, OLD = "d" * 32, "f" * 32
REFERENCE = [
    {"Id": "0" * 32, "NamaUnor": "KOTA", "EselonId": "11", "NamaJabatan": "WALI"},
    {"Id": DINAS, "NamaUnor": "DINAS B", "EselonId": "22", "NamaJabatan": "KEPALA DINAS"}
    | {"DiatasanId": "0" * 32},
    {"Id": BIDANG, "NamaUnor": "BIDANG A", "EselonId": "32", "NamaJabatan": "KEPALA BIDANG A"}
    | {"DiatasanId": DINAS},
    {"Id": OLD, "NamaUnor": "BIDANG LAMA", "EselonId": "32", "NamaJabatan": "KEPALA BIDANG LAMA"}
    | {"DiatasanId": DINAS},
    {"Id": SEKSI, "NamaUnor": "SDN 1", "EselonId": "", "NamaJabatan": "KEPALA SEKOLAH"}
    | {"DiatasanId": DINAS},
]
PAST = {"nipBaru": ANI, "unorId": BIDANG, "tmtJabatan": "04-01-2010", "jenisJabatan": "1"}


@pytest.fixture
def told(office):
    return office.keep("ref_unor.json", {"code": 1, "data": REFERENCE})


def test_the_head_of_a_unit_has_the_echelon_that_ref_unor_gives_it(told):
    loaded = told.load(whole=True)
    post = loaded.post(BUDI)
    assert (post["kind"], post["echelon"], post["min_rank"]) == ("jpt_pratama", "II.b", "IV/b")
    assert "Kepala Dinas B → II.b" in loaded.told("echelon_by_unit")[0]
    assert not loaded.told("kind_by_title")


def test_who_serves_beside_the_head_does_not_take_its_echelon(told):
    loaded = told.change(1, jabatan_nama="Sekretaris Dinas B").load(whole=True)
    assert (loaded.post(BUDI)["kind"], loaded.post(BUDI)["echelon"]) == ("administrator", None)


def test_an_echelon_of_the_holder_goes_before_that_of_ref_unor(told):
    assert told.change(1, eselon_id="31").load(whole=True).post(BUDI)["echelon"] == "III.a"


def test_a_unit_at_work_without_a_head_has_a_vacant_post_and_it_is_told(told):
    loaded = told.load(whole=True)
    rows = {row["title"]: row for row in loaded.rows("positions")}
    head = rows["KEPALA BIDANG A"]
    assert (head["unit_id"], head["seats"], head["kind"]) == (BIDANG, 1, "administrator")
    assert not {"KEPALA BIDANG LAMA", "KEPALA SEKOLAH", "WALI"} & {*rows}
    assert loaded.told("head_unheld") == [
        (
            "Heads of units that nobody is, by ref-unor, and that count as vacant: "
            "1 (KEPALA BIDANG A (BIDANG A))."
        )
    ]


def test_a_head_that_somebody_once_was_is_the_same_post(told):
    told.keep("rw_jabatan.json", [PAST | {"namaJabatan": "Kepala Bidang A"}])
    loaded = told.load(whole=True)
    (seats,) = [
        row["seats"] for row in loaded.rows("positions") if row["title"] == "Kepala Bidang A"
    ]
    assert seats == 1


def test_a_unit_with_any_leading_post_that_is_held_gets_no_second_head(told):
    told.change(jabatan_nama="Kepala Kelompok A", jenis_jabatan_id="1")
    assert not told.load(whole=True).told("head_unheld")
