"""Doubts are told with their place and never keep records out."""

from datetime import date

import pytest

from tests.snapshots.small_source import ANI, BUDI

TODAY = date(2020, 1, 15)


def warnings(source, code):
    """Import, make sure that a snapshot was stored, and return the warnings of one code."""
    result = source.load()
    assert result.snapshot is not None
    return [problem for problem in result.warnings if problem.code == code]


def rename(source, old, new):
    """Give a person another NIP throughout."""
    for rows in source.tables.values():
        for row in rows:
            row.update({name: new for name, cell in row.items() if cell == old})
    return source


def test_a_nip_that_is_not_18_digits_is_told(source):
    (problem,) = warnings(rename(source, ANI, "S00001"), "nip_not_18_digits")
    assert problem.message("id") == "Baris 1: NIP “S00001” tidak terdiri atas 18 angka."
    assert problem.message("en") == "Row 1: NIP “S00001” is not 18 digits."


def test_characters_that_nobody_sees_are_left_out_of_texts_and_told(source):
    source.change("employees", 1, name="Ani\u202e inA\x1b[2J", nip=ANI + "\u200f")
    source.change("positions", 1, title="Kepala\ufeff Seksi")
    result = source.load()
    assert result.snapshot is not None
    assert "Ani inA[2J" in result.snapshot.tables["employees"].column("name").to_pylist()
    assert "Kepala Seksi" in result.snapshot.tables["positions"].column("title").to_pylist()
    told = [one for one in result.warnings if one.code == "hidden_characters"]
    assert {(one.table, one.column, one.row) for one in told} == {
        ("employees", "nip", 1),
        ("employees", "name", 1),
        ("positions", "title", 1),
    }
    assert all("\u202e" not in one.message("id") + (one.value or "") for one in told)


def test_a_required_text_of_hidden_characters_alone_is_an_empty_value(source):
    result = source.change("employees", 1, name="\u202e").load()
    assert [one.code for one in result.errors] == ["empty_value"]


def test_a_nip_that_tells_another_birth_date_is_told(source):
    source.change("employees", 1, birth_date="1985-02-01")
    (problem,) = warnings(source, "nip_birth_date_differs")
    assert problem.message("id") == (
        f"Baris 1: tanggal lahir dalam NIP {ANI} berbeda dengan birth_date (1 Februari 1985)."
    )
    assert problem.message("en") == (
        f"Row 1: the birth date in NIP {ANI} differs from birth_date (1 February 1985)."
    )


def test_a_nip_that_tells_another_sex_is_told(source):
    (problem,) = warnings(source.change("employees", 2, sex="f"), "nip_sex_differs")
    assert problem.message("id") == (
        f"Baris 2: jenis kelamin dalam NIP {BUDI} berbeda dengan sex (f)."
    )
    assert problem.message("en") == f"Row 2: the sex in NIP {BUDI} differs from sex (f)."


@pytest.mark.parametrize("cells", [{"birth_date": ""}, {"sex": ""}])
def test_an_unknown_birth_date_or_sex_disagrees_with_nothing(source, cells):
    source.change("employees", 1, **cells)
    assert not [p for p in source.load().warnings if p.code.startswith("nip_")]


def test_stays_that_overlap_are_told(source):
    source.change("assignments", 1, ended_on="2020-01-02")
    (problem,) = warnings(source, "overlapping_stays")
    assert (problem.row, problem.value) == (2, "2020-01-01")
    assert "tumpang tindih" in problem.message("id")
    assert "overlaps" in problem.message("en")


def test_a_long_stay_overlaps_also_the_one_after_the_next(source):
    source.change("assignments", 1, ended_on="2020-06-01")
    source.add("assignments", nip=ANI, position_id="P1", started_on="2012-01-01")
    source.change("assignments", 5, ended_on="2013-01-01")
    assert {problem.row for problem in warnings(source, "overlapping_stays")} == {2, 5}


def test_a_gap_between_stays_is_told(source):
    source.change("assignments", 1, ended_on="2019-12-31")
    (problem,) = warnings(source, "gap_between_stays")
    assert problem.message("id") == (
        "Baris 2: ada jeda antara akhir jabatan sebelumnya (31 Desember 2019) dan awal "
        "jabatan ini (1 Januari 2020)."
    )
    assert "31 December 2019" in problem.message("en")


def test_stays_that_meet_on_one_day_leave_no_gap_and_do_not_overlap(source):
    codes = {problem.code for problem in source.load().warnings}
    assert not codes & {"gap_between_stays", "overlapping_stays"}


def test_somebody_in_service_without_a_stay_is_told(source):
    source.tables["assignments"].pop(2)
    (problem,) = warnings(source, "no_open_stay")
    assert problem.message("id") == (
        f"Baris 2: pegawai {BUDI} masih bekerja tetapi tidak mempunyai jabatan definitif "
        "yang berjalan."
    )
    assert problem.message("en") == f"Row 2: {BUDI} is in service but holds no definitive stay."


def test_a_stay_before_appointment_is_told(source):
    source.change("employees", 2, appointed_on="2005-01-04")
    (problem,) = warnings(source, "stay_before_appointment")
    assert problem.message("id") == (
        "Baris 3: jabatan mulai 3 Januari 2005 mendahului pengangkatan pegawai (4 Januari 2005)."
    )
    assert "4 January 2005" in problem.message("en")


def test_a_date_after_the_snapshot_is_told_but_not_an_end_fixed_in_advance(source):
    source.add("performance", nip=ANI, year="2019", predicate="baik", known_on="2020-01-31")
    source.change("assignments", 2, ended_on="2021-01-01")
    found = [p for p in source.load().warnings if p.code == "date_after_snapshot"]
    (problem,) = found
    assert (problem.table, problem.column) == ("performance", "known_on")
    assert problem.message("id") == (
        "Baris 1: known_on (31 Januari 2020) sesudah tanggal data (2 Januari 2020)."
    )
    assert "2 January 2020" in problem.message("en")


