"""The flat sheet alone is enough to begin, with the dirt that such sheets have."""

from datetime import date

import pytest

from tests.snapshots.siasn.flat import ANI, BUDI, CITRA


def test_three_rows_give_people_posts_units_and_their_open_stays(office):
    loaded = office.load()
    assert not loaded.errors
    assert loaded.person() == {
        "nip": ANI,
        "name": "Ani Contoh",
        "appointed_on": date(2010, 1, 4),
        "position_id": loaded.post()["position_id"],
        "position_since": date(2020, 1, 1),
        "birth_date": date(1985, 1, 1),
        "sex": "f",
        "status": "pns",
        "legal_status": "active",
        "rank": "III/c",
        "rank_since": date(2019, 4, 1),
        "education_level": "s1",
    }
    stay = next(row for row in loaded.rows("assignments") if row["nip"] == ANI)
    assert (stay["started_on"], stay.get("ended_on")) == (date(2020, 1, 1), None)
    assert {"nip": ANI, "rank": "III/c", "since": date(2019, 4, 1)} in loaded.rows("ranks")


def test_the_snapshot_remembers_that_posts_were_deduced(office):
    snapshot = office.load().result.snapshot
    assert snapshot.deduced
    assert office.store.load(snapshot.snapshot_id).deduced
    assert office.store.list()[0].deduced


def test_seats_are_the_holders_and_it_is_told(office):
    office.add(nip_baru="198606062011012000", pns_id="4")
    loaded = office.load()
    assert loaded.post()["seats"] == 2
    assert "unit: 3; their seats" in loaded.told("posts_deduced")[0]


@pytest.mark.parametrize(
    "cell", [f"'{ANI}", f" {ANI} ", f'="{ANI}"', f"`{ANI}"], ids=["apostrophe", "spaces", "=", "`"]
)
def test_a_nip_is_read_through_what_spreadsheets_put_round_it(office, cell):
    assert office.change(nip_baru=cell).load().person()["nip"] == ANI


@pytest.mark.parametrize("cell", ["NULL", "-", "", "  ", "n/a", "None", "00-00-0000", "0000-00-00"])
def test_words_for_nothing_are_nothing(office, cell):
    loaded = office.change(tanggal_lahir=cell).load()
    assert not loaded.errors
    assert loaded.person()["birth_date"] is None


@pytest.mark.parametrize(
    "cell", ["01-01-1985", "1985-01-01", "01/01/1985", "1-1-1985", "1985-01-01 00:00:00"]
)
def test_dates_are_read_in_every_usual_form(office, cell):
    assert office.change(tanggal_lahir=cell).load().person()["birth_date"] == date(1985, 1, 1)


def test_capitals_and_double_spaces_make_no_second_post(office):
    office.add(nip_baru="198606062011012000", jabatan_nama="ANALIS  KEBIJAKAN AHLI MUDA ")
    loaded = office.load()
    assert loaded.post()["seats"] == 2
    assert loaded.post()["title"] == "Analis Kebijakan Ahli Muda"


def test_an_id_that_some_rows_lack_makes_no_second_post(office):
    office.change(jabatan_id="7" * 32)
    office.add(nip_baru="198606062011012000", jabatan_id="")
    assert office.load().post()["seats"] == 2


def test_long_ids_are_the_same_however_they_are_written(office):
    office.change(unor_id="8AE48289-2A1B-4C5D-8E6F-1234567890AB")
    office.change(2, unor_id="8ae482892a1b4c5d8e6f1234567890ab")
    loaded = office.load()
    assert loaded.post()["unit_id"] == loaded.post(CITRA)["unit_id"]


def test_titles_stand_before_and_after_the_name(office):
    office.change(gelar_depan="Dr.", gelar_belakang="S.H., M.H.")
    assert office.load().person()["name"] == "Dr. Ani Contoh, S.H., M.H."


def test_rows_that_are_wholly_alike_are_one_and_told(office):
    office.rows.append(dict(office.rows[0]))
    loaded = office.load()
    assert len(loaded.rows("employees")) == 3
    assert "Row 4" in loaded.told("repeated_row")[0]


