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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from snapshots.fingerprint import LENGTH, fingerprint, sort_by_key
from snapshots.snapshot import Snapshot

MANIFEST = "snapshot.json"
CURRENT = "current"
OWNERS = 0o700
"""Rights of the folder: it holds names and NIPs, whatever the umask says."""
_UNFINISHED = ".unfinished-"
_ID = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


class NoSnapshotError(Exception):
    """Nothing has been imported yet."""


class UnknownSnapshotError(Exception):
    """No snapshot has the id `snapshot_id`."""

    def __init__(self, snapshot_id: str) -> None:
        super().__init__(f"there is no snapshot {snapshot_id!r}")
        self.snapshot_id = snapshot_id


class CurrentSnapshotError(Exception):
    """The snapshot `snapshot_id` is the current one: answers rest on it."""

    def __init__(self, snapshot_id: str) -> None:
        super().__init__(f"{snapshot_id!r} is the current snapshot")
        self.snapshot_id = snapshot_id


class SupersededSnapshotError(Exception):
    """Other records than `expected`, from which new ones were made, are the current by now."""

    def __init__(self, expected: str) -> None:
        super().__init__(f"{expected!r} is no longer the current snapshot")
        self.expected = expected


class DamagedSnapshotError(Exception):
    """A file of a stored snapshot is not the one that was stored; `file` names it."""

    def __init__(self, snapshot_id: str, file: str) -> None:
        super().__init__(f"{file} of snapshot {snapshot_id} is damaged")
        self.snapshot_id = snapshot_id
        self.file = file


class Marks(NamedTuple):
    """What is known of records beside their content: nobody is real, posts were deduced."""

    made_up: bool
    deduced: bool


@dataclass(frozen=True)
class SnapshotInfo:
    """What a list of snapshots shows; `rows` counts by table, `imported_at` is the first import.

    `deduced`: posts and seats were deduced from their holders.
    """

    snapshot_id: str
    as_of: date
    imported_at: datetime
    rows: Mapping[str, int]
    made_up: bool
    deduced: bool = False


