"""The workbook of workload: a sheet a level with the same columns, and text that stays text."""

import io

import python_calamine as calamine

from planning.need.answers import NeedRequest
from planning.need.spreadsheet import SHEETS, write_need
from planning.need.trend import Past, join_standings, measure_standing
from planning.scenarios.scenario import Factor, Scenario
from tests.matching.office import make_matcher
from tests.planning.need.health import POSTS, tables


def write(language="id", scenario=None, **changed):
    matcher = make_matcher(**tables(**changed))
    trend = join_standings(Past((measure_standing(matcher),)), language)
    return write_need(matcher, NeedRequest(scenario=scenario), trend, language)


def read(content):
    """Return headings and lines of every sheet's table, by the sheet's name."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: table(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def table(sheet):
    start = next(row for row, cells in enumerate(sheet) if cells[0] in ("Nama", "Name"))
    heads = tuple(sheet[start])
    return heads, [dict(zip(heads, cells, strict=True)) for cells in sheet[start + 1 :]]


def test_each_level_has_a_sheet_with_the_same_columns_and_its_sum():
    sheets = read(write())
    *levels, trend = sheets.values()
    assert len(levels) == len(SHEETS)
    assert len({heads for heads, _ in levels}) == 1
    for _, (whole, *rows) in levels:
        assert whole["Kebutuhan (ABK)"] == sum(row["Kebutuhan (ABK)"] for row in rows) == 8
    assert trend[1][0]["Bezetting"] == 6.5


def test_figures_stand_in_their_columns():
    row = next(one for one in read(write("en"))["Position"][1] if one["Code"] == "BID")
    assert (row["Need (ABK)"], row["Staff"], row["Staff : need"]) == (4, 1.5, 0.375)
    assert (row["Need from"], row["Retiring 2026"]) == ("ABK 2024", 0)
    assert row["Band of EJ"] == "A: over 1.00, more work than hands"


def test_a_scenario_brings_the_figures_as_recorded():
    surge = Scenario("Surge", (Factor("position", "BID", 2.0),))
    row = next(one for one in read(write("en", surge))["Position"][1] if one["Code"] == "BID")
    assert (row["Need (ABK)"], row["Need as recorded"]) == (7, 4)


def test_a_title_that_looks_like_a_formula_stays_text():
    evil = "=HYPERLINK(1)"
    sheets = read(write(positions=[POSTS[0] | {"title": evil}, *POSTS[1:]]))
    assert [row["Nama"] for row in sheets["Jabatan"][1] if row["Kode"] == "BID"] == [evil]


def test_the_same_answer_gives_the_same_bytes():
    assert write() == write()
