"""Workload from the command line: both ends, one agency, scripts, a workbook, and refusals."""

import json

import pytest
import python_calamine as calamine


def report(padan, *arguments):
    code, out, err = padan("workload", *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize("by", ["position", "unit", "agency", "family", "unit_family", "place"])
def test_every_level_adds_up_to_the_city(padan, by):
    found = report(padan, "--by", by)
    for name in ("need", "staff", "people", "seats", "vacant"):
        assert sum(row[name] for row in found["items"]) == found["total"][name]


def test_the_fullest_and_emptiest_unit_are_named_first(padan):
    code, out, err = padan("workload", "--by", "unit", "--limit", 3)
    assert code == 0
    assert "Data ini rekaan" in err
    told = " ".join(out.split())
    ratio = told.index("Rasio yang ditampilkan adalah bezetting : kebutuhan")
    assert told.index("Paling terisi: ") < ratio < told.index("Seluruh instansi")


def test_an_agency_is_looked_at_alone_and_its_units_add_up_to_it(padan):
    agency = report(padan)["items"][0]
    units = report(padan, "--by", "unit", "--agency", agency["id"])
    assert units["total"]["name"] == agency["name"]
    assert sum(row["need"] for row in units["items"]) == agency["need"]
    assert [line["agency_id"] for line in units["trend"]["lines"]] == [agency["id"]]


def test_the_same_question_gets_the_same_answer(padan):
    assert padan("workload", "--json") == padan("workload", "--json")


def test_every_level_goes_into_a_workbook(padan, tmp_path):
    file = tmp_path / "beban.xlsx"
    assert padan("workload", "--xlsx", file)[0] == 0
    book = calamine.CalamineWorkbook.from_path(str(file))
    assert book.sheet_names[:3] == ["Perangkat daerah", "Unit kerja", "Jabatan"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--unit", "NONE"), 1, "Tidak ada unit kerja NONE"),
        (("--agency", "NONE"), 1, "Tidak ada perangkat daerah NONE"),
        (("--as-of", "2999-01-01"), 1, ""),
        (("--by", "village"), 2, "--by"),
        (("--xlsx", "/nowhere/beban.xlsx"), 1, "/nowhere"),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_line(padan, arguments, code, said):
    found = padan("workload", *arguments)
    assert found[0] == code
    assert said in found[2]
    assert found[1] == ""


def test_without_records_it_says_so(empty_padan):
    code, _, err = empty_padan("workload")
    assert code == 1
    assert len(err.splitlines()) == 1