class SnapshotStore:
    """Snapshots in `folder`, which is made when something is stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(
        self,
        tables: Mapping[str, pa.Table],
        as_of: date,
        made_up: bool = False,
        deduced: bool = False,
        expects: str | None = None,
    ) -> Snapshot:
        """Store checked, typed tables as of a date and make them the current snapshot.

        The same content keeps its one snapshot, mended where it was damaged; once it was marked as
        made up, or as deduced from the holders of posts, it stays so. Imports wait for each other.
        `expects` is the current one from which these were made: where another has become current
        since, SupersededSnapshotError is raised and nothing stored.
        """
        ordered = sort_by_key(tables)
        snapshot_id = fingerprint(ordered, as_of)
        with self._alone():
            if expects is not None and self.read_current() != expects:
                raise SupersededSnapshotError(expects)
            marks = self._store(snapshot_id, ordered, as_of, Marks(made_up, deduced))
            _replace_file(self.folder / CURRENT, snapshot_id)
        return Snapshot(snapshot_id, as_of, ordered, *marks)

    def load(self, snapshot_id: str | None = None) -> Snapshot:
        """Return a snapshot, the current one by default.

        Raises NoSnapshotError, UnknownSnapshotError, and DamagedSnapshotError where a file changed
        since it was stored.
        """
        chosen = snapshot_id or self.read_current()
        manifest = self._read_manifest(chosen)
        tables = {
            name: self._read_table(chosen, name, checksum)
            for name, checksum in manifest["sha256"].items()
        }
        as_of = date.fromisoformat(manifest["as_of"])
        return Snapshot(chosen, as_of, tables, *_read_marks(manifest))

    def list(self) -> list[SnapshotInfo]:
        """Return every stored snapshot, the newest first.

        Raises DamagedSnapshotError where a manifest cannot be read: nobody takes the records for
        made up, or for gone, because it tells nothing.
        """
        if not self.folder.is_dir():
            return []
        names = [path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name)]
        found = []
        for name in names:
            with suppress(UnknownSnapshotError):  # removed meanwhile
                found.append(self._describe(name))
        return sorted(found, key=lambda info: (info.imported_at, info.snapshot_id), reverse=True)

    def remove(self, snapshot_id: str) -> None:
        """Remove a snapshot that is not the current one: whole, or it stays.

        Raises UnknownSnapshotError, CurrentSnapshotError.
        """
        with self._alone():
            self._read_manifest(snapshot_id)
            if snapshot_id == self.read_current():
                raise CurrentSnapshotError(snapshot_id)
            gone = self._unfinished()
            (self.folder / snapshot_id).replace(gone)
            shutil.rmtree(gone)

    def clear_left_behind(self) -> None:
        """Remove what imports left that were killed; waits for one that is at work."""
        if self.folder.is_dir():
            with self._alone():
                pass

    def _store(
        self, snapshot_id: str, tables: Mapping[str, pa.Table], as_of: date, marks: Marks
    ) -> Marks:
        """Store the files unless they are there unharmed; return how they are marked now.

        A damaged snapshot gives way to one written anew, which keeps its first import's moment.
        """
        target = self.folder / snapshot_id
        kept = self._read_kept(snapshot_id)
        before = _read_marks(kept)
        marks = Marks(marks.made_up or before.made_up, marks.deduced or before.deduced)
        if kept and self._is_whole(snapshot_id, kept):
            if marks != before:
                _replace_file(target / MANIFEST, json.dumps(kept | marks._asdict(), indent=1))
            return marks
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = {
            "as_of": as_of.isoformat(),
            "imported_at": kept.get("imported_at", now),
            **marks._asdict(),
            "rows": {name: table.num_rows for name, table in tables.items()},
        }
        self._swap_in(self._write(tables, manifest), target)
        return marks

    def _write(self, tables: Mapping[str, pa.Table], manifest: dict[str, Any]) -> Path:
        """Write files, and a manifest with their checksums, to a folder that nobody lists.

        What was written goes where the rest finds no room on the disk.
        """
        unfinished = self._unfinished()
        unfinished.mkdir()
        try:
            checksums = {name: _write_table(unfinished, name, one) for name, one in tables.items()}
            text = json.dumps(manifest | {"sha256": checksums}, indent=1)
            _write_file(unfinished / MANIFEST, text.encode())
            _sync(unfinished)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return unfinished

    def _swap_in(self, unfinished: Path, target: Path) -> None:
        """Give a written folder its name, or put its files into the damaged one that has it.

        A kill leaves that folder mended or damaged as before, never gone: the manifest comes last.
        """
        if target.is_dir():
            for file in sorted(unfinished.iterdir(), key=lambda file: file.name == MANIFEST):
                file.replace(target / file.name)
            _sync(target)
            unfinished.rmdir()
        else:
            unfinished.rename(target)
        _sync(self.folder)

    def _unfinished(self) -> Path:
        return self.folder / f"{_UNFINISHED}{uuid.uuid4().hex}"

    def _read_kept(self, snapshot_id: str) -> dict[str, Any]:
        """Return the manifest of a stored snapshot, empty where there is none that can be read."""
        try:
            return self._read_manifest(snapshot_id)
        except (UnknownSnapshotError, DamagedSnapshotError):
            return {}

    def _is_whole(self, snapshot_id: str, manifest: Mapping[str, Any]) -> bool:
        """Tell whether every file is the one that was stored."""
        try:
            for name, checksum in manifest["sha256"].items():
                self._read_file(snapshot_id, name, checksum)
        except DamagedSnapshotError:
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the store's lock, which the system lets go of when a process dies.

        Whoever holds it may remove what a killed import left.
        """
        self.folder.mkdir(mode=OWNERS, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left_over in self.folder.glob(f"{_UNFINISHED}*"):
                shutil.rmtree(left_over, ignore_errors=True)
            yield

    def read_current(self) -> str:
        """Return the id of the current snapshot; NoSnapshotError where nothing was imported."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise NoSnapshotError from error

    def _read_manifest(self, snapshot_id: str) -> dict[str, Any]:
        folder = self.folder / snapshot_id
        if not _ID.fullmatch(snapshot_id) or not folder.is_dir():
            raise UnknownSnapshotError(snapshot_id)
        try:
            manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError) as error:
            raise self._tell_lost(snapshot_id, MANIFEST) from error
        return manifest

    def _tell_lost(self, snapshot_id: str, file: str) -> Exception:
        """Return the error for a file that is not what was stored: it may be gone with the rest."""
        if not (self.folder / snapshot_id).is_dir():
            return UnknownSnapshotError(snapshot_id)
        return DamagedSnapshotError(snapshot_id, file)

    def _read_table(self, snapshot_id: str, name: str, checksum: str) -> pa.Table:
        data = self._read_file(snapshot_id, name, checksum)
        return pq.ParquetFile(pa.BufferReader(data)).read()

    def _read_file(self, snapshot_id: str, name: str, checksum: str) -> bytes:
        """Return a table's file, as it was stored."""
        file = f"{name}.parquet"
        try:
            data = (self.folder / snapshot_id / file).read_bytes()
        except FileNotFoundError as error:
            raise self._tell_lost(snapshot_id, file) from error
        if hashlib.sha256(data).hexdigest() != checksum:
            raise DamagedSnapshotError(snapshot_id, file)
        return data

    def _describe(self, snapshot_id: str) -> SnapshotInfo:
        manifest = self._read_manifest(snapshot_id)
        return SnapshotInfo(
            snapshot_id,
            date.fromisoformat(manifest["as_of"]),
            datetime.fromisoformat(manifest["imported_at"]),
            manifest["rows"],
            *_read_marks(manifest),
        )


def _read_marks(manifest: Mapping[str, Any]) -> Marks:
    """Return the marks of a manifest; one written before there was a mark lacks it."""
    return Marks(bool(manifest.get("made_up")), bool(manifest.get("deduced")))


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
