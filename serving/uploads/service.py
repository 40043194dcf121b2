"""Takes records that somebody sends and imports them in a thread, one upload after another.

An upload stores all of its records or nothing, as every import does; records that came into use
are told as stored, whatever failed afterwards. What was sent is gone when the import is over,
whatever became of it; a process that dies leaves an upload that is told as interrupted, and kept as
that when the next process starts or the next upload is sent.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from secrets import token_hex
from threading import Thread
from typing import BinaryIO

import structlog

from serving.audit.service import Actor, Event, record_event
from serving.clock import local_day
from serving.database.connection import Database
from serving.database.upload_tables import UploadRow
from serving.disk import is_disk_full
from serving.entries import read_entered
from serving.outcomes.queries import list_outcomes
from serving.repeats import Repeat, find_made, keep_made
from serving.settings import Settings
from serving.uploads.begun import Begun, find_current, noting, take_left, tell_missed
from serving.uploads.errors import DiskFullError, TooManyUploadsError, UnfitUploadError
from serving.uploads.folders import PLACE, UploadFolders
from serving.uploads.report import write_report
from serving.uploads.schemas import Status, Upload
from serving.uploads.storing import (
    count_findings,
    count_open,
    end_upload,
    list_open,
    load_upload,
    mark_stage,
    record_import,
)
from snapshots.archive import unpack
from snapshots.importing import ImportResult, import_source
from snapshots.problems import Problem
from snapshots.progress import Progress, Stage
from snapshots.reported import Reports
from snapshots.sources import SourceForm
from snapshots.store import SnapshotStore
from snapshots.surrogate import load_secret
from snapshots.unfound import find_unfound

log = structlog.get_logger()

KINDS: dict[SourceForm, tuple[str, ...]] = {
    "padan": (".xlsx", ".zip"),
    "siasn": (".csv", ".xlsx", ".zip"),
}
"""Kinds of file that are taken, by the form of what is in them.

