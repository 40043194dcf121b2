"""Histories in the form of the SIASN API add past posts, ranks, appraisals and sanctions."""

import json
from datetime import date

import pytest

from tests.snapshots.siasn.flat import ANI, BIDANG, BUDI

EARLIER = {"nipBaru": ANI, "jenisJabatan": "4", "namaJabatan": "Pengelola Umum"}
EARLIER |= {"unorId": BIDANG, "tmtJabatan": "04-01-2010", "jenisPenugasanId": "D"}


def stays(loaded, nip=ANI):
    rows = [row for row in loaded.rows("assignments") if row["nip"] == nip]
    told = [(row["started_on"], row.get("ended_on"), row["appointment"]) for row in rows]
    return sorted(told, key=lambda one: one[0])


@pytest.mark.parametrize(
    "content",
    [
        [EARLIER],
        {"code": 1, "data": [EARLIER]},
        [{"code": 1, "data": [EARLIER]}, {"code": 1, "data": []}, {"code": 200, "data": None}],
        EARLIER,
    ],
    ids=["array", "envelope", "envelopes", "object"],
)
def test_a_past_post_ends_where_the_present_one_begins(office, content):
    loaded = office.keep("rw-jabatan.json", content).load(whole=True)
    assert stays(loaded) == [
        (date(2010, 1, 4), date(2020, 1, 1), "definitive"),
        (date(2020, 1, 1), None, "definitive"),
    ]


def test_a_file_a_person_in_a_folder_a_kind_is_read_too(office):
    told = {key: cell for key, cell in EARLIER.items() if key != "nipBaru"}
    assert len(stays(office.keep(f"rw-jabatan/{ANI}.json", [told]).load(whole=True))) == 2


def test_lines_of_json_are_read(office):
    import json

    office.keep("rw_jabatan.jsonl", f"{json.dumps(EARLIER)}\n{json.dumps(EARLIER)}\n")
    assert len(stays(office.load(whole=True))) == 2


def test_people_are_found_by_the_id_of_the_api(office):
    told = {**EARLIER, "nipBaru": None, "idPns": "1"}
    assert len(stays(office.keep("rw_jabatan.json", [told]).load(whole=True))) == 2


def test_rows_of_people_who_are_not_in_the_sheet_are_left_out_and_counted(office):
    office.keep("rw_jabatan.json", [{**EARLIER, "nipBaru": "1" * 18}])
    assert office.load(whole=True).told("person_unknown") == [
        "Rows of rw_jabatan of people who are not in Data ASN, not imported: 1."
    ]


@pytest.mark.parametrize(
    ("code", "appointment"),
    [("PLT", "acting"), ("PLH", "acting"), ("PJ", "acting"), ("TT", "additional"), ("?", "acting")],
)
def test_an_acting_post_is_no_step_of_the_career(office, code, appointment):
    told = {**EARLIER, "jenisPenugasanId": code, "tmtJabatan": "01-06-2021"}
    loaded = office.keep("rw_jabatan.json", [told]).load(whole=True)
    assert (date(2021, 6, 1), None, appointment) in stays(loaded)
    assert (date(2020, 1, 1), None, "definitive") in stays(loaded)


def test_an_additional_post_ends_where_another_takes_it_or_its_holder_s_next_post_begins(office):
    beside = EARLIER | {"jenisPenugasanId": "TT", "namaJabatan": "Kepala Sekolah"}
    told = [
        beside | {"tmtJabatan": "01-06-2012"},
        beside | {"tmtJabatan": "01-06-2021"},
        beside | {"nipBaru": BUDI, "tmtJabatan": "01-06-2023"},
    ]
    loaded = office.keep("rw_jabatan.json", told).load(whole=True)
    assert [one for one in stays(loaded) if one[2] == "additional"] == [
        (date(2012, 6, 1), date(2020, 1, 1), "additional"),
        (date(2021, 6, 1), date(2023, 6, 1), "additional"),
    ]
    assert (date(2023, 6, 1), None, "additional") in stays(loaded, BUDI)
    assert loaded.told("additional_ended") == [
        (
            "Additional duties of rw_jabatan that end where somebody else's in that post, or their "
            "holder's next definitive post, begins: 2."
        )
    ]


def test_a_history_newer_than_the_sheet_holds_and_is_told(office):
    office.keep("rw_jabatan.json", [{**EARLIER, "tmtJabatan": "01-06-2021"}])
    loaded = office.load(whole=True)
    assert loaded.person()["position_since"] == date(2021, 6, 1)
    assert loaded.told("newer_in_history")


def test_a_post_of_the_past_alone_has_no_seats(office):
    loaded = office.keep("rw_jabatan.json", [{**EARLIER, "namaJabatan": "Juru Lama"}])
    assert {row["title"]: row["seats"] for row in loaded.load(whole=True).rows("positions")}[
        "Juru Lama"
    ] == 0


