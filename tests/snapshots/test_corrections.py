"""A workbook of corrections is laid over the records that it names, or refused with the reason."""

from typing import Any

import pytest
import xlsxwriter

from snapshots.corrections import HEADING
from snapshots.importing import import_source
from tests.snapshots.small_source import ANI, BUDI


@pytest.fixture
def stored(source):
    """Return the records that are corrected."""
    return source.load().snapshot


@pytest.fixture
def correct(source, stored, tmp_path):
    """Return a function that imports a sheet of corrections over the small source."""

    def bring_in(table, *rows, base=None, columns=("nip", "name"), file="own.xlsx"):
        path = tmp_path / file
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet(table)
            heading = (f"{HEADING}{base or stored.snapshot_id}", *columns)
            for line, row in enumerate((heading, *rows)):
                for place, cell in enumerate(row):
                    sheet.write(line, place, cell)
        return import_source(str(path), source.store)

    return bring_in


def codes(problems):
    return {problem.code for problem in problems}


def names(result):
    return dict(result.snapshot.tables["employees"].select(["nip", "name"]).to_pandas().to_numpy())


def test_cells_of_columns_that_the_sheet_lost_keep_what_is_stored(correct, stored):
    result = correct("employees", (3, ANI, "Ani Baru"))
    assert not result.errors
    assert names(result)[ANI] == "Ani Baru"
    before, after = (one.tables["employees"] for one in (stored, result.snapshot))
    assert before.drop(["name"]).equals(after.drop(["name"]))


def test_they_keep_the_date_and_the_marks_of_the_records_beneath(correct, stored):
    result = correct("employees", (3, ANI, "Ani Baru"))
    assert result.snapshot.as_of == stored.as_of
    assert result.snapshot.made_up == stored.made_up


def test_corrections_that_come_into_use_meanwhile_hold_too(correct, source, monkeypatch):
    save, others = source.store.save, [(2, BUDI, "Budi Baru")]

    def save_after_others(*arguments):
        if others:
            correct("employees", others.pop(), file="others.xlsx")
        return save(*arguments)

    monkeypatch.setattr(source.store, "save", save_after_others)
    found = names(correct("employees", (3, ANI, "Ani Baru")))
    assert (found[ANI], found[BUDI]) == ("Ani Baru", "Budi Baru")


@pytest.mark.parametrize("number", [0, 9, "x", -1])
def test_a_number_that_no_row_has_is_refused_where_it_stands(correct, number):
    result = correct("employees", (number, ANI, "Ani"))
    assert result.snapshot is None
    assert codes(result.errors) >= {"unknown_row_number"}
    (told,) = (one for one in result.errors if one.code == "unknown_row_number")
    assert (told.table, told.row) == ("employees", 1)
    assert told.message("id")
    assert told.remedy("en")


def test_two_rows_for_one_are_refused(correct):
    result = correct("employees", (3, ANI, "Ani"), (3, ANI, "Ani"))
    assert "unknown_row_number" in codes(result.errors)


def test_records_that_are_not_here_are_named(correct):
    result = correct("employees", (3, ANI, "Ani"), base="0" * 20)
    assert codes(result.errors) == {"corrected_records_missing"}
    assert "0" * 20 in result.errors[0].message("id")


def test_what_is_laid_over_is_checked_like_any_source(correct):
    result = correct("employees", (3, ANI, ""))
    assert codes(result.errors) == {"empty_value"}
    assert result.errors[0].row == 3


def test_a_prepared_row_that_nobody_filled_in_is_left_out(correct):
    columns = ("nip", "year", "predicate")
    assert (
        "performance"
        not in correct("performance", ("+", ANI, 2019, ""), columns=columns).snapshot.tables
    )
    result = correct(
        "performance", ("+", ANI, 2019, "baik"), ("+", BUDI, 2019, ""), columns=columns
    )
    assert result.snapshot.tables["performance"].num_rows == 1


def test_a_row_marked_as_new_is_added_to_a_table_for_which_none_are_prepared(correct, stored):
    columns = ("unit_id", "name", "agency_id")
    units = correct("units", ("+", "NEW", "Unit Baru", "NEW"), columns=columns).snapshot.tables
    assert units["units"].num_rows == stored.tables["units"].num_rows + 1


