"""Makes a backup of a whole installation while it serves.

Databases are written row by row, each as it is at one moment, so that a backup of SQLite may become
an installation on PostgreSQL and the other way round. Records and models never change once they are
there, hence the order: first the rows that name them, then which records are in use, then the
files. A backup holds the secret of the surrogate keys and everybody's records: it is for its owner
alone, and belongs where nobody else reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matching.plain import to_json
from models.registry import ModelRegistry
from serving.audit.service import Actor, Event, Facts, record_event
from serving.audit.verifying import Head, read_head
from serving.backup.archive import (
    APPLICATION,
    FOR_OWNER,
    HOME,
    MODELS,
    ArchiveWriter,
    Manifest,
    write_archive,
)
from serving.backup.layout import HIDDEN, IN_USE, POLICY, artifacts_of
from serving.backup.rows import dump_rows, read_version
from serving.backup.staging import work_in
from serving.database.connection import Database, open_database
from serving.settings import Settings
from snapshots.surrogate import FILE_NAME as SECRET

FOLDERS = ("snapshots", "mlartifacts")
HEAD = ".head.json"
"""What the name of a backup goes on with where the head of the audit that is in it is kept."""


@dataclass(frozen=True)
class BackedUp:
    """A backup that was made: its checksum, and the head of the audit that is in it."""

    sha256: str
    head: Head
    head_file: Path


def back_up(settings: Settings, file: Path, actor: Actor) -> BackedUp:
    """Write the whole installation into one file; it appears under its name once complete.

    The head of the audit that is in it comes to lie beside it: heads of later events do not hold
    where this backup is restored. The audit is told of the backup, or that it failed. Raises
    OSError where it cannot be written, BusyError.
    """
    database = open_database(settings.database_url)
    try:
        with work_in(file.parent) as folder:
            unnamed = folder / file.name
            with write_archive(unnamed) as archive:
                head = _write_parts(settings, database, archive)
            made = _seal(unnamed, file, head)
            _tell(database, Event.BACKED_UP, actor, {"sha256": made.sha256})
            unnamed.replace(file)
            _name_head(unnamed).replace(made.head_file)
    except BaseException as error:
        with suppress(SQLAlchemyError):  # what failed first is what is told
            _tell(database, Event.BACKUP_FAILED, actor, {"fault": type(error).__name__})
        raise
    finally:
        database.close()
    return made


def _seal(unnamed: Path, file: Path, head: Head) -> BackedUp:
    """Return what is told of an archive that will be `file`; its head is written beside it."""
    beside = _name_head(unnamed)
    beside.touch(FOR_OWNER)
    beside.write_text(to_json(head, indent=1) + "\n", encoding="utf-8")
    with unnamed.open("rb") as content:
        return BackedUp(file_digest(content, "sha256").hexdigest(), head, _name_head(file))


def _name_head(file: Path) -> Path:
    return file.with_name(f"{file.name}{HEAD}")


def _tell(database: Database, kind: Event, actor: Actor, facts: Facts) -> None:
    with database.write() as session:
        record_event(session, kind, "installation", actor, facts)


def _write_parts(settings: Settings, database: Database, archive: ArchiveWriter) -> Head:
    with _look(database.engine) as connection:
        application_version = read_version(connection) or ""
        head = read_head(Session(connection))
        archive.add_lines(APPLICATION, dump_rows(connection))
    ModelRegistry(settings.tracking_uri, settings.home).champion_version()  # makes a new store
    models = _open_still(settings.tracking_uri)
    with _look(models) as connection:
        models_version = read_version(connection)
        archive.add_lines(MODELS, dump_rows(connection))
    models.dispose()
    if in_use := _read_current(settings):
        archive.add_lines(f"{HOME}/{IN_USE.as_posix()}", [in_use])
    for name, path in _list_files(settings):
        archive.add_file(name, path)
    manifest = Manifest(
        software_version=settings.software_version,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        artifacts=artifacts_of(settings.home),
        application_version=application_version,
        models_version=models_version,
        audit_head=head.hash,
        audit_number=head.number,
    )
    archive.finish(manifest)
    return head


def _read_current(settings: Settings) -> bytes | None:
    """Return what names the records in use, before any are listed: all that it names is there."""
    try:
        return (settings.home / IN_USE).read_bytes()
    except FileNotFoundError:
        return None


def _list_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Return every file that belongs to an installation and stays, with its name in the archive."""
    home = settings.home
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            inside = path.relative_to(home)
            on_its_way = any(part.startswith(HIDDEN) for part in inside.parts)
            if path.is_file() and inside != IN_USE and not on_its_way:
                yield f"{HOME}/{inside.as_posix()}", path
    if (home / SECRET).is_file():
        yield f"{HOME}/{SECRET}", home / SECRET
    if settings.policy is not None:
        yield f"{HOME}/{POLICY}", settings.policy


def _open_still(url: str) -> Engine:
    """Return an engine on which a look at SQLite is a transaction, as it is elsewhere."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


@contextmanager
def _look(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it is now until the end."""
    looking = engine
    if engine.dialect.name == "postgresql":
        looking = engine.execution_options(isolation_level="REPEATABLE READ")
    with looking.connect() as connection:
        yield connection