def test_quadrants_count_from_the_best(office):
    told = [
        {"nipBaru": ANI, "tahun": 2022, "kuadranKinerjaNilai": 1},
        {"nipBaru": ANI, "tahun": "2023", "kuadranKinerja": "BUTUH PERBAIKAN"},
        {"nipBaru": ANI, "tahun": "2024", "kuadranKinerjaNilai": "9"},
    ]
    loaded = office.keep("rw_skp22.json", told).load(whole=True)
    assert [(row["year"], row["predicate"]) for row in loaded.rows("performance")] == [
        (2022, "sangat_baik"),
        (2023, "butuh_perbaikan"),
    ]
    assert "9 (1×)" in " ".join(loaded.told("unknown_value"))


@pytest.mark.parametrize(
    ("year", "rule", "number", "predicate"),
    [
        (2019, None, "91,5", "sangat_baik"),
        (2019, None, "90.9", "baik"),
        (2019, "PP46", 75, "butuh_perbaikan"),
        (2019, None, 55, "kurang"),
        (2019, None, 40, "sangat_kurang"),
        (2021, None, 115, "baik"),
        (2021, "PP30", 89.9, "butuh_perbaikan"),
        (2021, None, 60, "kurang"),
        (2020, "PP30", 49, "sangat_kurang"),
    ],
)
def test_old_numbers_are_read_by_the_rule_of_their_year(office, year, rule, number, predicate):
    told = {"nipBaru": ANI, "tahun": year, "nilaiPrestasiKerja": number}
    told |= {"jenisPeraturanKinerjaKd": rule}
    loaded = office.keep("rw_skp.json", [told]).load(whole=True)
    assert [row["predicate"] for row in loaded.rows("performance")] == [predicate]


def test_of_one_year_the_newest_rule_holds(office):
    old = {"nipBaru": ANI, "tahun": 2021, "nilaiPrestasiKerja": 95}
    told = [old | {"jenisPeraturanKinerjaKd": "PP46"}, old | {"jenisPeraturanKinerjaKd": "PP30"}]
    loaded = office.keep("rw_skp.json", told).load(whole=True)
    assert [row["predicate"] for row in loaded.rows("performance")] == ["baik"]
    assert loaded.told("history_repeated")
    assert not loaded.told("predicates_differ")


@pytest.mark.parametrize(
    ("cells", "predicate"),
    [
        ({"hasilKinerjaNilai": 1, "perilakuKerjaNilai": 1}, "sangat_baik"),
        ({"hasilKinerja": "SESUAI ESPEKTASI", "perilakuKerja": "DIATAS ESPEKTASI"}, "baik"),
        ({"hasilKinerjaNilai": 3, "perilakuKerjaNilai": 2}, "butuh_perbaikan"),
        ({"hasilKinerjaNilai": 1, "perilakuKerjaNilai": 3}, "kurang"),
        ({"hasilKinerjaNilai": 3, "perilakuKerjaNilai": 3}, "sangat_kurang"),
    ],
)
def test_a_predicate_follows_from_its_two_ratings_where_it_is_not_told(office, cells, predicate):
    told = [
        {"nipBaru": ANI, "tahun": 2023} | cells,
        {"nipBaru": ANI, "tahun": 2024, "kuadranKinerjaNilai": 2} | cells,
        {"nipBaru": ANI, "tahun": 2025, "hasilKinerjaNilai": 1},
    ]
    loaded = office.keep("rw_skp22.json", told).load(whole=True)
    found = {row["year"]: row["predicate"] for row in loaded.rows("performance")}
    assert found == {2023: predicate, 2024: "baik"}
    assert f"→ {predicate.replace('_', ' ')}" in loaded.told("predicate_by_ratings")[0]


def test_a_sanction_has_its_level_its_end_and_what_cancelled_it(office):
    told = [
        {"nipBaru": ANI, "jenisTingkatHukumanId": "S", "hukumanTanggal": "01-03-2020"}
        | {"akhirHukumTanggal": "01-09-2020", "skPembatalanNomor": "12/BATAL"},
        {"nipBaru": BUDI, "jenisHukuman": "27", "hukumanTanggal": "31-01-2020"}
        | {"masaTahun": "1", "masaBulan": "1"},
    ]
    first, second = office.keep("rw_hukdis.json", told).load(whole=True).rows("discipline")
    found = {row["nip"]: row for row in (first, second)}
    assert (found[ANI]["severity"], found[ANI]["cancelled"]) == ("sedang", True)
    assert found[ANI]["ended_on"] == date(2020, 9, 1)
    assert (found[BUDI]["severity"], found[BUDI]["cancelled"]) == ("berat", False)
    assert found[BUDI]["ended_on"] == date(2021, 2, 28)


