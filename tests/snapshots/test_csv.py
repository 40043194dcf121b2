"""CSV files as offices write them: two delimiters, two forms of dates, and clear refusals."""

from datetime import date

import pytest

from snapshots.readers.delimited import read_delimited
from snapshots.readers.raw import UnreadableTableError, make_raw_table
from tests.snapshots.small_source import write_csv

TRAININGS = [
    {"nip": "A", "name": "Dasar; lanjut", "completed_on": "31-03-2018", "hours": "7,5"},
    {"nip": "A", "name": "Kedua", "completed_on": "2019-04-01", "hours": "40"},
]


def read(path, data):
    path.write_bytes(data)
    return make_raw_table("units", read_delimited(path, "units"))


def refusal(path, data):
    with pytest.raises(UnreadableTableError) as refused:
        read(path, data)
    return refused.value.problems


def texts(table):
    return {name: column.text.to_pylist() for name, column in table.columns.items()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "units.csv"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [b",", b";"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_mark_delimiter_and_line_ends_are_detected(path, start, delimiter, newline):
    lines = [b"unit_id,name", b"U1,Satu", b"U2,Dua"]
    data = start + newline.join(lines).replace(b",", delimiter)
    assert texts(read(path, data)) == {"unit_id": ["U1", "U2"], "name": ["Satu", "Dua"]}


def test_cells_are_trimmed_and_what_is_left_empty_is_unknown(path):
    table = read(path, b'Unit_ID , name\n U1 ,"  "\nU2,\n')
    assert texts(table) == {"unit_id": ["U1", "U2"], "name": [None, None]}


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(path):
    table = read(path, b'unit_id,name\nU1,"Dinas ""A"", B\nlantai 2"\n')
    assert texts(table)["name"] == ['Dinas "A", B\nlantai 2']


def test_empty_lines_are_dropped_but_counted(path):
    table = read(path, b"unit_id,name\nU1,Satu\n\n,,\n".replace(b",,", b",") + b"U2,Dua\n")
    assert table.rows.tolist() == [1, 4]


def test_a_row_of_another_length_is_named_with_its_number(path):
    problems = refusal(path, b"unit_id,name\nU1,Satu\nU2\nU3,Tiga,3\n")
    assert [(p.code, p.row) for p in problems] == [("ragged_row", 2), ("ragged_row", 3)]
    assert problems[1].message("id") == "Baris 3 memuat 3 isian, sedangkan judul kolom ada 2."
    assert problems[1].message("en") == "Row 3 has 3 cells where there are 2 headings."


@pytest.mark.parametrize(
    "data", [b"unit_id,name\nU1,Caf\xe9\n", "unit_id,name\n".encode("utf-16"), b"unit_id\nU\0\n"]
)
def test_another_encoding_is_refused_with_the_line(path, data):
    (problem,) = refusal(path, data)
    assert problem.code == "not_utf8"
    assert "UTF-8" in problem.message("id")
    assert "UTF-8" in problem.message("en")


def test_the_line_of_the_first_wrong_byte_is_told(path):
    (problem,) = refusal(path, b"unit_id,name\nU1,Satu\nU2,\xff\n")
    assert "baris berkas ke-3" in problem.message("id")
    assert "line 3 of the file" in problem.message("en")


@pytest.mark.parametrize("data", [b'unit_id,name\nU1,"Satu\nU2,Dua\n', b'unit_id";"'])
def test_a_quotation_mark_that_is_never_closed_is_refused(path, data):
    (problem,) = refusal(path, data)
    assert problem.message("id") == (
        "Berkas CSV tabel units memuat tanda kutip yang tidak pernah ditutup."
    )
    assert "never closed" in problem.message("en")


@pytest.mark.parametrize("data", [b"", b"\n", b",\n"])
def test_a_file_without_headings_is_refused(path, data):
    (problem,) = refusal(path, data)
    assert problem.message("id") == "Tabel units tidak mempunyai baris judul kolom."
    assert problem.message("en") == "Table units has no row of headings."


def test_a_heading_that_stands_twice_is_refused(path):
    (problem,) = refusal(path, b"unit_id,name,NAME\nU1,a,b\n")
    assert problem.message("id") == "Judul kolom name muncul lebih dari sekali."
    assert problem.message("en") == "The heading name stands more than once."


def test_both_forms_of_dates_and_the_decimal_comma_are_read(source):
    source.write()
    for row, nip in zip(TRAININGS, ["198501012010012000"] * 2, strict=True):
        row["nip"] = nip
    write_csv(source.folder / "trainings.csv", TRAININGS, delimiter=";")
    trainings = source.load().snapshot.tables["trainings"]
    assert trainings.column("hours").to_pylist() == [7.5, 40.0]
    assert trainings.column("completed_on").to_pylist() == [date(2018, 3, 31), date(2019, 4, 1)]


@pytest.mark.parametrize(
    ("hours", "code"), [("1.250", "ambiguous_number"), ("1.250,5", "not_a_number"), ("2.5", None)]
)
def test_a_point_that_may_mean_thousands_is_not_guessed_at(source, hours, code):
    source.write()
    row = {"nip": "198501012010012000", "name": "A", "completed_on": "2018-03-31", "hours": hours}
    write_csv(source.folder / "trainings.csv", [row], delimiter=";")
    assert [problem.code for problem in source.load().errors] == ([code] if code else [])


def test_a_point_is_no_thousand_where_thousands_would_be_out_of_range(source):
    source.change("units", 1, latitude="-6.125", longitude="106.150").write()
    write_csv(source.folder / "units.csv", source.tables.pop("units"), delimiter=";")
    assert source.load().snapshot.tables["units"].column("latitude")[0].as_py() == -6.125


def test_an_ambiguous_number_is_told_in_both_languages(source):
    row = {"nip": "198501012010012000", "name": "A", "completed_on": "2018-03-31"}
    write_csv(source.write() / "trainings.csv", [{**row, "hours": "1.250"}], delimiter=";")
    (problem,) = source.load().errors
    assert "ribuan" in problem.message("id")
    assert "thousands" in problem.message("en")
