"""Snapshots are kept whole or not at all, and what is kept never changes."""

import os
import re
import shutil
import signal
from contextlib import suppress
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from snapshots.store import (
    DamagedSnapshotError,
    NoSnapshotError,
    SnapshotStore,
    SupersededSnapshotError,
    UnknownSnapshotError,
)

AS_OF = date(2025, 1, 1)
SYNCS = 7
"""How often storing two tables forces something to disk; a kill is tried before each of them."""


def tables(name="Dinas"):
    units = {"unit_id": ["U2", "U1"], "name": [name, "Bidang"], "agency_id": ["U2", "U2"]}
    competencies = {"competency_id": ["K"], "name": ["Integritas"], "kind": ["managerial"]}
    return {"units": pa.table(units), "competencies": pa.table(competencies)}


@pytest.fixture
def store(tmp_path):
    return SnapshotStore(tmp_path / "snapshots")


def test_a_stored_snapshot_is_read_back_sorted_by_key(store):
    saved = store.save(tables(), AS_OF)
    loaded = store.load()
    assert (loaded.snapshot_id, loaded.as_of) == (saved.snapshot_id, AS_OF)
    assert loaded.tables["units"].column("unit_id").to_pylist() == ["U1", "U2"]
    assert loaded.tables == saved.tables


def test_the_current_snapshot_is_the_last_one_imported(store):
    first = store.save(tables(), AS_OF)
    second = store.save(tables("Badan"), AS_OF)
    assert store.load().snapshot_id == second.snapshot_id
    store.save(tables(), AS_OF)
    assert store.load().snapshot_id == first.snapshot_id
    assert len(store.list()) == 2


def test_what_is_listed_tells_dates_and_rows(store):
    saved = store.save(tables(), AS_OF, made_up=True)
    (info,) = store.list()
    assert (info.snapshot_id, info.as_of, info.made_up) == (saved.snapshot_id, AS_OF, True)
    assert info.rows == {"units": 2, "competencies": 1}
    assert info.imported_at.tzinfo is not None


def test_a_snapshot_once_marked_as_made_up_stays_so(store):
    store.save(tables(), AS_OF, made_up=True)
    assert store.save(tables(), AS_OF).made_up
    assert store.load().made_up


def test_an_empty_store_has_no_snapshot(store):
    assert store.list() == []
    with pytest.raises(NoSnapshotError):
        store.load()


@pytest.mark.parametrize("name", ["0" * 20, "../snapshots", "", "a/b"])
def test_an_id_that_was_never_given_is_unknown(store, name):
    store.save(tables(), AS_OF)
    with pytest.raises(UnknownSnapshotError):
        store.load(name or "none")


def test_a_file_that_was_changed_is_not_read(store):
    saved = store.save(tables(), AS_OF)
    file = store.folder / saved.snapshot_id / "units.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(DamagedSnapshotError) as damaged:
        store.load()
    assert damaged.value.file == "units.parquet"


@pytest.mark.parametrize("file", ["units.parquet", "snapshot.json"])
@pytest.mark.parametrize(
    "damage", [lambda file: file.write_bytes(b"?"), lambda file: file.unlink()]
)
def test_a_damaged_snapshot_is_mended_by_importing_the_same_content_again(store, file, damage):
    saved = store.save(tables(), AS_OF)
    damage(store.folder / saved.snapshot_id / file)
    with pytest.raises(DamagedSnapshotError) as damaged:
        store.load()
    assert damaged.value.file == file
    assert store.save(tables(), AS_OF).snapshot_id == saved.snapshot_id
    assert store.load().tables == saved.tables
    assert not list(store.folder.glob(".unfinished-*"))