def test_ranks_trainings_and_degrees_are_read(office):
    office.keep(
        "rw_golongan.json", [{"nipBaru": ANI, "golonganId": "31", "tmtGolongan": "1-1-2010"}]
    )
    office.keep("rw_diklat.json", [{"nipBaru": ANI, "latihanStrukturalId": "2", "tahun": "2015"}])
    office.keep("rw_kursus.json", [{"nipBaru": ANI, "namaKursus": "Arsip", "tahunKursus": 2016}])
    office.keep(
        "rw_pendidikan.json", [{"nipBaru": ANI, "tkPendidikanId": "40", "tahunLulus": 2008}]
    )
    loaded = office.load(whole=True)
    assert {"nip": ANI, "rank": "III/a", "since": date(2010, 1, 1)} in loaded.rows("ranks")
    assert {(row["name"], row["completed_on"]) for row in loaded.rows("trainings")} == {
        ("PKP", date(2015, 12, 31)),
        ("Arsip", date(2016, 12, 31)),
    }
    assert loaded.rows("educations")[0]["graduated_on"] == date(2008, 12, 31)
    assert loaded.told("graduated_at_year_end")


def test_data_utama_fills_what_the_sheet_leaves_empty(office):
    office.keep("data-utama.json", {"code": 1, "data": {"nipBaru": BUDI, "eselonId": "22"}})
    loaded = office.load(whole=True)
    assert (loaded.post(BUDI)["kind"], loaded.post(BUDI)["echelon"]) == ("jpt_pratama", "II.b")


def test_data_utama_alone_is_a_flat_sheet_too(office):
    told = {
        "nipBaru": ANI,
        "nama": "Ani",
        "tglLahir": "01-01-1985",
        "jabatanNama": "Arsiparis Mahir",
    }
    told |= {"tmtJabatan": "01-01-2020", "unorId": BIDANG, "jenisJabatanId": "2"}
    office.keep("data-utama/orang.json", told | {"path": ["x"]})
    from snapshots.siasn.source import read_siasn

    found = read_siasn(str(office.folder))
    assert found.tables["employees"].columns["name"].text.to_pylist() == ["Ani"]


def test_our_own_optional_tables_stand_beside(office):
    office.keep("competencies.csv", "competency_id,name,kind\nM.01,Integritas,managerial\n")
    office.keep("units.csv", "unit_id,name,agency_id\nX,X,X\n")
    loaded = office.load(whole=True)
    assert loaded.rows("competencies")[0]["competency_id"] == "M.01"
    assert "X" not in {row["unit_id"] for row in loaded.rows("units")}
    assert loaded.told("table_ignored")


def test_broken_json_is_told_by_its_file(office):
    assert office.keep("rw_jabatan.json", "{nothing").load(whole=True).errors == ["siasn.not_json"]


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 0, "data": "Terjadi kesalahan pada server"},
        {"code": 0, "data": []},
        {"fault": {"code": 900901, "message": "Invalid Credentials"}},
        {"code": "900902", "message": "Missing Credentials", "description": "…"},
        {"error": "invalid_token"},
        {"success": False, "mapData": None},
        {"code": 1, "data": "tidak ada"},
        {"code": 1, "data": [], "count": 4},
        {"code": 1, "data": [[]]},
        {"code": 1},
        {"data": None},
        {"status": "gagal", "data": []},
        {"error": True, "data": []},
    ],
)
def test_a_kept_answer_that_reports_an_error_refuses_the_import_by_its_file(office, answer):
    office.keep(f"rw-hukdis/{BUDI}.json", {"code": 1, "data": []})
    office.keep(f"rw-hukdis/{ANI}.json", [{"code": 1, "data": []}, answer])
    (problem,) = office.load(whole=True).result.errors
    assert problem.code == "siasn.answer_failed"
    assert f"rw-hukdis/{ANI}.json" in problem.message("en")


@pytest.mark.parametrize("answer", [[[]], None, "tidak ada", [None]])
def test_what_is_no_list_of_records_refuses_the_import_by_its_file(office, answer):
    (problem,) = office.keep("rw-hukdis.json", json.dumps(answer)).load(whole=True).result.errors
    assert (problem.code, problem.place.file) == ("siasn.answer_failed", "rw-hukdis.json")


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"code": 1, "data": None},
        {"success": True, "mapData": {"data": [], "count": 0}},
        {"status": "OK", "message": "Tidak ada data", "data": []},
    ],
)
def test_an_answer_that_clearly_holds_no_records_is_an_empty_history(office, answer):
    loaded = office.keep(f"rw-hukdis/{ANI}.json", answer).load(whole=True)
    assert loaded.errors == []
    assert not loaded.has("discipline")


@pytest.mark.parametrize(
    "records", [[{f"k{number}": ""} for number in range(800)], [{}] * 300_000 + [EARLIER] * 80]
)
def test_more_cells_than_records_have_are_refused(office, records, monkeypatch):
    monkeypatch.setattr("snapshots.siasn.answers.MOST_CELLS", 10**6)
    office.keep("rw_jabatan.json", records)
    assert office.load(whole=True).errors == ["siasn.too_many_cells"]


def test_a_problem_in_a_history_tells_the_file_and_the_row_in_it(office):
    office.keep("rw_jabatan.json", [EARLIER, {**EARLIER, "tmtJabatan": "99-99-2011"}])
    place = office.load(whole=True).result.errors[0].place
    assert (place.file, place.row, place.column) == ("rw_jabatan.json", 2, "tmtJabatan")