A single CSV is no whole source of our own form.
"""
MOST_OPEN = 3
"""Uploads at once, the one that is imported included; each may hold a gigabyte of disk."""
TELL_SECONDS = 0.5
"""How often it is kept how far an import is."""


@dataclass(frozen=True)
class Asked:
    """What is asked of an upload, as of an import on a terminal."""

    form: SourceForm = "padan"
    as_of: date | None = None
    with_portal: bool = False


class Uploads:
    """Takes and imports uploads; one of an application, `request.app.state.uploads` in routes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = SnapshotStore(settings.snapshots)
        self.folders = UploadFolders(settings.home / PLACE)

    def begin(
        self,
        database: Database,
        name: str,
        content: BinaryIO,
        asked: Asked,
        actor: Actor,
        repeat: Repeat | None = None,
    ) -> Upload:
        """Keep what was sent and begin to import it; of its `name` only the ending counts.

        Raises UnfitUploadError, TooManyUploadsError, DiskFullError, ReusedKeyError.
        """
        suffix = PurePath(name).suffix.lower()
        if suffix not in KINDS[asked.form]:
            raise UnfitUploadError(KINDS[asked.form])
        upload_id = token_hex(16)
        lock = self.folders.open(upload_id)
        try:
            path = self._receive(upload_id, f"data{suffix}", content)
            with self.folders.entry():
                self._end_left_behind(database)
                made = self._keep(database, upload_id, path, asked, repeat)
        except BaseException:
            self._drop(upload_id, lock)
            raise
        if made != upload_id:  # the same request came before: its upload holds
            self._drop(upload_id, lock)
            return self.read(database, made)
        work = (database, upload_id, path, asked, actor, lock)
        Thread(target=self._run, args=work, daemon=True, name=f"upload-{upload_id}").start()
        return self.read(database, upload_id)

    def read(self, database: Database, upload_id: str) -> Upload:
        """Return an upload; one that nobody works on any more is told as interrupted.

        Raises UnknownUploadError.
        """
        with database.read() as session:
            found = load_upload(session, upload_id)
        if not found.is_open or self.folders.is_held(upload_id):
            return found
        with database.read() as session:  # it may have ended before it was let go
            found = load_upload(session, upload_id)
        return replace(found, status="interrupted", share=1.0) if found.is_open else found

    def end_left_behind(self, database: Database) -> None:
        """Keep of uploads whose process died what became of them; what they held goes.

        They were interrupted, unless their records came into use: then the audit learns of it now.
        """
        self._store.clear_left_behind()
        self.folders.clear_left_behind()
        with self.folders.entry():
            self._end_left_behind(database)

    @contextmanager
    def importing(self, database: Database, upload_id: str, actor: Actor) -> Iterator[None]:
        """Take the turn of an import, with a note until the audit was told (`uploads.begun`).

        What imports left whose process died is told first. What fails is kept and told as what
        became of it, then raised.
        """
        with self.folders.turn():
            begun = Begun(upload_id, actor, find_current(self._store))
            try:
                with self.folders.entry():
                    self._tell_left(database)
                with noting(self.folders, begun):
                    yield
            except Exception as error:
                self._fail(database, begun, error)
                raise

    def bring_in(
        self, database: Database, source: str, asked: Asked, tell: Progress
    ) -> ImportResult:
        """Import a source, with what the house knows beside it: outcomes, entries, the day."""
        with database.read() as session:
            outcomes = list_outcomes(session) if asked.with_portal else None
            entered = read_entered(session)
        secret = load_secret(self._settings.home)
        reports = None if outcomes is None else Reports(outcomes, secret)
        today = local_day(datetime.now(UTC))
        result = import_source(source, self._store, asked.as_of, reports, asked.form, tell, today)
        if result.snapshot is None:
            return result
        unfound = find_unfound(result.snapshot, entered, secret)
        return replace(result, warnings=(*result.warnings, *unfound))

    def report_folder(self, upload_id: str) -> Path:
        """Return where the report of an upload lies."""
        return self.folders.path(upload_id)

    def _receive(self, upload_id: str, name: str, content: BinaryIO) -> Path:
        try:
            return self.folders.receive(upload_id, name, content)
        except OSError as error:
            if is_disk_full(error):
                raise DiskFullError from error
            raise

    def _drop(self, upload_id: str, lock: BinaryIO) -> None:
        self.folders.discard(upload_id)
        lock.close()

    def _tell_left(self, database: Database) -> None:
        for begun in take_left(self.folders.root):
            with database.write() as session:
                tell_missed(session, self._store, begun)

    def _end_left_behind(self, database: Database) -> None:
        self._tell_left(database)
        with database.write() as session:
            for upload_id in list_open(session):
                if self.folders.is_held(upload_id):
                    continue
                if end_upload(session, upload_id, "interrupted"):
                    facts = {"failure": "interrupted"}
                    record_event(session, Event.RECORDS_REFUSED, upload_id, Actor("server"), facts)

    def _keep(
        self, database: Database, upload_id: str, path: Path, asked: Asked, repeat: Repeat | None
    ) -> str:
        """Return the id that holds: its own, or that of what the same request made before."""
        with database.write() as session:
            if known := find_made(session, repeat):
                return known
            if count_open(session) >= MOST_OPEN:
                raise TooManyUploadsError(MOST_OPEN)
            session.add(
                UploadRow(
                    id=upload_id,
                    created_at=datetime.now(UTC),
                    kind=path.suffix[1:],
                    form=asked.form,
                    size=path.stat().st_size,
                    as_of=asked.as_of,
                    with_portal=asked.with_portal,
                    status="waiting",
                    stage="waiting",
                    done=0,
                    total=0,
                    counts={},
                    previous_id=find_current(self._store),
                )
            )
            keep_made(session, repeat, upload_id)
            return upload_id

    def _run(
        self,
        database: Database,
        upload_id: str,
        path: Path,
        asked: Asked,
        actor: Actor,
        lock: BinaryIO,
    ) -> None:
        """Import an upload when its turn comes, and keep what became of it."""
        try:
            with self.importing(database, upload_id, actor):
                result = self._import(database, upload_id, path, asked)
                self._end(database, upload_id, result, actor)
        except Exception as error:  # whoever sent it learns what became of it all the same
            log.error("upload failed", upload=upload_id, error=type(error).__name__)
        finally:
            self.folders.clear(upload_id)
            lock.close()

    def _end(self, database: Database, upload_id: str, result: ImportResult, actor: Actor) -> None:
        """Keep the report of an import, how it ended, and tell the audit."""
        self.folders.clear(upload_id)
        failure = self._keep_report(upload_id, result)
        stored = result.snapshot.snapshot_id if result.snapshot else None
        with database.write() as session:
            status: Status = "stored" if stored else "refused"
            end_upload(session, upload_id, status, failure, count_findings(result), stored)
            record_import(session, result, actor, upload_id)

    def _keep_report(self, upload_id: str, result: ImportResult) -> str | None:
        """Keep the findings; return why they could not be kept, which undoes no import."""
        try:
            write_report(self.report_folder(upload_id), result)
        except OSError as error:
            log.error("findings not kept", upload=upload_id, error=type(error).__name__)
            return _name_failure(error)
        return None

    def _import(self, database: Database, upload_id: str, path: Path, asked: Asked) -> ImportResult:
        """Import what was sent; an archive is unpacked beside it."""
        told_at = float("-inf")

        def tell(stage: Stage, done: int, total: int) -> None:
            nonlocal told_at
            if time.monotonic() - told_at >= TELL_SECONDS:
                told_at = time.monotonic()
                with database.write() as session:
                    mark_stage(session, upload_id, stage, done, total)

        tell("reading", 0, 1)
        source = path
        left: tuple[Problem, ...] = ()
        if path.suffix == ".zip":
            source = path.parent / "records"
            source.mkdir(mode=0o700)
            unpacked = unpack(path, source, asked.form)
            if unpacked.problems:
                return ImportResult(None, None, unpacked.problems, ())
            left = unpacked.left
        result = self.bring_in(database, str(source), asked, tell)
        return replace(result, warnings=(*left, *result.warnings))

    def _fail(self, database: Database, begun: Begun, error: Exception) -> None:
        """Keep what became of an import that failed, and tell the audit."""
        failure, upload_id = _name_failure(error), begun.upload_id
        self.folders.clear(upload_id)  # makes room for what is kept of it
        with self.folders.entry(), database.write() as session:
            if not tell_missed(session, self._store, begun, failure):
                end_upload(session, upload_id, "failed", failure)
                record_event(
                    session, Event.RECORDS_REFUSED, upload_id, begun.actor, {"failure": failure}
                )


def _name_failure(error: Exception) -> str:
    return "disk_full" if is_disk_full(error) else "otherwise"
