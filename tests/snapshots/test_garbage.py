"""However spoilt records are, an import answers with problems and never with a crash."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from snapshots.sources import read_source
from snapshots.tables import TABLES
from snapshots.validation import validate
from tests.snapshots.small_source import ANI, SOUND, Source

CELLS = st.sampled_from(
    [
        *("", " ", ANI, "P1", "P2", "D1", "D1-B", "III/a", "definitive", "ya", "baik", "x;y"),
        *("0", "1", "-1", "1e999", "nan", "1,5", "1.98E+17", "ringan", "s1", "functional"),
        *("2020-01-01", "2020-02-30", "31-12-9999", "1900-01-01", "2019-12-31", "é", '"', "\n"),
    ]
)
TABLE = st.sampled_from(sorted(TABLES))


@st.composite
def spoilt_tables(draw):
    """Draw the sound source with cells written over, columns taken out and rows made up."""
    tables = {name: [dict(row) for row in rows] for name, rows in SOUND.items()}
    for name in draw(st.lists(TABLE, max_size=4)):
        columns = [column.name for column in TABLES[name]]
        row = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(columns, CELLS)))
        tables.setdefault(name, []).extend([row] * draw(st.integers(0, 2)))
    for name in draw(st.lists(st.sampled_from(sorted(SOUND)), max_size=3)):
        row = draw(st.sampled_from(tables[name]))
        row[draw(st.sampled_from([column.name for column in TABLES[name]]))] = draw(CELLS)
    dropped = draw(st.none() | st.sampled_from(sorted(tables)))
    return {name: rows for name, rows in tables.items() if rows and name != dropped}


@settings(max_examples=60)
@given(tables=spoilt_tables())
def test_any_garbage_is_answered_with_problems_that_can_be_said(tables):
    with tempfile.TemporaryDirectory() as folder:
        checked = validate(read_source(str(Source(Path(folder), tables).write())))
    for problem in (*checked.errors, *checked.warnings):
        for language in ("id", "en"):
            record = problem.as_record(language)
            assert "{" not in str(record["message"]) + str(record["remedy"])


@settings(max_examples=60)
@given(data=st.binary(max_size=60) | st.text('unit_id,;"\n\r 1é', max_size=40).map(str.encode))
def test_any_bytes_in_a_csv_file_are_answered_with_problems(data):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "units.csv").write_bytes(data)
        source = read_source(folder)
    assert source.problems or "units" in source.tables
