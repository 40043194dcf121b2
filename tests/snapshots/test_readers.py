"""One set of records reads the same from CSV, Parquet, XLSX and a database."""

import sqlite3
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from snapshots.importing import import_source
from snapshots.tables import TABLES
from snapshots.validation.cells import BOOLEANS


def native(table, column, text):
    """Return a cell as a typed file stores it."""
    if not text:
        return None
    kind = TABLES[table].column(column).type
    match kind:
        case "date":
            return date.fromisoformat(text)
        case "boolean":
            return BOOLEANS[text]
        case "number":
            return float(text)
        case "integer":
            return int(text)
    return text


def write_sheet(book, name, rows):
    sheet, day = book.add_worksheet(name), book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(0, 0, rows[0])
    for line, row in enumerate(rows, start=1):
        for place, (column, text) in enumerate(row.items()):
            value = native(name, column, text)
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, day)
            elif value is not None:
                sheet.write(line, place, value)


def as_csv(source, folder):
    return str(source.write())


def as_parquet(source, folder):
    for name, rows in source.tables.items():
        cells = {column: [native(name, column, row[column]) for row in rows] for column in rows[0]}
        pq.write_table(pa.table(cells), folder / f"{name}.parquet")
    return str(folder)


def as_sheet_files(source, folder):
    for name, rows in source.tables.items():
        with xlsxwriter.Workbook(str(folder / f"{name}.xlsx")) as book:
            write_sheet(book, name, rows)
    return str(folder)


def as_workbook(source, folder):
    with xlsxwriter.Workbook(str(folder / "records.xlsx")) as book:
        book.add_worksheet("Petunjuk").write(0, 0, "bukan tabel")
        for name, rows in source.tables.items():
            write_sheet(book, name, rows)
    return str(folder / "records.xlsx")


def as_database(source, folder):
    with sqlite3.connect(folder / "records.db") as base:
        for name, rows in source.tables.items():
            base.execute(f"create table {name}_kept ({', '.join(f'{c} text' for c in rows[0])})")
            marks = ", ".join("?" * len(rows[0]))
            base.executemany(
                f"insert into {name}_kept values ({marks})", [list(row.values()) for row in rows]
            )
            base.execute(f"create view {name} as select * from {name}_kept")
    base.close()
    return f"sqlite:///{folder / 'records.db'}"


FORMS = [as_csv, as_parquet, as_sheet_files, as_workbook, as_database]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_same_records_is_the_same_snapshot(source, tmp_path, form):
    folder = tmp_path / "form"
    folder.mkdir()
    expected = source.load().snapshot
    result = import_source(form(source, folder), source.store)
    assert result.errors == ()
    assert result.snapshot == expected
    assert len(source.store.list()) == 1


def test_the_order_of_rows_and_columns_makes_no_other_snapshot(source):
    expected = source.load().snapshot.snapshot_id
    for rows in source.tables.values():
        rows[:] = [dict(reversed(row.items())) for row in reversed(rows)]
    assert source.load().snapshot.snapshot_id == expected


def test_another_cell_or_another_date_makes_another_snapshot(source):
    first = source.load().snapshot.snapshot_id
    later = source.load(as_of=date(2020, 2, 1)).snapshot.snapshot_id
    changed = source.change("units", 2, name="Bidang Lain").load().snapshot.snapshot_id
    assert len({first, later, changed}) == 3


def test_a_column_that_is_empty_is_not_the_same_as_one_that_is_absent(source):
    empty = source.change("units", 1, latitude="").load().snapshot
    absent = source.drop("units", "latitude").load().snapshot
    assert empty.snapshot_id != absent.snapshot_id
    assert (empty.has("units", "latitude"), absent.has("units", "latitude")) == (True, False)


@pytest.mark.parametrize("nip", [198501012010012000, 1.98501012010012e17])
def test_a_numeric_nip_in_parquet_is_refused(source, nip):
    people = [{**row, "nip": nip} for row in source.tables.pop("employees")[:1]]
    source.write()
    pq.write_table(pa.Table.from_pylist(people), source.folder / "employees.parquet")
    codes = [p.code for p in source.load().errors if p.table == "employees"]
    assert codes == ["number_instead_of_text"]


def test_a_numeric_nip_in_a_sheet_is_refused(source, tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "records.xlsx")) as book:
        for name, rows in source.tables.items():
            write_sheet(book, name, rows)
        book.get_worksheet_by_name("employees").write_number(1, 0, 198501012010012000)
    result = import_source(str(tmp_path / "records.xlsx"), source.store)
    problem = result.errors[0]
    assert (problem.code, problem.row, problem.column) == ("number_instead_of_text", 1, "nip")
    assert source.store.list() == []


def test_whole_numbers_are_taken_as_codes_and_broken_ones_refused(source):
    units = pa.table({"unit_id": [1.0, 1.5], "name": ["A", "B"], "agency_id": [1.0, 1.5]})
    source.drop("units").write()
    pq.write_table(units, source.folder / "units.parquet")
    found = [(p.code, p.row, p.value) for p in source.load().errors if p.table == "units"]
    assert found == [("number_instead_of_text", 2, "1.5")] * 2


def test_times_of_day_are_dropped(source):
    source.drop("units").write()
    rows = source.tables.pop("assignments")
    for row in rows:
        row["started_on"] = datetime.fromisoformat(f"{row['started_on']}T08:30:00")
        row["ended_on"] = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
    (source.folder / "assignments.csv").unlink()
    pq.write_table(pa.Table.from_pylist(rows), source.folder / "assignments.parquet")
    (source.folder / "units.csv").write_text("unit_id,name,agency_id\nD1,A,D1\nD1-B,B,D1\n")
    stays = source.load().snapshot.tables["assignments"]
    assert stays.column("started_on").to_pylist()[0] == date(1995, 3, 1)


def test_rows_of_a_sheet_keep_their_numbers_across_empty_ones(source, tmp_path):
    rows = source.tables["units"]
    rows.insert(1, dict.fromkeys(rows[0], ""))
    rows[2]["name"] = ""
    result = import_source(as_workbook(source, tmp_path), source.store)
    assert [(p.code, p.row) for p in result.errors] == [("empty_value", 3)]


def test_a_table_given_twice_is_refused(source, tmp_path):
    source.write()
    pq.write_table(pa.table({"unit_id": ["D1"]}), source.folder / "units.parquet")
    problem = source.load().errors[0]
    assert (problem.code, problem.value) == ("repeated_table", "units.csv, units.parquet")
    assert problem.message("id") == "Tabel units diberikan lebih dari sekali."
    assert problem.message("en") == "Table units is given more than once."
    assert source.store.list() == []


def test_other_files_in_the_folder_are_ignored(source):
    source.write()
    (source.folder / "README.txt").write_text("catatan")
    (source.folder / "~$units.xlsx").write_bytes(b"kunci")
    (source.folder / "rekap.csv").write_bytes(b"\xff")
    assert source.load().errors == ()


def test_a_folder_marked_as_made_up_makes_a_made_up_snapshot(source):
    assert not source.load().snapshot.made_up
    (source.folder / "MADE_UP.md").write_text("rekaan")
    assert source.load().snapshot.made_up
    assert source.store.load().made_up
    assert source.store.list()[0].made_up
