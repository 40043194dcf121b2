"""Makes a backup of a whole installation, and restores one: proved by computing lists again.

Databases are written row by row, so that a backup of SQLite may become an installation on
PostgreSQL and the other way round. Records and models never change once they are there, hence the
order: first the rows that name them, then which records are in use, then the files. A backup holds
the secret of the surrogate keys and everybody's records: it is for its owner alone, and belongs
where nobody else reads.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from tempfile import mkdtemp

from sqlalchemy import Connection, Engine, create_engine, delete, make_url, select

from matching.explaining.replay import Replay
from models.registry import ModelRegistry
from serving.audit.service import Actor, Event, Facts, record_event
from serving.backup.archive import (
    APPLICATION,
    HOME,
    MODELS,
    ArchiveWriter,
    Manifest,
    unpack_archive,
    write_archive,
)
from serving.backup.errors import NotEmptyError, OtherFormError
from serving.backup.rows import drop_tables, dump_rows, holds_rows, load_rows, read_version
from serving.database.access_tables import SessionRow
from serving.database.connection import (
    WRITES,
    Database,
    is_known_form,
    migrate_within,
    open_database,
)
from serving.database.tables import AuditRow, ShortlistRow
from serving.replays.service import Replays
from serving.settings import Settings
from serving.shortlists.service import load_shortlist
from snapshots.store import CURRENT
from snapshots.surrogate import FILE_NAME as SECRET
from wording import Language

FOLDERS = ("snapshots", "mlartifacts")
IN_USE = PurePath("snapshots", CURRENT)
"""The one file of those folders that changes: it names the records in use."""
POLICY = "policy.toml"
"""Where the rules of a policy file come to lie in a restored home."""
UNFINISHED = "."
"""Files and folders whose names begin so are on their way to somewhere."""
REPLAYED = 3
"""Lists, the newest, that are computed again at the end."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was restored: rows, the policy's file, and the newest lists as computed again."""

    made_at: str
    rows: int
    policy: Path | None
    replays: tuple[Replay, ...]

    @property
    def proved(self) -> bool:
        """Whether no list differs without one of the seven that decide it."""
        return not any(replay.fault for replay in self.replays)


def back_up(settings: Settings, file: Path, actor: Actor) -> Manifest:
    """Write the whole installation into one file; it appears under its name once complete.

    Raises OSError where it cannot be written.
    """
    database = open_database(settings.database_url)
    try:
        with database.write() as session:
            record_event(session, Event.BACKED_UP, "installation", actor, {})
        with write_archive(file) as archive:
            manifest = _write_parts(settings, database, archive)
    finally:
        database.close()
    return manifest


def _write_parts(settings: Settings, database: Database, archive: ArchiveWriter) -> Manifest:
    with _look(database.engine) as connection:
        application_version = read_version(connection) or ""
        head = _read_head(connection)
        archive.add_lines(APPLICATION, dump_rows(connection))
    ModelRegistry(settings.tracking_uri, settings.home).champion_version()  # makes a new store
    models = create_engine(settings.tracking_uri)
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
        artifacts=_artifacts_of(settings.home),
        application_version=application_version,
        models_version=models_version,
        audit_head=head,
    )
    archive.finish(manifest)
    return manifest


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
            on_its_way = any(part.startswith(UNFINISHED) for part in inside.parts)
            if path.is_file() and inside != IN_USE and not on_its_way:
                yield f"{HOME}/{inside.as_posix()}", path
    if (home / SECRET).is_file():
        yield f"{HOME}/{SECRET}", home / SECRET
    if settings.policy is not None:
        yield f"{HOME}/{POLICY}", settings.policy


def restore(
    settings: Settings, file: Path, language: Language, actor: Actor, tell: Tell
) -> Restored:
    """Make an installation from a backup in an empty place, and compute its newest lists again.

    All is laid beside the home and takes its name at the end; databases elsewhere are filled right
    before, both or none, so that what failed can be tried again. Nobody stays signed in, but
    accounts and keys are as they were: what was closed since is open again. `tell` hears of each
    stage. Raises NotEmptyError, NotABackupError, DamagedBackupError, OtherFormError.
    """
    _check_empty(settings)
    home = settings.home.resolve()
    home.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(mkdtemp(prefix=f".{home.name}-restoring-", dir=home.parent))
    try:
        tell("unpacking")
        manifest = unpack_archive(file, staging / "parts")
        made = staging / "parts" / HOME
        made.mkdir(exist_ok=True)
        tell("filling")
        rows = _fill(settings, manifest, staging)
        if home.is_dir():
            home.rmdir()
        made.replace(home)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    tell("replaying")
    policy = home / POLICY
    kept = policy if policy.is_file() else None
    opened = settings.model_copy(update={"policy": settings.policy or kept})
    return Restored(manifest.made_at, rows, kept, _prove(opened, language, actor, manifest))


