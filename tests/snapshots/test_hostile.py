"""Files that were made to do harm are refused before they cost anything."""

import io
import resource
import stat
import time
import zipfile
from collections import Counter

import pytest
import xlsxwriter

from snapshots.archive import MOST_FILES, unpack
from snapshots.importing import import_source
from snapshots.readers.delimited import LONGEST_HEADING, MOST_RAGGED
from snapshots.sources import read_source
from snapshots.validation.draft import MOST_NAMED

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
ONE_SECOND = 1.0
LITTLE = 150 * 2**20
"""Bytes of memory that a refusal may take."""


def workbook(path, **parts):
    """Write a workbook with a sheet `units`, some of its parts (by their names) replaced."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("units")
        sheet.write_row(0, 0, ["unit_id", "name", "agency_id"])
        sheet.write_row(1, 0, ["D1", "Dinas Contoh", "D1"])
    with (
        zipfile.ZipFile(content) as sound,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as spoilt,
    ):
        for name in sound.namelist():
            part = parts.pop(name, None)
            spoilt.writestr(name, sound.read(name) if part is None else part)
        for name, part in parts.items():
            spoilt.writestr(name, part)
    return path


def rows(*cells):
    """Return a sheet of these cells as XML."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData><row>" + b"".join(cells) + b"</row></sheetData></worksheet>"