def test_a_date_far_ahead_of_today_that_sets_the_date_of_the_records_is_told(source):
    source.change("assignments", 3, started_on="2092-01-03")
    source.change("employees", 2, position_since="2092-01-03")
    (told,) = (p for p in source.load(today=TODAY).warnings if p.code == "as_of_to_come")
    assert (told.table, told.row, told.column) == ("assignments", 3, "started_on")
    assert told.message("id") == (
        "Baris 3: started_on (3 Januari 2092) jauh sesudah hari ini (15 Januari 2020); tanggal "
        "seperti itulah yang menjadikan data ini per 4 Januari 2092."
    )
    assert "--as-of" in told.remedy("en")


@pytest.mark.parametrize("arguments", [{"as_of": date(2092, 1, 4)}, {}])
def test_it_is_not_told_where_the_date_was_given_or_lies_just_ahead(source, arguments):
    last = "2092-01-03" if arguments else "2020-02-15"
    source.change("assignments", 2, started_on=last).change("employees", 1, position_since=last)
    result = source.load(today=TODAY, **arguments)
    assert result.snapshot is not None
    assert "as_of_to_come" not in {one.code for one in result.warnings}


def test_an_outcome_dated_before_its_transfer_is_told(source):
    source.add("transfers", nip=ANI, to_position_id="P2", effective_on="2020-01-01")
    source.change("transfers", 1, outcome="success", outcome_on="2019-12-01")
    (problem,) = warnings(source, "outcome_before_transfer")
    assert "1 Januari 2020" in problem.message("id")
    assert "1 January 2020" in problem.message("en")


@pytest.mark.parametrize(("stated", "told"), [(0, []), (1, ["1 of 11"]), (2, [])])
def test_transfers_of_which_few_state_an_outcome_are_told(source, stated, told):
    for nth in range(11):
        on = f"2020-01-{nth + 1:02}"
        source.add("transfers", nip=ANI, to_position_id="P2", effective_on=on)
        source.change("transfers", nth + 1, outcome="success" if nth < stated else "")
    found = [problem.message("en") for problem in warnings(source, "few_outcomes")]
    assert [" ".join(one.split()[1:4]) for one in found] == told


def test_an_absent_table_is_told_with_what_hangs_on_it(source):
    problems = {p.table: p for p in warnings(source, "absent_table")}
    assert problems.keys() == {
        *("requirements", "assessments", "performance", "trainings", "discipline"),
    }
    assert problems["performance"].message("id") == (
        "Tabel performance tidak ada; tanpanya tidak dapat atau kurang dapat dinilai: "
        "predikat kinerja minimal, riwayat kinerja."
    )
    assert problems["performance"].message("en") == (
        "Table performance is absent; without it these are off or weaker: "
        "the least performance predicate, performance history."
    )


def test_an_absent_column_is_told_with_what_hangs_on_it(source):
    problems = {
        p.column: p for p in warnings(source.drop("employees", "birth_date"), "absent_column")
    }
    assert "batas usia" in problems["birth_date"].message("id")
    assert "the age limit" in problems["birth_date"].message("en")
    assert "status" not in problems


def test_a_column_that_no_table_knows_is_left_out_and_told(source):
    (problem,) = warnings(source.change("units", 1, warna="biru"), "unknown_column")
    assert problem.message("id") == ("Kolom warna di tabel units tidak dikenal dan tidak diimpor.")
    assert problem.message("en") == "Column warna of table units is not known and was left out."
    assert "warna" not in source.store.load().tables["units"].column_names


class TestReorganisation:
    """Ten people of one unit; on one day some of them change position within it."""

    def unit_of_ten(self, source, movers, **post):
        source.tables["employees"].clear()
        source.tables["assignments"].clear()
        source.change("positions", 2, **post)
        for nth in range(10):
            nip = f"1980010120100110{nth:02}"
            moves = nth < movers
            since, position = ("2019-06-03", "P2") if moves else ("2015-01-01", "P1")
            source.add("employees", nip=nip, name="Contoh", appointed_on="2010-01-01")
            source.change("employees", nth + 1, position_id=position, position_since=since)
            end = "2019-06-03" if moves else ""
            stay = {"nip": nip, "position_id": "P1", "started_on": "2015-01-01", "ended_on": end}
            source.add("assignments", **stay)
            if moves:
                source.add("assignments", nip=nip, position_id="P2", started_on="2019-06-03")
        return source

    def test_more_than_a_fifth_on_one_day_raises_the_question(self, source):
        (problem,) = warnings(self.unit_of_ten(source, 3), "reorganisation")
        assert problem.message("id") == (
            "Pada 3 Juni 2019, 3 dari 10 pegawai unit D1-B berganti jabatan di unit yang sama; "
            "mungkin penataan organisasi."
        )
        assert problem.message("en").startswith("On 3 June 2019 3 of 10 people of unit D1-B")

    def test_a_fifth_does_not(self, source):
        assert not warnings(self.unit_of_ten(source, 2), "reorganisation")

    def test_posts_that_replace_the_former_ones_are_declared(self, source):
        assert not warnings(self.unit_of_ten(source, 3, replaces="P1"), "reorganisation")

    def test_moves_that_transfers_call_a_reorganisation_are_declared(self, source):
        self.unit_of_ten(source, 3)
        for nth in range(2):
            nip = f"1980010120100110{nth:02}"
            move = {"nip": nip, "to_position_id": "P2", "effective_on": "2019-06-03"}
            source.add("transfers", **move, reason="reorganisation")
        assert not warnings(source, "reorganisation")