def _check_empty(settings: Settings) -> None:
    """Refuse to mix two installations."""
    if settings.home.exists() and (not settings.home.is_dir() or any(settings.home.iterdir())):
        raise NotEmptyError(str(settings.home))
    for url in (settings.database_url, settings.tracking_uri):
        if _in_home(url, settings.home) or not _is_there(url):
            continue
        engine = create_engine(url)
        with engine.connect() as connection:
            filled = holds_rows(connection)
        engine.dispose()
        if filled:
            raise NotEmptyError(engine.url.render_as_string(hide_password=True))


def _is_there(url: str) -> bool:
    """Tell whether there is a database to look into; a file appears when it is first opened."""
    address = make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def _fill(settings: Settings, manifest: Manifest, staging: Path) -> int:
    """Put the rows into both databases and bring the application's up to date; all or nothing."""
    if not is_known_form(manifest.application_version):
        raise OtherFormError(manifest.application_version, "head")
    parts = staging / "parts"
    before, after = manifest.artifacts.encode(), _artifacts_of(settings.home).encode()
    with (
        _open_models(settings, manifest, staging) as models,
        _open_application(settings, manifest, staging) as application,
        (parts / MODELS).open("rb") as of_models,
        (parts / APPLICATION).open("rb") as of_application,
    ):
        count = load_rows(models, (line.replace(before, after) for line in of_models))
        count += load_rows(application, of_application)
        migrate_within(application)
        application.execute(delete(SessionRow))
    return count


@contextmanager
def _open_application(
    settings: Settings, manifest: Manifest, staging: Path
) -> Iterator[Connection]:
    """Give a transaction on tables of the form that the backup's had."""
    database = Database(_stage(settings.database_url, settings.home, staging))
    try:
        with database.engine.execution_options(**{WRITES: True}).begin() as connection:
            drop_tables(connection)
            migrate_within(connection, manifest.application_version)
            yield connection
    finally:
        database.close()


@contextmanager
def _open_models(settings: Settings, manifest: Manifest, staging: Path) -> Iterator[Connection]:
    """Give a transaction on a store of MLflow's own making, of the form that the backup's had."""
    url = _stage(settings.tracking_uri, settings.home, staging)
    ModelRegistry(url, staging / "parts" / HOME).champion_version()  # makes the tables
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            known = read_version(connection)
            if known != manifest.models_version:
                raise OtherFormError(str(manifest.models_version), str(known))
            yield connection
    finally:
        engine.dispose()


def _prove(
    settings: Settings, language: Language, actor: Actor, manifest: Manifest
) -> tuple[Replay, ...]:
    """Compute the newest lists again; the restored audit says that it was restored."""
    database = open_database(settings.database_url)
    newest = select(ShortlistRow.id).order_by(ShortlistRow.created_at.desc()).limit(REPLAYED)
    try:
        with database.write() as session:
            stored = [load_shortlist(session, one) for one in session.scalars(newest)]
            facts: Facts = {"made_at": manifest.made_at, "lists": len(stored)}
            record_event(session, Event.RESTORED, "installation", actor, facts)
    finally:
        database.close()
    replays = Replays(settings)
    return tuple(replays.replay(one, language) for one in stored)


def _read_head(connection: Connection) -> str | None:
    """Return the hash of the audit's last event, None where nothing happened yet."""
    newest = select(AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
    found = connection.execute(newest).scalar()
    return None if found is None else str(found)


@contextmanager
def _look(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it is now until the end."""
    looking = engine
    if engine.dialect.name == "postgresql":
        looking = engine.execution_options(isolation_level="REPEATABLE READ")
    with looking.connect() as connection:
        yield connection


def _artifacts_of(home: Path) -> str:
    return (home.resolve() / "mlartifacts").as_uri()


def _in_home(url: str, home: Path) -> bool:
    return url.startswith(f"sqlite:///{home.resolve()}/")


def _stage(url: str, home: Path, staging: Path) -> str:
    """Return where a database is filled: one that lies in the home lies beside it until the end."""
    return (
        url.replace(str(home.resolve()), str(staging / "parts" / HOME))
        if _in_home(url, home)
        else url
    )
