"""Papers as workbooks and CSV: what stands in them, and that no text becomes a formula."""

import csv
import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from planning.papers.agencies import write_agency_sheet
from planning.papers.annex import write_annex
from planning.papers.imut import write_imut
from planning.papers.letter import write_letter
from planning.papers.workbooks import (
    write_agencies_workbook,
    write_annex_workbook,
    write_imut_csv,
    write_imut_workbook,
)
from tests.planning.papers.town import ARIF, NAMES, TABLES, make_edition, make_poor_edition

FORMULA = '=HYPERLINK("http://example.test")'


@pytest.fixture(scope="module")
def edition():
    """Return the plan of a town in which a title begins as a formula does."""
    posts = [
        row | ({"title": FORMULA} if row["position_id"] == "NEW" else {})
        for row in TABLES["positions"]
    ]
    return make_edition(positions=posts)


def read(content):
    (name,) = (book := CalamineWorkbook.from_filelike(io.BytesIO(content))).sheet_names
    return book.get_sheet_by_name(name).to_python()


def find_line(rows, nip):
    (found,) = [row for row in rows if nip in row]
    return found


def test_the_annex_is_a_workbook_with_a_line_a_move(edition):
    rows = read(write_annex_workbook(write_annex(edition), "id"))
    line = find_line(rows, ARIF)
    assert NAMES[ARIF] in line
    assert "Tidak ada" in line
    assert [cell for cell in rows[1] if cell] == ["RANCANGAN — rahasia sampai dilantik"]


def test_made_up_records_are_marked_on_every_workbook(edition):
    sheets = [write_agency_sheet(edition, "D1")]
    for content in (
        write_annex_workbook(write_annex(edition), "id"),
        write_imut_workbook(write_imut(edition), "id"),
        write_agencies_workbook(sheets, "id"),
    ):
        assert any("DATA REKAAN" in str(cell) for row in read(content) for cell in row)


def test_a_text_that_begins_as_a_formula_stays_a_text(edition):
    rows = read(write_annex_workbook(write_annex(edition), "id"))
    assert FORMULA in find_line(rows, ARIF)
    line = next(
        row
        for row in csv.reader(io.StringIO(write_imut_csv(write_imut(edition), "id")))
        if ARIF in row
    )
    assert "'" + FORMULA in line
    assert not [cell for cell in line if cell.startswith("=")]


def test_a_nip_stays_text_with_all_its_digits(edition):
    rows = read(write_imut_workbook(write_imut(edition), "id"))
    assert ARIF in find_line(rows, ARIF)


def test_csv_and_workbook_for_imut_have_the_same_columns(edition):
    imut = write_imut(edition)
    headings = next(csv.reader(io.StringIO(write_imut_csv(imut, "en"))))
    assert headings in read(write_imut_workbook(imut, "en"))
    assert {"jenisMutasi", "jenisPenugasan", "Legal basis", "Reason"} <= set(headings)


def test_dates_stand_in_csv_as_siasn_writes_them(edition):
    assert "01-07-2025" in write_imut_csv(write_imut(edition), "id")


def test_the_agencies_stand_in_one_sheet_to_be_filtered(edition):
    sheets = [write_agency_sheet(edition, one) for one in ("D1", "D2")]
    rows = read(write_agencies_workbook(sheets, "id"))
    found = [(row[0], row[1]) for row in rows if NAMES[ARIF] in row]
    assert found == [("Dinas Satu", "Keluar"), ("Dinas Dua", "Masuk")]


def test_the_same_plan_gives_the_same_bytes(edition):
    annex = write_annex(edition)
    assert write_annex_workbook(annex, "id") == write_annex_workbook(annex, "id")


def test_a_plan_without_moves_has_empty_lists_and_no_failure():
    edition = make_edition()
    empty = replace(edition, plan=replace(edition.plan, moves=()))
    assert not write_annex(empty).rows
    assert read(write_annex_workbook(write_annex(empty), "id"))
    assert read(write_agencies_workbook([], "id"))


def test_records_of_posts_and_names_alone_still_give_every_paper():
    edition = make_poor_edition()
    (row, _) = annex = write_annex(edition).rows
    assert (row.rank, row.age, row.discipline, row.jpm) == (None, None, "unknown", None)
    assert len(annex) == len(write_imut(edition).rows) == 2
    assert read(write_annex_workbook(write_annex(edition), "id"))
    assert read(write_imut_workbook(write_imut(edition), "id"))
    for move in edition.moves:
        assert write_letter(edition, move.move_id).rights
    assert write_agency_sheet(edition, "D1").leaving
