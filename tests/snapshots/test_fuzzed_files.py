"""Whatever bytes stand in a file, an import answers with problems or records, never a crash."""

import io
import json
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshots.archive import unpack
from snapshots.importing import import_source
from snapshots.store import SnapshotStore
from tests.snapshots.small_source import SOUND, write_csv

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
"""Tries of each test; more of them where there is time."""
quick = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))

EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 4), st.binary(max_size=6)), min_size=1, max_size=8
)
"""Places (0-1), how many bytes go there, and what comes in their stead."""


def edit(data, edits):
    for place, gone, fresh in edits:
        at = int(place * len(data))
        data = data[:at] + fresh + data[at + gone :]
    return data


def tables_as_csv():
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in SOUND.items():
            write_csv(Path(folder, f"{name}.csv"), rows)
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def tables_as_workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in SOUND.items():
            sheet = book.add_worksheet(name)
            headings = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, headings)
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, [row.get(column, "") for column in headings])
    return content.getvalue()


CSV = tables_as_csv()
WORKBOOK = tables_as_workbook()
PARTS = [name for name in zipfile.ZipFile(io.BytesIO(WORKBOOK)).namelist() if "xml" in name]


def answer(source, form="padan"):
    """Import a source; whatever it is told can be said."""
    with tempfile.TemporaryDirectory() as folder:
        result = import_source(str(source), SnapshotStore(Path(folder)), form=form)
    assert (result.snapshot is None) == bool(result.errors) or result.as_of is None
    for language in ("id", "en"):
        json.dumps(result.report(language))


@quick
@given(name=st.sampled_from(sorted(CSV)), edits=EDITS)
def test_spoilt_csv_files(name, edits):
    with tempfile.TemporaryDirectory() as folder:
        for other, data in CSV.items():
            Path(folder, other).write_bytes(edit(data, edits) if other == name else data)
        answer(folder)


@quick
@given(edits=EDITS)
def test_workbooks_with_other_bytes(edits):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.xlsx")
        path.write_bytes(edit(WORKBOOK, edits))
        answer(path)


@quick
@given(part=st.sampled_from(PARTS), edits=EDITS)
def test_workbooks_with_other_bytes_inside(part, edits):
    """A workbook whose packing is sound, so that the spoilt part reaches its reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.xlsx")
        with (
            zipfile.ZipFile(io.BytesIO(WORKBOOK)) as sound,
            zipfile.ZipFile(path, "w") as spoilt,
        ):
            for name in sound.namelist():
                data = sound.read(name)
                spoilt.writestr(name, edit(data, edits) if name == part else data)
        answer(path)


@quick
@given(edits=EDITS, form=st.sampled_from(["padan", "siasn"]))
def test_archives_with_other_bytes(edits, form):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in CSV.items():
            archive.writestr(name, data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "data.zip")
        path.write_bytes(edit(content.getvalue(), edits))
        records = Path(folder, "records")
        records.mkdir()
        unpacked = unpack(path, records, form)
        for problem in (*unpacked.problems, *unpacked.left):
            assert problem.message("id")
        answer(records, form)


@quick
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".xlsx", ".csv", ".parquet"]))
def test_files_that_are_nothing(data, suffix):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"units{suffix}").write_bytes(data)
        answer(folder)
        answer(Path(folder, f"units{suffix}"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["nipBaru", "nip", "id", "jabatan", "tmtJabatan", "x"]), VALUES
    ),
    max_size=3,
)


@quick
@given(rows=ROWS | VALUES, data=st.binary(max_size=200), kind=st.sampled_from(["json", "csv"]))
@pytest.mark.filterwarnings("ignore")
def test_sources_in_the_form_of_siasn(rows, data, kind):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "rw_jabatan.json").write_text(json.dumps({"code": 1, "data": rows}))
        Path(folder, f"data_asn.{kind}").write_bytes(data)
        answer(folder, "siasn")


@pytest.mark.parametrize(
    ("table", "column"), [(name, column) for name, rows in SOUND.items() for column in rows[0]]
)
def test_a_source_without_one_of_its_columns(table, column):
    with tempfile.TemporaryDirectory() as folder:
        for other, data in CSV.items():
            spoilt = data.replace(column.encode(), b"x", 1) if other == f"{table}.csv" else data
            Path(folder, other).write_bytes(spoilt)
        answer(folder)
