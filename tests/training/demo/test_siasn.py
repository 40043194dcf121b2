"""The made-up city as SIASN gives people out: the same bytes for a seed, and importable."""

import pytest

from snapshots.importing import import_source
from snapshots.store import SnapshotStore
from training.demo import make_city


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("siasn") / "city"
    make_city(folder, employees=150, seed=3, siasn=True)
    return folder


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}


def test_the_same_seed_writes_the_same_bytes(written, tmp_path):
    make_city(tmp_path / "again", employees=150, seed=3, siasn=True)
    assert files(tmp_path / "again") == files(written)


def test_a_city_may_be_written_over_itself(written, tmp_path):
    for _ in range(2):
        make_city(tmp_path / "city", employees=150, seed=3, siasn=True)
    assert files(tmp_path / "city") == files(written)


@pytest.fixture(scope="module")
def sheet_alone(written, tmp_path_factory):
    store = SnapshotStore(tmp_path_factory.mktemp("sheet"))
    return import_source(str(written / "data_asn.csv"), store, form="siasn")


def test_the_sheet_alone_imports_in_spite_of_its_dirt_and_is_marked_made_up(sheet_alone):
    assert not sheet_alone.errors
    assert sheet_alone.snapshot.made_up
    assert sheet_alone.snapshot.deduced


def test_the_sheet_says_that_it_is_made_up_wherever_it_is_taken(written, tmp_path):
    (tmp_path / "sheet.csv").write_bytes((written / "data_asn.csv").read_bytes())
    store = SnapshotStore(tmp_path / "store")
    result = import_source(str(tmp_path / "sheet.csv"), store, form="siasn")
    assert result.snapshot is not None
    assert result.snapshot.made_up


def test_nobody_in_the_sheet_is_left_out(sheet_alone, written):
    left_out = [one for one in sheet_alone.warnings if one.code == "siasn.row_left_out"]
    repeated = [one for one in sheet_alone.warnings if one.code == "siasn.repeated_row"]
    rows = (written / "data_asn.csv").read_text(encoding="utf-8-sig").count("\n") - 1
    assert not left_out
    assert sheet_alone.snapshot.tables["employees"].num_rows == rows - len(repeated)


def test_the_histories_beside_it_tell_of_past_moves(written, tmp_path):
    result = import_source(str(written), SnapshotStore(tmp_path), form="siasn")
    assert result.snapshot is not None, result.errors
    stays = result.snapshot.tables["assignments"].num_rows
    assert stays > 2 * result.snapshot.tables["employees"].num_rows
    assert result.snapshot.tables["performance"].num_rows