def test_two_workbooks_of_the_same_records_both_hold(correct):
    assert "corrected_records_superseded" not in codes(correct("employees", (3, ANI, "A")).warnings)
    second = correct("employees", (2, BUDI, "B"))
    assert "corrected_records_superseded" in codes(second.warnings)
    assert (names(second)[ANI], names(second)[BUDI]) == ("A", "B")


def test_a_row_that_was_changed_meanwhile_is_refused_where_it_stands(correct, source):
    kept = correct("employees", (3, ANI, "A")).snapshot
    result = correct("employees", (2, BUDI, "B"), (3, ANI, "C"))
    assert result.snapshot is None
    (told,) = result.errors
    assert (told.code, told.table, told.row) == ("corrected_row_changed", "employees", 2)
    assert told.value == "3"
    assert "3" in told.message("id")
    assert told.remedy("en")
    assert source.store.load().snapshot_id == kept.snapshot_id


def test_a_row_that_a_workbook_leaves_as_it_was_undoes_nobodys_correction(correct):
    correct("employees", (3, ANI, "A"))
    second = correct("employees", (2, BUDI, "B"), (3, ANI, "Ani Contoh"))
    assert (names(second)[ANI], names(second)[BUDI]) == ("A", "B")


def test_the_same_workbook_filled_in_further_is_laid_over_what_it_made(correct):
    columns = ("nip", "year", "predicate")
    for _ in range(2):
        first = correct("performance", ("+", ANI, 2019, "baik"), columns=columns)
    both = (("+", ANI, 2019, "baik"), ("+", BUDI, 2019, "baik"))
    assert (
        correct("performance", *both, columns=columns).snapshot.tables["performance"].num_rows == 2
    )
    assert first.snapshot.tables["performance"].num_rows == 1
    for _ in range(2):
        assert names(correct("employees", (3, ANI, "A")))[ANI] == "A"


def test_rows_are_found_again_where_others_took_rows_away(correct):
    columns = ("nip", "position_id", "started_on", "ended_on")
    assert not correct("assignments", (1, "", "", "", ""), columns=columns).errors
    late = correct("assignments", (2, BUDI, "P1", "2005-01-04", ""), columns=columns)
    (told,) = late.errors
    assert (told.code, told.facts["stay_row"]) == ("position_since_disagrees", "2")
    mended = correct("assignments", (3, ANI, "P1", "2010-01-05", "2020-01-01"), columns=columns)
    starts = mended.snapshot.tables["assignments"].column("started_on").to_pylist()
    assert sorted(map(str, starts)) == ["2005-01-03", "2010-01-05", "2020-01-01"]
    again = correct("assignments", (1, "", "", "", ""), columns=columns)
    assert again.snapshot == mended.snapshot


def test_a_sheet_saved_with_semicolons_may_write_fractions_with_a_comma(source, tmp_path):
    base = source.change("employees", 2, fte="0.125").load().snapshot.snapshot_id
    folder = tmp_path / "sheet"
    folder.mkdir()
    (folder / "employees.csv").write_text(f"{HEADING}{base};nip;fte\n3;{ANI};0,5\n")
    result: Any = import_source(str(folder), source.store)
    assert not result.errors
    table = result.snapshot.tables["employees"]
    shares = dict(zip(*(table.column(one).to_pylist() for one in ("nip", "fte")), strict=True))
    assert (shares[ANI], shares[BUDI]) == (0.5, 0.125)


def test_a_number_typed_where_a_nip_stands_is_refused_as_anywhere(correct):
    result = correct("employees", (2, 198501012010012000, "Ani"))
    assert "number_instead_of_text" in codes(result.errors)


@pytest.mark.parametrize("wrong", [(3, ANI, ""), ("", "198606062011012000", "")])
def test_a_cell_that_is_wrong_is_told_by_its_row_in_the_workbook(correct, wrong):
    problem = correct("employees", (2, BUDI, "Budi Baru"), wrong).errors[0]
    assert (problem.place.file, problem.place.row) == ("employees", 2)
