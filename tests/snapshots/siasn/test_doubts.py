"""What is doubtful in a source is unknown or refused and told, and never decided in silence."""

from datetime import date

import pytest

from tests.snapshots.siasn.flat import ANI, BIDANG, BUDI, CITRA

CASE = {"nipBaru": ANI, "hukumanTanggal": "10-03-2025", "akhirHukumTanggal": "10-03-2026"}


def test_a_sanction_of_an_unknown_level_refuses_the_import_with_its_cell(office):
    office.keep("rw_hukdis.json", [CASE | {"jenisTingkatHukumanId": "Z"}])
    (problem,) = office.load(whole=True).result.errors
    assert (problem.code, problem.place.row) == ("siasn.sanction_unknown", 1)
    assert 'rw_hukdis.json row 1: the level of sanction "Z"' in problem.message("en")
    assert '[values.tingkat]: "Z" = "ringan"' in problem.remedy("en")


def test_the_line_of_that_remedy_cures_it(office):
    office.keep("rw_hukdis.json", [CASE | {"jenisTingkatHukumanId": "Z"}])
    office.keep("mapping.toml", '[values.tingkat]\n"Z" = "berat"\n')
    assert [one["severity"] for one in office.load(whole=True).rows("discipline")] == ["berat"]


@pytest.mark.parametrize("lost", [{}, {"jenisTingkatHukumanId": "S", "hukumanTanggal": ""}])
def test_a_sanction_without_level_or_day_refuses_the_import(office, lost):
    assert office.keep("rw_hukdis.json", [CASE | lost]).load(whole=True).errors


def test_a_cancelled_sanction_may_be_incomplete(office):
    told = CASE | {"jenisTingkatHukumanId": "Z", "skPembatalanNomor": "12/BATAL"}
    assert not office.keep("rw_hukdis.json", [told]).load(whole=True).errors


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"gol_akhir_id": "31", "gol_akhir_nama": "IV/a"}, "rank", None),
        (
            {"tingkat_pendidikan_id": "50", "tingkat_pendidikan_nama": "S-1/Sarjana"},
            *("education_level", None),
        ),
        ({"kedudukan_hukum_id": "01", "kedudukan_hukum_nama": "CLTN"}, "legal_status", "other"),
        ({"kedudukan_hukum_id": "99", "kedudukan_hukum_nama": "Aktif"}, "legal_status", "other"),
    ],
)
def test_a_code_and_a_name_that_contradict_each_other_are_unknown_and_told(
    office, cells, column, value
):
    loaded = office.change(**cells).load()
    assert loaded.person()[column] == value
    (told,) = loaded.told("contradiction")
    assert " ≠ " in told
    assert "(row 1: " in told


def test_a_code_and_a_name_of_one_level_of_education_do_not_contradict_each_other(office):
    loaded = office.change(tingkat_pendidikan_id="35", tingkat_pendidikan_nama="S-1").load()
    assert loaded.person()["education_level"] == "d4"
    assert not loaded.told("contradiction")


def test_an_appraisal_that_contradicts_itself_is_none(office):
    told = [
        {"nipBaru": ANI, "tahun": 2024, "kuadranKinerjaNilai": 1, "kuadranKinerja": word}
        | {"tahun": year}
        for year, word in ((2023, "SANGAT BAIK"), (2024, "SANGAT KURANG"))
    ]
    loaded = office.keep("rw_skp22.json", told).load(whole=True)
    assert [row["year"] for row in loaded.rows("performance")] == [2023]
    assert "row 2: 1 ≠ SANGAT KURANG" in loaded.told("contradiction")[0]


def test_two_predicates_of_one_year_are_none_whatever_an_older_rule_says(office):
    told = [
        {"nipBaru": ANI, "tahun": year, "kuadranKinerjaNilai": quadrant}
        for year, quadrant in ((2023, 1), (2023, 4), (2024, 2), (2024, 2))
    ]
    office.keep("rw_skp22.json", told)
    office.keep("rw_skp.json", [{"nipBaru": ANI, "tahun": 2023, "nilaiPrestasiKerja": 95}])
    loaded = office.load(whole=True)
    assert [(row["year"], row["predicate"]) for row in loaded.rows("performance")] == [
        (2024, "baik")
    ]
    first, second = sorted(loaded.told("predicates_differ"))
    assert first.startswith("rw_skp22.json row 1: this person’s predicate of 2023 is sangat baik")
    assert second.startswith("rw_skp22.json row 2: this person’s predicate of 2023 is kurang")


def test_a_title_that_contradicts_its_kind_is_told(office):
    loaded = office.change(jenis_jabatan_id="1", jabatan_nama="Guru PJOK Ahli Pertama").load()
    assert loaded.post()["kind"] == "fungsional"
    assert "Guru PJOK Ahli Pertama → fungsional" in " ".join(loaded.told("kind_by_title"))


def test_rows_of_one_post_that_differ_are_told(office):
    office.add(nip_baru="198606062011012000", pns_id="4")
    office.add(nip_baru="198707072012012000", pns_id="5", jenis_jabatan_id="1")
    told = office.load().told("rows_differ")
    assert "Analis Kebijakan Ahli Muda → fungsional (struktural)" in told[0]


def test_an_empty_legal_standing_counts_as_active_and_is_told(office):
    loaded = office.change(1, kedudukan_hukum_id="").load()
    assert loaded.person(BUDI)["legal_status"] is None
    assert ": 1 (" in loaded.told("standing_assumed")[0]
    assert "row 2" in loaded.told("standing_assumed")[0]


