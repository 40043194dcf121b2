"""Makes a backup of a whole installation, and restores one: proved by computing lists again.

Databases are written row by row, so that a backup of SQLite may become an installation on
PostgreSQL and the other way round. Records and models never change once they are there, hence the
order: first the rows that name them, then the files. A backup holds the secret of the surrogate
keys and everybody's records: it is for its owner alone, and belongs where nobody else reads.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, inspect, select

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
from serving.backup.rows import dump_rows, load_rows, read_version
from serving.database.connection import Database, open_database
from serving.database.tables import AuditRow, ShortlistRow
from serving.replays.service import Replays
from serving.settings import Settings
from serving.shortlists.service import load_shortlist
from snapshots.surrogate import FILE_NAME as SECRET
from wording import Language

FOLDERS = ("snapshots", "mlartifacts")
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


def _list_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Return every file that belongs to an installation, with its name in the archive."""
    home = settings.home
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            inside = path.relative_to(home)
            on_its_way = any(part.startswith(UNFINISHED) for part in inside.parts)
            if path.is_file() and not on_its_way:
                yield f"{HOME}/{inside.as_posix()}", path
    if (home / SECRET).is_file():
        yield f"{HOME}/{SECRET}", home / SECRET
    if settings.policy is not None:
        yield f"{HOME}/{POLICY}", settings.policy


def restore(
    settings: Settings, file: Path, language: Language, actor: Actor, tell: Tell
) -> Restored:
    """Make an installation from a backup in an empty place, and compute its newest lists again.

    All is laid beside the home and takes its name at the end; a database elsewhere is filled in one
    transaction right before. `tell` hears of each stage. Raises NotEmptyError, NotABackupError,
    DamagedBackupError, OtherFormError.
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
        rows = _fill_models(settings, manifest, staging)
        rows += _fill_application(settings, manifest, staging)
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
        if _in_home(url, settings.home):
            continue
        engine = create_engine(url)
        with engine.connect() as connection:
            filled = bool(inspect(connection).get_table_names())
        engine.dispose()
        if filled:
            raise NotEmptyError(engine.url.render_as_string(hide_password=True))


def _fill_application(settings: Settings, manifest: Manifest, staging: Path) -> int:
    """Put the rows into tables of the form they had, and bring these up to date."""
    url = _stage(settings.database_url, settings.home, staging)
    database = Database(url)
    try:
        try:
            database.migrate(manifest.application_version)
        except CommandError:
            raise OtherFormError(manifest.application_version, "head") from None
        with (
            (staging / "parts" / APPLICATION).open("rb") as lines,
            database.engine.begin() as connection,
        ):
            count = load_rows(connection, lines)
        database.migrate()
    finally:
        database.close()
    return count


def _fill_models(settings: Settings, manifest: Manifest, staging: Path) -> int:
    """Put MLflow's rows into a store of its own making; models lie below the new home from now."""
    url = _stage(settings.tracking_uri, settings.home, staging)
    ModelRegistry(url, staging / "parts" / HOME).champion_version()  # makes the tables
    engine = create_engine(url)
    before, after = manifest.artifacts.encode(), _artifacts_of(settings.home).encode()
    try:
        with engine.begin() as connection:
            known = read_version(connection)
            if known != manifest.models_version:
                raise OtherFormError(str(manifest.models_version), str(known))
            with (staging / "parts" / MODELS).open("rb") as lines:
                return load_rows(connection, (line.replace(before, after) for line in lines))
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
