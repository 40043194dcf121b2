"""However spoilt a SIASN source is, reading it answers with problems and never with a crash."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from snapshots.siasn.sheets import known_columns
from snapshots.sources import read_source
from snapshots.validation import validate
from tests.snapshots.siasn.flat import ANI, BIDANG, Office

CELLS = st.sampled_from(
    [
        *("", " ", "-", "NULL", ANI, BIDANG, "1", "99", "III/a", "IX", "'1", "é", '"', "\n", "[]"),
        *("01-01-2020", "31-02-2020", "00-00-0000", "31-12-9999", "Kepala Dinas", " - ", "Dinas -"),
        *("Ahli Muda", "PPPK", "1e999", "nan", "Guru", "Dinas B", "(", "0" * 40),
    ]
)
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | CELLS | st.lists(CELLS)
KIND = st.sampled_from([*sorted(known_columns()), "data-utama", "entah"])


@st.composite
def spoilt_rows(draw):
    """Draw rows of the flat sheet with any cells written over, and columns taken out."""
    columns = sorted(known_columns()["data_asn"])
    changes = st.dictionaries(st.sampled_from(columns), CELLS, max_size=6)
    return draw(st.lists(st.tuples(st.integers(0, 2), changes), max_size=5))


@st.composite
def histories(draw):
    kind = draw(KIND)
    names = st.sampled_from(sorted({*known_columns().get(kind, {"x": []}), "nipBaru", "data"}))
    records = draw(st.lists(st.dictionaries(names, VALUES, max_size=5), max_size=4))
    return kind, records


@settings(max_examples=15, deadline=None)
@given(changes=spoilt_rows(), more=st.lists(histories(), max_size=3))
def test_any_garbage_is_answered_with_problems_that_can_be_said(changes, more):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for nth, cells in changes:
            office.rows.append(office.rows[nth] | cells)
        for kind, records in more:
            office.keep(f"{kind}.json", json.dumps(records))
        office.write()
        checked = validate(read_source(str(office.folder), "siasn"))
    for problem in (*checked.errors, *checked.warnings):
        for language in ("id", "en"):
            record = problem.as_record(language)
            assert "{" not in str(record["message"]) + str(record["remedy"])


@settings(max_examples=15, deadline=None)
@given(data=st.binary(max_size=60) | st.text('nip_baru,;"\n\r[{}] 1é', max_size=40).map(str.encode))
def test_any_bytes_in_a_file_are_answered_with_problems(data):
    for name in ("data_asn.csv", "data_utama.json", "data_asn.xlsx", "mapping.toml"):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, name).write_bytes(data)
            source = read_source(folder, "siasn")
        assert source.problems or source.tables


def test_deeply_nested_json_is_refused(tmp_path):
    (tmp_path / "data_utama.json").write_text("[" * 200_000)
    assert [one.code for one in read_source(str(tmp_path), "siasn").problems] == ["siasn.not_json"]