def test_who_has_no_unit_is_left_out_although_the_agency_is_named(office):
    for row in office.rows:
        row |= {"unor_induk_id": "c" * 32, "unor_induk_nama": "Dinas B"}
    loaded = office.change(2, unor_id="", unor_nama="NULL").load()
    assert CITRA not in {row["nip"] for row in loaded.rows("employees")}
    assert "Row 3 is not imported: unor_nama is empty" in loaded.told("row_left_out")[0]


def test_a_sheet_that_knows_no_units_at_all_places_people_in_their_agencies_and_says_so(office):
    for row in office.rows:
        del row["unor_id"], row["unor_nama"]
        row |= {"unor_induk_id": "c" * 32, "unor_induk_nama": "Dinas B"}
    loaded = office.load()
    assert loaded.unit()["name"] == "Dinas B"
    assert ": 3 (" in loaded.told("unit_is_agency")[0]


def test_a_name_without_letters_refuses_the_import(office):
    assert "siasn.name_without_letters" in office.change(nama=ANI).load().errors


def test_a_retirement_age_that_the_family_sets_is_told(office):
    loaded = office.change(jabatan_nama="Guru Ahli Muda").load()
    assert loaded.post()["retirement_age"] == 60
    assert "Guru Ahli Muda → 60" in loaded.told("retirement_by_family")[0]


@pytest.mark.parametrize("field", ["PROFESI GURU", "PPG PRAJABATAN", "S-1 PENDIDIKAN GURU SD"])
def test_teachers_professional_education_is_a_field_of_teaching(office, field):
    assert office.change(pendidikan_nama=field).load().person()["education_field"] == "Pendidikan"


def test_a_doubled_nip_is_refused_without_noise_about_a_history_or_a_stay(office):
    loaded = office.add(tmt_jabatan="01-01-2022", jabatan_nama="Arsiparis Ahli Muda").load()
    assert loaded.errors == ["duplicate_key"]
    assert not loaded.told("newer_in_history")
    assert "no_open_stay" not in [one.code for one in loaded.result.warnings]


def test_an_open_additional_post_has_a_seat_for_it(office):
    beside = {"nipBaru": ANI, "jenisPenugasanId": "TT", "namaJabatan": "Kepala Sekolah"}
    beside |= {"unorId": BIDANG, "jenisJabatan": "2"}
    told = [beside | {"tmtJabatan": "01-06-2021"}]
    told += [beside | {"tmtJabatan": "01-06-2015", "namaJabatan": "Kepala Ruang"}]
    loaded = office.keep("rw_jabatan.json", told).load(whole=True)
    seats = {row["title"]: row["seats"] for row in loaded.rows("positions")}
    assert (seats["Kepala Sekolah"], seats["Kepala Ruang"]) == (1, 0)


@pytest.mark.parametrize("turn", [1, -1], ids=["as told", "turned round"])
def test_of_sanctions_from_one_day_the_severest_and_then_the_longest_holds_and_is_told(
    office, turn
):
    cases = [
        CASE | {"jenisTingkatHukumanId": level, "akhirHukumTanggal": end}
        for level, end in (("R", "10-03-2028"), ("B", "10-03-2026"), ("B", "10-03-2027"))
    ]
    cases.append(cases[2] | {"akhirHukumTanggal": "", "skPembatalanNomor": "12/BATAL"})
    loaded = office.keep("rw_hukdis.json", cases[::turn]).load(whole=True)
    (held,) = loaded.rows("discipline")
    assert (held["severity"], held["ended_on"]) == ("berat", date(2027, 3, 10))
    assert len(loaded.told("sanction_beside")) == 3


def test_sanctions_that_say_the_same_are_one(office):
    loaded = office.keep("rw_hukdis.json", [CASE | {"jenisTingkatHukumanId": "S"}] * 2)
    loaded = loaded.load(whole=True)
    assert len(loaded.rows("discipline")) == 1
    assert (len(loaded.told("history_repeated")), loaded.told("sanction_beside")) == (1, [])


def test_a_sanction_without_end_and_length_runs_on_and_is_told_by_its_row(office):
    cases = [
        CASE | {"jenisTingkatHukumanId": "R", "hukumanTanggal": f"01-01-{year}"} | more
        for year, more in (
            (2012, {"akhirHukumTanggal": ""}),
            (2013, {"akhirHukumTanggal": "", "masaBulan": "6"}),
            (2014, {"akhirHukumTanggal": "", "skPembatalanNomor": "12/BATAL"}),
        )
    ]
    loaded = office.keep("rw_hukdis.json", cases).load(whole=True)
    (told,) = loaded.told("sanction_without_end")
    assert told.startswith("rw_hukdis.json row 1: ")


@pytest.mark.parametrize(
    ("cells", "rank"),
    [
        ({"gol_akhir_id": "11", "gol_akhir_nama": "XI"}, "XI"),
        ({"gol_akhir_id": "9", "gol_akhir_nama": "IX"}, "IX"),
        ({"gol_akhir_id": "11", "gol_akhir_nama": "", "jenis_pegawai_nama": "PPPK"}, None),
    ],
)
def test_ids_of_the_ranks_of_contract_staff_are_not_those_of_civil_servants(office, cells, rank):
    loaded = office.change(**cells).load()
    assert (loaded.person()["rank"], loaded.person()["status"]) == (rank, "pppk")
    assert not loaded.told("contradiction")


def test_a_class_that_is_none_is_unknown_and_told_and_refuses_nothing(office):
    loaded = office.change(kelas_jabatan="VIII").change(1, kelas_jabatan="13.0").load()
    assert (loaded.post()["job_class"], loaded.post(BUDI)["job_class"]) == (None, 13)
    assert "VIII (1×)" in loaded.told("unknown_number")[0]
