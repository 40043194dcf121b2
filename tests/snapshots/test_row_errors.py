"""Rows that contradict each other are refused, with both of them named."""

from datetime import date

import pytest

from tests.snapshots.small_source import ANI, BUDI


def refused(source, **arguments):
    """Import, make sure that nothing was stored, and return the errors."""
    result = source.load(**arguments)
    assert result.snapshot is None
    assert source.store.list() == []
    return result.errors


def test_a_key_that_stands_twice_is_named_with_both_rows(source):
    source.add("assignments", nip=BUDI, position_id="P1", started_on="2005-01-03", ended_on="")
    first, second = refused(source)
    assert (first.code, first.row) == ("duplicate_key", 5)
    assert (
        first.message("id") == "Baris 5: kunci nip + position_id + started_on sama dengan baris 3."
    )
    assert first.message("en") == (
        "Row 5: the key nip + position_id + started_on is the same as on row 3."
    )
    assert second.code == "two_open_stays"


def test_row_numbers_are_written_without_marks_between_thousands(source):
    for number in range(1100):
        source.add("units", unit_id=f"U{number}", name="Seksi", agency_id="D1", parent_id="D1")
    source.add("units", unit_id="U1099", name="Seksi", agency_id="D1", parent_id="D1")
    (twice,) = refused(source)
    assert twice.message("id") == "Baris 1103: kunci unit_id sama dengan baris 1102."


def test_two_open_definitive_stays_are_an_error(source):
    source.add("assignments", nip=BUDI, position_id="P2", started_on="2015-01-01", ended_on="")
    problems = {problem.code: problem for problem in refused(source)}
    two = problems["two_open_stays"]
    assert two.row == 5
    assert two.message("id") == (
        f"Baris 5: pegawai {BUDI} mempunyai lebih dari satu jabatan definitif yang belum berakhir."
    )
    assert two.message("en") == f"Row 5: {BUDI} has more than one definitive stay without an end."


@pytest.mark.parametrize("appointment", ["acting", "additional"])
def test_an_open_stay_beside_the_definitive_one_is_none_of_two(source, appointment):
    source.add("assignments", nip=BUDI, position_id="P2", started_on="2015-01-01", ended_on="")
    assert source.change("assignments", 5, appointment=appointment).load().errors == ()


@pytest.mark.parametrize(
    ("table", "row", "start", "end"),
    [
        ("assignments", 1, "started_on", "ended_on"),
        ("employees", 3, "appointed_on", "left_on"),
        ("discipline", 1, "started_on", "ended_on"),
        ("vacancies", 1, "opened_on", "closed_on"),
        ("consents", 1, "issued_on", "valid_until"),
    ],
)
def test_an_end_before_its_start_is_an_error(source, table, row, start, end):
    source.add("discipline", nip=ANI, severity="ringan", started_on="2012-01-01")
    source.add("vacancies", position_id="P1", opened_on="2012-01-01")
    source.add("consents", letter_no="1", rule="lock_window", issued_on="2012-01-01")
    source.change(table, row, **{start: "2012-01-01", end: "2011-12-31"})
    problem = next(p for p in refused(source) if p.code == "end_before_start")
    assert (problem.table, problem.row, problem.column) == (table, row, end)
    assert problem.message("id") == (
        f"Baris {row}: {end} (31 Desember 2011) mendahului {start} (1 Januari 2012)."
    )
    assert problem.message("en") == (
        f"Row {row}: {end} (31 December 2011) lies before {start} (1 January 2012)."
    )


def test_a_span_that_ends_on_the_day_it_starts_is_no_error(source):
    source.add("discipline", nip=ANI, severity="ringan", started_on="2012-01-01")
    source.change("discipline", 1, ended_on="2012-01-01")
    assert source.load().errors == ()


def test_the_employees_row_must_name_the_position_of_the_open_stay(source):
    (problem,) = refused(source.change("employees", 1, position_id="P1"))
    assert (problem.code, problem.row, problem.value) == ("position_id_disagrees", 1, "P1")
    assert problem.message("id") == (
        "Baris 1: position_id P1 berbeda dengan jabatan definitif yang berjalan "
        "(P2, baris 2 assignments)."
    )
    assert problem.message("en") == (
        "Row 1: position_id P1 differs from the definitive stay that is held "
        "(P2, row 2 of assignments)."
    )


def test_the_employees_row_must_name_the_start_of_the_open_stay(source):
    (problem,) = refused(source.change("employees", 1, position_since="2019-12-31"))
    assert (problem.code, problem.column) == ("position_since_disagrees", "position_since")
    assert problem.message("id") == (
        "Baris 1: position_since 31 Desember 2019 berbeda dengan awal jabatan definitif yang "
        "berjalan (1 Januari 2020, baris 2 assignments)."
    )
    assert "differs from the start of the definitive stay" in problem.message("en")


def test_whoever_left_need_not_agree_with_any_stay(source):
    assert source.change("employees", 3, position_id="P2").load().errors == ()


def test_on_the_day_on_which_a_stay_begins_the_one_before_is_still_held(source):
    """Ani goes from P1 to P2 on 1 January 2020: as of that day the records know P1 alone."""
    problems = refused(source, as_of=date(2020, 1, 1))
    assert {p.code for p in problems} == {"position_id_disagrees", "position_since_disagrees"}
    source.change("employees", 1, position_id="P1", position_since="2010-01-04")
    assert source.load(as_of=date(2020, 1, 1)).errors == ()


def test_a_stay_that_ends_in_days_to_come_is_still_the_one_held(source):
    source.change("assignments", 2, ended_on="2020-06-01").change("employees", 1, position_id="P1")
    assert [problem.code for problem in refused(source)] == ["position_id_disagrees"]


def test_an_agency_is_its_own_agency(source):
    source.add("units", unit_id="D1-C", name="Seksi", agency_id="D1-B")
    (problem,) = refused(source)
    assert (problem.code, problem.row, problem.value) == ("agency_not_top", 3, "D1-B")
    assert problem.message("id") == (
        "Baris 3: agency_id menyebut unit D1-B, yang sendiri berada di bawah perangkat daerah lain."
    )
    assert problem.message("en") == (
        "Row 3: agency_id names unit D1-B, which itself belongs to another agency."
    )


def test_posts_that_replace_each_other_in_a_circle_are_named_and_those_before_it_are_not(source):
    source.change("positions", 1, replaces="P2").change("positions", 2, replaces="P1")
    source.add("positions", **source.tables["positions"][0] | {"position_id": "P3"})
    source.change("positions", 3, replaces="P1")
    found = [(p.code, p.row) for p in refused(source)]
    assert found == [("circular_reference", 1), ("circular_reference", 2)]


def test_a_person_without_a_row_in_employees_may_not_have_a_stay(source):
    source.add("assignments", nip="199001012015011000", position_id="P1", started_on="2015-01-01")
    (problem,) = refused(source)
    assert (problem.code, problem.row, problem.column) == ("broken_reference", 5, "nip")


def test_references_into_a_table_that_cannot_be_read_are_not_called_broken(source):
    source.write()
    (source.folder / "positions.csv").write_bytes(b"position_id,title\nP1,\xff\n")
    del source.tables["positions"]
    assert [problem.code for problem in refused(source)] == ["not_utf8"]
