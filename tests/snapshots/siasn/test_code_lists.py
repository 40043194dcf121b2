"""Every code list of SIASN is read as its rule says, and what no list knows is told."""

import pytest

from snapshots import ladders
from snapshots.siasn.codes import find_list, read_codes_file
from snapshots.tables import TABLES

CASES = {
    "golongan": {"11": "I/a", "45": "IV/e", "III/d": "III/d", "IIId": "III/d", "iii-a": "III/a"}
    | {"Penata Muda Tk. I": "III/b", "Penata Muda (III/a)": "III/a", "XVII": "XVII", "ix": "IX"},
    "jenis_jabatan": {"1": "struktural", "2": "fungsional", "3": "rangkap", "4": "pelaksana"}
    | {"JABATAN FUNGSIONAL TERTENTU": "fungsional", "Jabatan Fungsional Umum": "pelaksana"},
    "eselon": {"11": "I.a", "21": "II.a", "32": "III.b", "IV.a": "IV.a", "IVA": "IV.a"}
    | {"99": "none", "00": "none", "Non Eselon": "none"},
    "tingkat_pendidikan": {"05": "sd", "5": "sd", "10": "smp", "15": "sma", "17": "sma"}
    | {"20": "d1", "25": "d2", "30": "d3", "35": "d4", "40": "s1", "45": "s2", "50": "s3"}
    | {"S-1/Sarjana": "s1", "Diploma III/Sarjana Muda": "d3", "SLTA Kejuruan": "sma"},
    "kedudukan_hukum": {"01": "active", "1": "active", "01 - Aktif": "active", "66": "left"}
    | {"02": "unpaid_leave", "13": "unpaid_leave", "03": "study_leave", "04": "suspended"}
    | {"15": "other", "20": "other", "98": "retired", "Pensiun": "retired"},
    "status_pegawai": {"P": "pns", "C": "cpns", "CPNS": "cpns", "PPPK": "pppk"}
    | {"PPPK Paruh Waktu": "pppk_part_time"},
    "jenis_kelamin": {"M": "m", "F": "f", "1": "m", "2": "f", "Pria": "m", "WANITA": "f"}
    | {"L": "m", "P": "f", "Laki-laki": "m", "perempuan": "f"},
    "jenis_penugasan": {"D": "definitive", "PLT": "acting", "Plh.": "acting", "PJ": "acting"}
    | {"TT": "additional"},
    "jenis_mutasi": {"MJ": "post", "MU": "unit", "Mutasi Unor": "unit"},
    "tingkat_hukuman": {"R": "ringan", "S": "sedang", "B": "berat", "Berat": "berat"},
    "jenis_hukuman": {"1": "ringan", "22": "ringan", "23": "sedang", "4": "sedang", "27": "berat"},
    "kuadran_kinerja": {"1": "sangat_baik", "2": "baik", "3": "butuh_perbaikan", "4": "kurang"}
    | {"5": "sangat_kurang", "SANGAT BAIK": "sangat_baik", "Butuh Perbaikan": "butuh_perbaikan"},
    "ekspektasi": {"1": "di_atas", "2": "sesuai", "3": "di_bawah", "DIATAS ESPEKTASI": "di_atas"}
    | {"Sesuai Ekspektasi": "sesuai", "DIBAWAH ESPEKTASI": "di_bawah"},
    "jenjang": {"MU": "ahli_muda", "pm": "pemula", "Ahli Madya": "ahli_madya"},
    "latihan_struktural": {"2": "PKP", "3": "PKA", "4": "PKN II", "5": "PKN I"},
}


@pytest.mark.parametrize(
    ("name", "code", "meaning"),
    [(name, code, meaning) for name, told in CASES.items() for code, meaning in told.items()],
)
def test_a_code_means_what_its_rule_says(name, code, meaning):
    assert find_list(name).translate(code) == meaning


def test_every_list_is_tried_here_and_names_its_source():
    lists = read_codes_file()["lists"]
    assert lists.keys() == CASES.keys()
    assert all(entry["source"] for entry in lists.values())


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_no_list_knows_is_unknown(name):
    assert find_list(name).translate("entah apa") is None


def test_lists_give_only_values_that_the_record_format_has():
    legal = {*TABLES["employees"].column("legal_status").choices, "left", "retired"}
    assert {*find_list("golongan").meanings.values()} == {*ladders.RANK_CODES}
    assert {*find_list("kedudukan_hukum").meanings.values()} <= legal
    assert {*find_list("tingkat_pendidikan").meanings.values()} == {*ladders.EDUCATION_LEVELS}
    assert {*find_list("kuadran_kinerja").meanings.values()} == {*ladders.PREDICATES}
    ratings = {*find_list("ekspektasi").meanings.values()}
    by_ratings = read_codes_file()["predicates"]
    assert by_ratings.keys() == ratings
    assert all(inner.keys() == ratings for inner in by_ratings.values())
    assert {one for inner in by_ratings.values() for one in inner.values()} == {*ladders.PREDICATES}


def test_an_unknown_code_becomes_an_unknown_fact_and_its_values_are_listed(office):
    office.change(0, tingkat_pendidikan_id="77").change(1, tingkat_pendidikan_id="77")
    loaded = office.load()
    assert loaded.person()["education_level"] is None
    (told,) = loaded.told("unknown_value")
    assert "tingkat_pendidikan_id" in told
    assert "77 (2×)" in told


def test_the_name_is_read_where_the_id_is_not_known(office):
    office.change(0, tingkat_pendidikan_id="77", tingkat_pendidikan_nama="S-2")
    loaded = office.load()
    assert loaded.person()["education_level"] == "s2"
    assert not loaded.told("unknown_value")


def test_a_legal_standing_that_nobody_knows_never_passes_for_active(office):
    assert office.change(0, kedudukan_hukum_id="77").load().person()["legal_status"] == "other"


def test_echelons_have_kinds_and_ranks_of_the_record_format():
    for kind, low, high in read_codes_file()["echelons"].values():
        assert kind in ladders.KINDS
        assert ladders.RANK_CODES[low] <= ladders.RANK_CODES[high]
