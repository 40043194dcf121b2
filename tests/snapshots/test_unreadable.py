"""What cannot be read is named; nothing is stored, made or unpacked on the way."""

import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from snapshots.importing import import_source
from snapshots.sources import read_source


def refusal(source, path):
    result = import_source(str(path), source.store)
    assert result.snapshot is None
    assert source.store.list() == []
    (problem,) = result.errors
    return problem


def test_a_source_that_is_not_there_is_said_once(source, tmp_path):
    problem = refusal(source, tmp_path / "nowhere")
    assert problem.code == "source_missing"
    assert problem.message("id").endswith("tidak ditemukan.")
    assert problem.message("en").startswith("There is no source")


def test_a_single_csv_file_is_no_source(source):
    problem = refusal(source, source.write() / "units.csv")
    assert "bukan folder" in problem.message("id")
    assert "no folder" in problem.message("en")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_a_damaged_workbook_is_refused(source, tmp_path, content):
    (tmp_path / "records.xlsx").write_bytes(content)
    problem = refusal(source, tmp_path / "records.xlsx")
    assert problem.message("id") == (
        "Berkas records.xlsx rusak atau bukan berkas dari jenis yang disebut akhirannya."
    )
    assert problem.message("en").startswith("The file records.xlsx is damaged")


def test_a_damaged_parquet_file_is_refused_and_the_rest_still_checked(source):
    source.change("positions", 1, seats="dua").drop("units").write()
    (source.folder / "units.parquet").write_bytes(b"PAR1 cut off")
    assert [p.code for p in source.load().errors] == ["unreadable_file", "not_a_number"]
    assert source.store.list() == []


def test_a_parquet_column_of_lists_is_refused(source):
    source.drop("units").write()
    pq.write_table(pa.table({"unit_id": [["D1"]]}), source.folder / "units.parquet")
    assert "unreadable_file" in [problem.code for problem in source.load().errors]


def test_a_zip_bomb_is_refused_unopened(source, tmp_path):
    bomb = tmp_path / "records.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (5 * 2**20))
    problem = refusal(source, bomb)
    assert problem.code == "workbook_too_large"
    assert "tidak dibuka" in problem.message("id")
    assert "was not opened" in problem.message("en")


def test_a_zip_bomb_that_lies_about_its_size_is_refused(source, tmp_path):
    bomb = tmp_path / "records.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (5 * 2**20))
    data = bomb.read_bytes()
    bomb.write_bytes(data.replace((5 * 2**20).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert refusal(source, bomb).code == "unreadable_file"


@pytest.mark.parametrize("cell", [(0, 16383), (200_000, 40)])
def test_a_cell_far_outside_the_list_is_refused_before_it_fills_the_memory(source, tmp_path, cell):
    with xlsxwriter.Workbook(str(tmp_path / "records.xlsx")) as book:
        book.add_worksheet("units").write(*cell, "x")
    assert refusal(source, tmp_path / "records.xlsx").code == "workbook_too_large"


def test_a_sheet_without_a_heading_is_refused(source, tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "records.xlsx")) as book:
        book.add_worksheet("units")
    codes = [problem.code for problem in read_source(str(tmp_path / "records.xlsx")).problems]
    assert codes == ["no_heading"]


def test_a_database_that_cannot_be_read_is_named_without_its_password(source, tmp_path):
    url = f"sqlite:///{tmp_path}/none.db"
    problem = refusal(source, url)
    assert not (tmp_path / "none.db").exists()
    assert "tidak dapat dibaca" in problem.message("id")
    assert "can't be read" in problem.message("en")
    (secret,) = read_source("nosuchbase://user:rahasia@host/name").problems
    assert "rahasia" not in secret.message("id") + str(secret.value)


@pytest.mark.postgres
def test_tables_of_a_postgresql_server_are_read(source, postgres_url):
    import sqlalchemy as sql

    engine = sql.create_engine(postgres_url)
    with engine.begin() as connection:
        for name, rows in source.tables.items():
            columns = ", ".join(f"{c} {'date' if c.endswith('_on') else 'text'}" for c in rows[0])
            connection.execute(sql.text(f"drop table if exists {name}"))
            connection.execute(sql.text(f"create table {name} ({columns})"))
            names = ", ".join(f":{c}" for c in rows[0])
            filled = [{c: cell or None for c, cell in row.items()} for row in rows]
            connection.execute(sql.text(f"insert into {name} values ({names})"), filled)
    assert import_source(postgres_url, source.store).snapshot == source.load().snapshot
    with engine.begin() as connection:
        for name in source.tables:
            connection.execute(sql.text(f"drop table {name}"))
    engine.dispose()
