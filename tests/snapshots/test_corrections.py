"""A workbook of corrections is laid over the records that it names, or refused with the reason."""

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

    def bring_in(table, *rows, base=None, columns=("nip", "name")):
        path = tmp_path / "corrections.xlsx"
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


def test_corrections_of_records_that_others_took_the_place_of_are_told(correct):
    assert "corrected_records_superseded" not in codes(correct("employees", (3, ANI, "A")).warnings)
    second = correct("employees", (3, ANI, "B"))
    assert "corrected_records_superseded" in codes(second.warnings)
    assert names(second)[ANI] == "B"


def test_a_number_typed_where_a_nip_stands_is_refused_as_anywhere(correct):
    result = correct("employees", (2, 198501012010012000, "Ani"))
    assert "number_instead_of_text" in codes(result.errors)
