"""Workbooks: the committee's paper of lists, and checked drafts; text is never a formula."""

import io

import pytest
import python_calamine as calamine

from matching.answers import ShortlistRequest
from matching.drafts.check import DraftRow, check_draft
from matching.drafts.sheet import write_checked_draft
from matching.files.sheets import LONGEST_TEXT
from matching.files.spreadsheet import write_shortlists
from matching.shortlist import build_shortlist
from tests.matching.office import DATES, EMPLOYEES, TABLES, make_matcher


def read(content):
    """Return the cells of every sheet by its name."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def write(*positions, language="id", **tables):
    matcher = make_matcher(**tables)
    lists = [build_shortlist(matcher, ShortlistRequest(one), language) for one in positions]
    return write_shortlists(lists, language)


def table(sheet):
    """Return the table of a sheet: its headings and rows as dicts."""
    start = next(row for row, cells in enumerate(sheet) if "NIP" in cells)
    return [dict(zip(sheet[start], cells, strict=True)) for cells in sheet[start + 1 :]]


def test_each_position_has_a_sheet_with_the_facts_as_columns():
    sheets = read(write("OPEN", "FAR"))
    assert list(sheets) == ["OPEN", "FAR"]
    assert sheets["OPEN"][0][0] == "Bahan sidang Tim Penilai Kinerja"
    first = table(sheets["OPEN"])[0]
    assert (first["NIP"], first["Pangkat/Gol"], first["Putusan"]) == (
        *("1", "III/c", "Memenuhi syarat"),
    )
    assert "Memenuhi seluruh 2 kompetensi" in first["Alasan"]
    assert first["TMT jabatan"].isoformat() == "2020-01-01"


def test_a_sheet_says_who_was_turned_away_and_by_which_rule():
    cells = [str(cell) for row in read(write("OPEN"))["OPEN"] for cell in row]
    assert any("masa menduduki jabatan: 1 (PP 11/2017" in cell for cell in cells)


def test_a_sheet_names_all_that_decides_its_list():
    matcher = make_matcher()
    made = build_shortlist(matcher, ShortlistRequest("OPEN"), "en")
    (sheet,) = read(write_shortlists([made], "en")).values()
    told = {cells[0]: cells[1] for cells in sheet}
    assert told["Consents and wishes"] == made.state_id
    assert (made.basis, told["Basis of the order"]) == ("rule", "A rule")
    assert {made.snapshot_id, made.model_version, made.policy_version} <= set(told.values())


def test_a_name_that_looks_like_a_formula_stays_text():
    evil = "=HYPERLINK(1)"
    people = [{**EMPLOYEES[0], "name": evil}, *EMPLOYEES[1:]]
    assert table(read(write("OPEN", employees=people))["OPEN"])[0]["Nama"] == evil


def test_ids_that_a_sheet_cannot_bear_are_made_fit():
    positions = [
        {**row, "position_id": f"[{row['position_id']}]:*?/\\" + "x" * 30}
        for row in TABLES["positions"]
    ]
    names = [row["position_id"] for row in positions]
    people = [{**row, "position_id": names[1]} for row in EMPLOYEES]
    content = write(*names[:2], positions=positions, employees=people, requirements=[])
    assert len(read(content)) == 2


def test_a_sheet_never_bears_the_name_that_excel_keeps_for_itself():
    positions = [{**TABLES["positions"][0], "position_id": "History"}, *TABLES["positions"][1:]]
    people = [row for row in EMPLOYEES if row["position_id"] != "OPEN"]
    made = write("History", positions=positions, employees=people, requirements=[])
    assert list(read(made)) == ["History (2)"]


@pytest.mark.parametrize("letter", ["x", "\N{GRINNING FACE}"], ids=["one unit", "two units"])
def test_a_text_that_no_cell_holds_is_cut_and_says_so(letter):
    _, line = check({"NIP": "4", "position_id": "OPEN", "Catatan": letter * 40_000})["Rancangan"]
    assert line[2].endswith(f"{letter}…")
    assert LONGEST_TEXT - 1 <= len(line[2].encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_the_same_list_gives_the_same_workbook():
    matcher = make_matcher()
    made = build_shortlist(matcher, ShortlistRequest("OPEN"), "id")
    assert write_shortlists([made], "id") == write_shortlists([made], "id")


def check(*lines):
    """Return the sheets of a checked draft with these cells."""
    rows = [
        DraftRow(number, cells["NIP"], cells["position_id"], cells)
        for number, cells in enumerate(lines, start=1)
    ]
    return read(write_checked_draft(check_draft(make_matcher(), rows, DATES, "id"), "id"))


def test_a_checked_draft_keeps_its_columns_and_adds_ours():
    first = {"NIP": "4", "position_id": "OPEN", "Catatan Rapat": "x"}
    sheets = check(first, {**first, "position_id": "FAR", "Catatan Rapat": ""})
    headings, line, _ = sheets["Rancangan"]
    assert headings[:5] == ["NIP", "position_id", "Catatan Rapat", "Nama", "Jabatan"]
    assert line[:3] == ["4", "OPEN", "x"]
    assert "tercantum lebih dari sekali" in sheets["Temuan"][0][1]


def test_a_checked_draft_that_is_checked_again_grows_no_columns():
    headings, line = check({"NIP": "4", "position_id": "OPEN", "Nama": "Pak D"})["Rancangan"]
    again = dict(zip(headings, line, strict=True))
    assert check(again)["Rancangan"] == [headings, line]
    assert again["Nama"] == "Pak D"
    assert check(again | {"Putusan": "Memenuhi syarat"})["Rancangan"][1] == line