def test_a_mended_snapshot_keeps_its_first_import_and_that_it_is_made_up(store):
    saved = store.save(tables(), AS_OF, made_up=True)
    manifest = store.folder / saved.snapshot_id / "snapshot.json"
    first = re.sub(r'(?<="imported_at": ")[^"]+', "2020-01-01T00:00:00+00:00", manifest.read_text())
    manifest.write_text(first)
    (store.folder / saved.snapshot_id / "units.parquet").write_bytes(b"?")
    assert store.save(tables(), AS_OF).made_up
    (info,) = store.list()
    assert (info.imported_at, info.made_up) == (datetime(2020, 1, 1, tzinfo=UTC), True)
    assert store.load().tables == saved.tables


def in_a_child(work):
    """Run `work` in a process of its own and return the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def die_before_sync(number):
    """Let the process be killed before it forces something to disk for the n-th time."""
    real, calls = os.fsync, []

    def sync(handle):
        calls.append(handle)
        if len(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        real(handle)

    os.fsync = sync


@pytest.mark.parametrize("number", range(1, SYNCS + 2))
def test_a_kill_at_any_moment_leaves_nothing_half_stored(store, number):
    before = store.save(tables("Dinas lama"), AS_OF).snapshot_id

    def import_and_die():
        die_before_sync(number)
        store.save(tables(), AS_OF)

    killed = in_a_child(import_and_die)
    assert killed == (signal.SIGKILL if number <= SYNCS else 0)
    for info in store.list():
        assert store.load(info.snapshot_id).tables["units"].num_rows == 2
    assert store.load().snapshot_id in {before, *(info.snapshot_id for info in store.list())}

    after = store.save(tables(), AS_OF).snapshot_id
    assert store.load().snapshot_id == after
    assert len(store.list()) == 2
    assert not list(store.folder.glob(".unfinished-*"))


@pytest.mark.parametrize("number", range(1, 9))
def test_a_kill_while_a_damaged_snapshot_is_mended_never_loses_it(store, number):
    saved = store.save(tables(), AS_OF)
    (store.folder / saved.snapshot_id / "units.parquet").write_bytes(b"?")

    def mend_and_die():
        die_before_sync(number)
        store.save(tables(), AS_OF)

    in_a_child(mend_and_die)
    with suppress(DamagedSnapshotError):
        assert store.load().tables == saved.tables
    store.clear_left_behind()
    assert [info.snapshot_id for info in store.list()] == [store.read_current()]
    assert store.save(tables(), AS_OF).tables == store.load().tables == saved.tables


def test_what_is_removed_while_it_is_read_is_unknown_and_not_listed(store, monkeypatch):
    old = store.save(tables("Dinas lama"), AS_OF).snapshot_id
    now = store.save(tables(), AS_OF).snapshot_id
    read = SnapshotStore._read_manifest

    def read_and_lose(self, snapshot_id):
        found = read(self, snapshot_id)
        if snapshot_id == old:
            shutil.rmtree(self.folder / old)
        return found

    monkeypatch.setattr(SnapshotStore, "_read_manifest", read_and_lose)
    with pytest.raises(UnknownSnapshotError):
        store.load(old)
    iterdir = type(store.folder).iterdir
    monkeypatch.setattr(type(store.folder), "iterdir", lambda path: [*iterdir(path), path / old])
    assert [info.snapshot_id for info in store.list()] == [now]


def test_records_made_from_others_than_the_current_ones_are_not_stored(store):
    first = store.save(tables(), AS_OF).snapshot_id
    second = store.save(tables("Badan"), AS_OF, expects=first).snapshot_id
    with pytest.raises(SupersededSnapshotError):
        store.save(tables("Kantor"), AS_OF, expects=first)
    assert (store.read_current(), len(store.list())) == (second, 2)


def test_imports_at_the_same_time_wait_for_each_other(store):
    children = []
    for nth in range(6):
        child = os.fork()
        if child == 0:
            store.save(tables(f"Dinas {nth % 3}"), AS_OF)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
    assert len(store.list()) == 3
    assert [store.load(info.snapshot_id).tables["units"].num_rows for info in store.list()] == [
        2
    ] * 3
