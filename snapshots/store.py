"""Keeps immutable snapshots in a folder, whole or not at all, whenever the process may be killed.

Each snapshot is a folder of Parquet files with a manifest. It is written under a name that nobody
lists, forced to disk, and then renamed; the pointer to the current one is replaced by a rename too.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from snapshots.fingerprint import LENGTH, fingerprint, sort_by_key
from snapshots.snapshot import Snapshot

MANIFEST = "snapshot.json"
CURRENT = "current"
_UNFINISHED = ".unfinished-"
_ID = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


class NoSnapshotError(Exception):
    """Nothing has been imported yet."""


class UnknownSnapshotError(Exception):
    """No snapshot has the id `snapshot_id`."""

    def __init__(self, snapshot_id: str) -> None:
        super().__init__(f"there is no snapshot {snapshot_id!r}")
        self.snapshot_id = snapshot_id


class DamagedSnapshotError(Exception):
    """A file of a stored snapshot is not the one that was stored; `file` names it."""

    def __init__(self, snapshot_id: str, file: str) -> None:
        super().__init__(f"{file} of snapshot {snapshot_id} is damaged")
        self.snapshot_id = snapshot_id
        self.file = file


@dataclass(frozen=True)
class SnapshotInfo:
    """What a list of snapshots shows; `rows` counts by table, `imported_at` is the first import."""

    snapshot_id: str
    as_of: date
    imported_at: datetime
    rows: Mapping[str, int]
    made_up: bool


class SnapshotStore:
    """Snapshots in `folder`, which is made when something is stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, tables: Mapping[str, pa.Table], as_of: date, made_up: bool = False) -> Snapshot:
        """Store checked, typed tables as of a date and make them the current snapshot.

        The same content keeps its one snapshot; once it was marked as made up it stays so. Imports
        wait for each other.
        """
        ordered = sort_by_key(tables)
        snapshot_id = fingerprint(ordered, as_of)
        with self._alone():
            made_up = self._store(snapshot_id, ordered, as_of, made_up)
            _replace_file(self.folder / CURRENT, snapshot_id)
        return Snapshot(snapshot_id, as_of, ordered, made_up)

    def load(self, snapshot_id: str | None = None) -> Snapshot:
        """Return a snapshot, the current one by default.

        Raises NoSnapshotError, UnknownSnapshotError, and DamagedSnapshotError where a file changed
        since it was stored.
        """
        chosen = snapshot_id or self._read_current()
        manifest = self._read_manifest(chosen)
        tables = {
            name: self._read_table(chosen, name, checksum)
            for name, checksum in manifest["sha256"].items()
        }
        as_of = date.fromisoformat(manifest["as_of"])
        return Snapshot(chosen, as_of, tables, manifest["made_up"])

    def list(self) -> list[SnapshotInfo]:
        """Return every stored snapshot, the newest first."""
        if not self.folder.is_dir():
            return []
        names = [path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name)]
        found = [self._describe(name) for name in names]
        return sorted(found, key=lambda info: (info.imported_at, info.snapshot_id), reverse=True)

    def _store(
        self, snapshot_id: str, tables: Mapping[str, pa.Table], as_of: date, made_up: bool
    ) -> bool:
        """Store the files unless they are there; return whether they are marked as made up."""
        target = self.folder / snapshot_id
        if target.is_dir():
            manifest = self._read_manifest(snapshot_id)
            if made_up and not manifest["made_up"]:
                _replace_file(target / MANIFEST, json.dumps(manifest | {"made_up": True}, indent=1))
            return made_up or bool(manifest["made_up"])
        unfinished = self.folder / f"{_UNFINISHED}{uuid.uuid4().hex}"
        unfinished.mkdir()
        checksums = {name: _write_table(unfinished, name, table) for name, table in tables.items()}
        manifest = {
            "as_of": as_of.isoformat(),
            "imported_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "made_up": made_up,
            "rows": {name: table.num_rows for name, table in tables.items()},
            "sha256": checksums,
        }
        _write_file(unfinished / MANIFEST, json.dumps(manifest, indent=1).encode())
        _sync(unfinished)
        unfinished.rename(target)
        _sync(self.folder)
        return made_up

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the store's lock, which the system lets go of when a process dies.

        Whoever holds it may remove what a killed import left.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left_over in self.folder.glob(f"{_UNFINISHED}*"):
                shutil.rmtree(left_over, ignore_errors=True)
            yield

    def _read_current(self) -> str:
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise NoSnapshotError from error

    def _read_manifest(self, snapshot_id: str) -> dict[str, Any]:
        file = self.folder / snapshot_id / MANIFEST
        if not _ID.fullmatch(snapshot_id) or not file.is_file():
            raise UnknownSnapshotError(snapshot_id)
        manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return manifest

    def _read_table(self, snapshot_id: str, name: str, checksum: str) -> pa.Table:
        file = f"{name}.parquet"
        try:
            data = (self.folder / snapshot_id / file).read_bytes()
        except FileNotFoundError as error:
            raise DamagedSnapshotError(snapshot_id, file) from error
        if hashlib.sha256(data).hexdigest() != checksum:
            raise DamagedSnapshotError(snapshot_id, file)
        return pq.ParquetFile(pa.BufferReader(data)).read()

    def _describe(self, snapshot_id: str) -> SnapshotInfo:
        manifest = self._read_manifest(snapshot_id)
        return SnapshotInfo(
            snapshot_id,
            date.fromisoformat(manifest["as_of"]),
            datetime.fromisoformat(manifest["imported_at"]),
            manifest["rows"],
            manifest["made_up"],
        )


def _write_table(folder: Path, name: str, table: pa.Table) -> str:
    """Write a table to disk and return its checksum."""
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="zstd")
    data = buffer.getvalue().to_pybytes()
    _write_file(folder / f"{name}.parquet", data)
    return hashlib.sha256(data).hexdigest()


def _write_file(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace_file(path: Path, text: str) -> None:
    """Put a text in place of a file's, so that a reader finds the old or the new, whole."""
    fresh = path.with_name(f"{_UNFINISHED}{path.name}")
    _write_file(fresh, text.encode())
    fresh.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Force a folder's entries to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
