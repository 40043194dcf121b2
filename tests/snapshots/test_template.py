"""The template workbook asks for exactly what the importer reads."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import python_calamine as calamine

from snapshots.documentation import data_dictionary
from snapshots.importing import import_source
from snapshots.store import SnapshotStore
from snapshots.tables import TABLES
from snapshots.template import explain_column, write_template


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    write_template(path)
    return path


def test_the_template_imports_as_it_stands_without_a_doubt(workbook, tmp_path):
    result = import_source(str(workbook), SnapshotStore(tmp_path))
    assert (result.errors, result.warnings) == ((), ())
    assert result.snapshot is not None
    assert result.snapshot.tables.keys() == TABLES.keys()
    assert all(table.num_rows == 1 for table in result.snapshot.tables.values())
    assert result.as_of == date(2025, 6, 3)


def test_it_has_a_sheet_a_table_with_every_column(workbook):
    book = calamine.CalamineWorkbook.from_path(str(workbook))
    assert book.sheet_names == ["README", *TABLES]
    for table in TABLES.values():
        headings = book.get_sheet_by_name(table.name).to_python()[0]
        assert headings == [column.name for column in table]


def test_choices_and_booleans_have_drop_downs_and_codes_are_text(workbook):
    with zipfile.ZipFile(workbook) as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml").decode()  # positions
        styles = archive.read("xl/styles.xml").decode()
        comments = archive.read("xl/comments2.xml").decode()
    for choices in ("jpt_utama,jpt_madya", "sd,smp,sma", "ya,tidak", "I/a,I/b"):
        assert choices in sheet
    assert 'formatCode="@"' in styles  # text
    assert "yyyy-mm-dd" in styles
    assert "Formasi (kebutuhan)" in comments


def test_a_heading_says_what_it_takes_in_both_languages():
    table = TABLES["assignments"]
    assert explain_column(table, table.column("appointment"), "id") == (
        "acting = Plt/Plh, tidak mengisi kursi; additional = rangkap. Boleh kosong. "
        "Salah satu pilihan. Pilihan: definitive, acting, additional. Bila kosong: definitive."
    )
    assert explain_column(table, table.column("nip"), "en") == (
        "The person's NIP, 18 digits. Must be filled. Text. "
        "Part of the key: no two rows have the same key. Must be in table employees."
    )


def test_the_data_dictionary_in_the_repository_is_the_one_of_the_code():
    written = Path(__file__).parents[2].joinpath("docs", "data.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "run `make docs`"


def test_the_data_dictionary_names_every_table_and_column():
    text = data_dictionary()
    for table in TABLES.values():
        assert f"### `{table.name}`" in text
        assert all(f"| {c.name} |" in text or f"**{c.name}**" in text for c in table)