@pytest.mark.parametrize(
    "printed",
    [
        "19850101 201001 2 000",
        "19850101.201001.2.000",
        "'19850101-201001-2-000",
        "1985\u00a00101 2010012000",
    ],
)
def test_a_nip_as_it_is_printed_is_the_same_person(office, printed):
    case = {"nip": ANI, "jenisTingkatHukumanId": "B", "hukumanTanggal": "10-03-2025"}
    loaded = office.change(nip_baru=printed).keep("rw_hukdis.json", [case]).load(whole=True)
    assert loaded.person()["name"] == "Ani Contoh"
    assert [row["nip"] for row in loaded.rows("discipline")] == [ANI]


@pytest.mark.parametrize("cell", ["19850101 201001 2", "1985-01-01", "x"])
def test_what_is_no_nip_stays_as_it_stands(office, cell):
    assert office.change(nip_baru=cell).load().person(cell)["name"] == "Ani Contoh"


def test_two_different_rows_of_one_nip_are_refused(office):
    assert "duplicate_key" in office.add(nama="Ani Lain").load().errors


def test_who_cannot_be_placed_is_left_out_and_told_with_the_cell(office):
    loaded = office.change(2, tmt_jabatan="00-00-0000").load()
    assert {row["nip"] for row in loaded.rows("employees")} == {ANI, BUDI}
    assert loaded.told("row_left_out") == [
        "Row 3 is not imported: tmt_jabatan is empty, so that the person cannot be placed."
    ]


def test_a_broken_date_is_an_error_in_the_cell_of_the_sheet(office):
    for row in office.rows:
        row["TMT JABATAN"] = row.pop("tmt_jabatan")
    office.rows[1]["TMT JABATAN"] = "31-02-2019"
    problem = office.load().result.errors[0]
    assert (problem.place.file, problem.place.row, problem.place.column) == (
        *("data_asn.csv", 2),
        "TMT JABATAN",
    )
    assert "Row 2: TMT JABATAN holds 31-02-2019" in problem.message("en")
    record = problem.as_record("en")
    assert (record["table"], record["column"]) == ("employees", "position_since")
    assert (record["source_file"], record["source_row"]) == ("data_asn.csv", 2)


def test_semicolons_and_headings_in_capitals_are_read(office):
    office.rows = [{key.upper(): cell for key, cell in row.items()} for row in office.rows]
    path = office.write(delimiter=";")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    from snapshots.siasn.source import read_siasn

    assert len(read_siasn(str(path)).tables["employees"].rows) == 3


def test_a_sheet_without_a_column_that_places_people_is_refused_by_its_name(office):
    for row in office.rows:
        del row["tmt_jabatan"]
    assert office.load().errors[0] == "siasn.column_missing"


def test_columns_that_are_not_read_are_told_once(office):
    told = office.change(agama_nama="Islam", nik="0").load().told("columns_unread")
    assert told == ["Columns of data_asn that were not read: 2 (agama_nama, nik)."]
    assert all("Islam" not in text for text in told)


def test_somebody_retired_is_kept_as_gone_from_the_day_after_the_last_date_known(office):
    loaded = office.change(kedudukan_hukum_id="99").load()
    person = loaded.person()
    assert (person["left_on"], person["left_reason"]) == (date(2020, 1, 2), "retired")
    assert loaded.post()["seats"] == 0
    assert ": 1 (" in loaded.told("left_on_deduced")[0]


def test_the_day_of_retirement_is_taken_where_it_is_told(office):
    loaded = office.change(kedudukan_hukum_id="98", tmt_pensiun="01-02-2021").load()
    assert loaded.person()["left_on"] == date(2021, 2, 1)


def test_without_tmt_cpns_the_month_in_the_nip_is_the_first_day_of_a_civil_servant(office):
    loaded = office.change(tmt_cpns="").load()
    assert loaded.person()["appointed_on"] == date(2010, 1, 1)
    assert loaded.told("appointed_by_nip")


def test_without_tmt_cpns_the_post_is_the_first_day_of_contract_staff(office):
    loaded = office.change(tmt_cpns="", gol_akhir_nama="IX").load()
    assert loaded.person()["appointed_on"] == date(2020, 1, 1)
    assert loaded.person()["status"] == "pppk"


@pytest.mark.parametrize("cell", ["PPPK Guru 2021", "P3K"])
def test_contract_staff_never_pass_for_civil_servants(office, cell):
    assert office.change(jenis_pegawai_nama=cell).load().person()["status"] == "pppk"
