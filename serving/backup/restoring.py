"""Restores an installation from a backup, proved by computing lists again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, delete, make_url, select

from matching.explaining.replay import Replay
from models.registry import ModelRegistry
from serving.audit.service import Actor, Event, Facts, record_event
from serving.backup.archive import APPLICATION, FOR_OWNER, HOME, MODELS, Manifest, unpack_archive
from serving.backup.errors import NotEmptyError, OtherFormError
from serving.backup.layout import HIDDEN, IN_USE, POLICY, artifacts_of
from serving.backup.rows import drop_tables, holds_rows, load_rows, read_version
from serving.backup.staging import work_in
from serving.database.access_tables import SessionRow
from serving.database.connection import (
    WRITES,
    Database,
    is_known_form,
    migrate_within,
    open_database,
)
from serving.database.tables import ShortlistRow
from serving.replays.service import Replays
from serving.settings import Settings
from serving.shortlists.service import load_shortlist
from wording import Language

DISKS_OWN = "lost+found"
"""What lies in a home that is a whole disk."""
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
        """Whether no list differs but by one of the seven that decide it, which is then named."""
        return not any(replay.fault for replay in self.replays)


def restore(
    settings: Settings, file: Path, language: Language, actor: Actor, tell: Tell
) -> Restored:
    """Make an installation from a backup in an empty place, and compute its newest lists again.

    All is laid ready inside the home, which itself stays the folder or disk that it is; databases
    elsewhere are filled right before it takes its place, each whole or not at all. What failed can
    be tried again; where the process was killed in between, they must be emptied first. Nobody
    stays signed in, but accounts and keys are as they were: what was closed since is open again.
    `tell` hears of each stage. Raises NotEmptyError, NotABackupError, DamagedBackupError,
    OtherFormError, BusyError.
    """
    _check_empty(settings)
    home = settings.home.resolve()
    with work_in(home) as staging:
        tell("unpacking")
        manifest = unpack_archive(file, staging / "parts")
        tell("filling")
        rows = _fill(settings, manifest, staging)
        _move_up(staging, home)
    tell("replaying")
    policy = home / POLICY
    kept = policy if policy.is_file() else None
    opened = settings.model_copy(update={"policy": settings.policy or kept})
    return Restored(manifest.made_at, rows, kept, _prove(opened, language, actor, manifest))


def _move_up(staging: Path, home: Path) -> None:
    """Let everything take its place, and last what names the records in use: then it serves."""
    made, last = staging / "parts" / HOME, staging / IN_USE.name
    if (made / IN_USE).is_file():
        (made / IN_USE).replace(last)
    for entry in sorted(made.iterdir()):
        if entry.is_file():  # a database that was filled here
            entry.chmod(FOR_OWNER)
        entry.replace(home / entry.name)
    if last.is_file():
        last.replace(home / IN_USE)


def _check_empty(settings: Settings) -> None:
    """Refuse to mix two installations."""
    home = settings.home
    if home.exists() and (not home.is_dir() or any(_belongs(entry) for entry in home.iterdir())):
        raise NotEmptyError(str(home))
    for url in (settings.database_url, settings.tracking_uri):
        if _in_home(url, settings.home) or not _is_there(url):
            continue
        engine = create_engine(url)
        with engine.connect() as connection:
            filled = holds_rows(connection)
        engine.dispose()
        if filled:
            raise NotEmptyError(engine.url.render_as_string(hide_password=True))


def _belongs(entry: Path) -> bool:
    """Tell whether something in a home may be a part of an installation."""
    return not entry.name.startswith(HIDDEN) and entry.name != DISKS_OWN


def _is_there(url: str) -> bool:
    """Tell whether there is a database to look into; a file appears when it is first opened."""
    address = make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def _fill(settings: Settings, manifest: Manifest, staging: Path) -> int:
    """Put the rows into both databases and bring the application's up to date; all or nothing."""
    if not is_known_form(manifest.application_version):
        raise OtherFormError(manifest.application_version, "head")
    parts = staging / "parts"
    before, after = manifest.artifacts.encode(), artifacts_of(settings.home).encode()
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


def _in_home(url: str, home: Path) -> bool:
    return url.startswith(f"sqlite:///{home.resolve()}/")


def _stage(url: str, home: Path, staging: Path) -> str:
    """Return where a database is filled: one that lies in the home is laid ready with the rest."""
    if not _in_home(url, home):
        return url
    return f"sqlite:///{staging / 'parts' / HOME}{url.removeprefix(f'sqlite:///{home.resolve()}')}"