def refuse(path, source):
    """Import a hostile file and return the code of its refusal, quickly and without memory."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    result = import_source(str(path), source.store)
    taken = time.perf_counter() - started
    assert result.snapshot is None
    assert taken < ONE_SECOND
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < LITTLE
    return next(problem.code for problem in result.errors if problem.code != "missing_table")


def test_an_ordinary_workbook_is_none_of_these(source, tmp_path):
    found = read_source(str(workbook(tmp_path / "records.xlsx")))
    assert not found.problems
    assert found.tables["units"].columns["name"].text.to_pylist() == ["Dinas Contoh"]


@pytest.mark.parametrize(
    "cells",
    [
        [b'<c r="ZZ99999"><v>1</v></c>'],
        [b'<c r="A1048576"><v>1</v></c>', b'<c r="CV1"><v>1</v></c>'],
        [b"<c r='ZZ1048576'><v>1</v></c>"],
        [b'<c r="aaa1"><v>1</v></c>'],
        [b'<c\n r = "XFD1048576"/>'],
        [b'<x:c r="ZZ99999"><x:v>1</x:v></x:c>'],
        [b'<c r="A1" a="' + b" " * 5_000_000 + b'" s="0"/><c r="ZZ99999"/>'],
    ],
)
def test_a_cell_far_out_is_found_however_it_is_written(source, tmp_path, cells):
    path = workbook(tmp_path / "records.xlsx", **{SHEET: rows(*cells)})
    with zipfile.ZipFile(path) as archive:
        assert len(archive.read(SHEET)) > 100
    assert refuse(path, source) == "workbook_too_large"


def test_a_column_of_a_million_rows_that_are_empty_is_refused(source, tmp_path):
    path = tmp_path / "records.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("units")
        sheet.write_row(0, 0, ["unit_id", "name", "agency_id"])
        sheet.write(1_048_575, 2, "x")
    assert refuse(path, source) == "workbook_too_large"


def test_one_long_text_in_a_hundred_thousand_cells_is_refused(source, tmp_path):
    text = b"<sst><si><t>" + b"abcdefghij" * 3_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 60_000))
    path = workbook(tmp_path / "records.xlsx", **{SHEET: rows(cells), STRINGS: text})
    assert refuse(path, source) == "workbook_too_large"


@pytest.mark.parametrize(
    "text",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>',
        '<!DOCTYPE sst SYSTEM "file:///etc/hostname"><sst/>'.encode("utf-16"),
        b"<!doctype sst><sst/>",
    ],
)
def test_texts_that_a_workbook_declares_itself_are_refused(source, tmp_path, text):
    path = workbook(tmp_path / "records.xlsx", **{STRINGS: text})
    assert refuse(path, source) == "workbook_unsafe"


def test_a_workbook_of_thousands_of_parts_is_refused_by_their_count(source, tmp_path):
    path = tmp_path / "records.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}.xml", b"")
    assert refuse(path, source) == "workbook_too_large"


def test_formulas_macros_and_links_are_read_as_the_values_that_stand_there(source, tmp_path):
    cells = (
        b'<c r="A1" t="str"><f>HYPERLINK("http://x")</f><v>unit_id</v></c>',
        b'<c r="B1" t="str"><f>cmd|\' /C calc\'!A0</f><v>name</v></c>',
        b'<c r="A2" t="str"><f>1+1</f><v>D1</v></c>',
    )
    path = workbook(
        tmp_path / "records.xlsx",
        **{
            SHEET: rows(*cells),
            "xl/vbaProject.bin": b"\x00" * 64,
            "xl/externalLinks/e.xml": b"<a/>",
        },
    )
    columns = read_source(str(path)).tables["units"].columns
    assert columns["unit_id"].text.to_pylist() == ["D1"]


def archive_of(path, *parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([("../units.csv", "x")], "archive_unsafe"),
        ([("a/../../units.csv", "x")], "archive_unsafe"),
        ([("/etc/units.csv", "x")], "archive_unsafe"),
        ([("..\\units.csv", "x")], "archive_unsafe"),
        ([("C:units.csv", "x")], "archive_unsafe"),
        ([(link("units.csv"), "/etc/passwd")], "archive_unsafe"),
        ([("units.csv", b"0" * 5 * 2**20)], "archive_too_large"),
        ([(f"{number}.csv", "") for number in range(MOST_FILES + 1)], "archive_too_large"),
        ([("a/units.csv", "x"), ("b/units.csv", "x")], "repeated_table"),
        ([("mapping.toml", "x"), ("b/mapping.toml", "x")], "repeated_table"),
    ],
)
def test_an_archive_that_leads_elsewhere_or_bursts_is_not_unpacked(tmp_path, parts, code):
    folder = tmp_path / "here"
    folder.mkdir()
    (problem,) = unpack(archive_of(tmp_path / "data.zip", *parts), folder, "padan").problems
    assert problem.code == code
    assert problem.message("id") != problem.message("en")
    assert len(list(folder.iterdir())) <= 1
    assert {path.name for path in tmp_path.iterdir()} == {"here", "data.zip"}


def test_only_files_that_an_import_reads_come_out_of_an_archive(tmp_path):
    inner = archive_of(tmp_path / "inner.zip", ("units.csv", "x")).read_bytes()
    path = archive_of(
        tmp_path / "data.zip",
        ("kota/units.csv", "unit_id\nD1\n"),
        *(
            ("kota/inner.zip", inner),
            ("kota/run.sh", "x"),
            (".hidden.csv", "x"),
            ("units.CSV.exe", ""),
        ),
        ("kota/MADE_UP.md", "x"),
    )
    folder = tmp_path / "here"
    folder.mkdir()
    unpacked = unpack(path, folder, "padan")
    assert sorted(found.name for found in folder.iterdir()) == ["MADE_UP.md", "units.csv"]
    assert unpacked.problems == ()
    assert [(one.code, one.value) for one in unpacked.left] == [
        ("archive_left", name)
        for name in ("kota/inner.zip", "kota/run.sh", ".hidden.csv", "units.CSV.exe")
    ]


def with_a_password(data):
    place = data.index(b"PK\x01\x02") + 8
    return data[:place] + bytes([data[place] | 1]) + data[place + 1 :]


def with_a_false_size(data):
    return data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize("spoil", [with_a_password, with_a_false_size, lambda data: data[:-30]])
def test_an_archive_with_a_password_or_a_false_size_is_unreadable(tmp_path, spoil):
    path = archive_of(tmp_path / "data.zip", ("units.csv", "x" * 1000))
    path.write_bytes(spoil(path.read_bytes()))
    folder = tmp_path / "here"
    folder.mkdir()
    problems = unpack(path, folder, "padan").problems
    assert [problem.code for problem in problems] == ["unreadable_file"]


@pytest.mark.parametrize(
    "content",
    [b"," * (LONGEST_HEADING + 5), b'"a\n",' + b"," * 10**6, b"unit_id" * 10_000, b'"' * 10**6],
)
def test_a_heading_without_end_is_refused(source, content):
    (source.folder / "units.csv").write_bytes(content)
    assert refuse(source.folder, source) in ("endless_heading", "unclosed_quote")


def test_rows_of_another_length_are_named_up_to_a_limit(source):
    (source.folder / "units.csv").write_bytes(b"unit_id,name\n" + b"x\n" * 300_000)
    problems = [one for one in read_source(str(source.folder)).problems if one.table == "units"]
    assert {problem.code for problem in problems} == {"ragged_row"}
    assert len(problems) == MOST_RAGGED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-32"])
def test_another_encoding_is_told_with_its_line(source, encoding):
    (source.folder / "units.csv").write_bytes("unit_id,name\nD1,Dinas “é”\n".encode(encoding))
    assert refuse(source.folder, source) == "not_utf8"


def test_what_is_wrong_in_every_row_of_a_wrong_file_is_named_up_to_a_limit(source):
    rows = "".join(f"U{number},x\x0b,nowhere,y\n" for number in range(60_000))
    source.write()
    (source.folder / "units.csv").write_text("unit_id,name,agency_id,latitude\n" + rows)
    result = import_source(str(source.folder), source.store)
    found = [one for one in (*result.errors, *result.warnings) if one.table == "units"]
    told = Counter(problem.code for problem in found)
    assert told["not_a_number"] == told["broken_reference"] == MOST_NAMED
    more = [problem for problem in result.errors if problem.code == "more_of_the_same"]
    assert {problem.facts["count"] for problem in more} == {60_000}
    assert "60.000 baris" in more[0].message("id")
