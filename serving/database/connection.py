"""Opens the database: SQLite in a file by default, PostgreSQL by setting, migrated at start.

SQLite is told to wait for a busy file, to keep foreign keys, and to let readers go on while one
writes (WAL). A transaction that writes says so when it begins: one that begins reading and writes
later would fail, not wait, where another wrote in between.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from serving.audit.chain import chain_collected
from serving.database.errors import NewerDatabaseError, OlderDatabaseError
from serving.database.file import follow_file
from serving.database.locks import Lock, hold

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 30_000
WRITES = "padan_writes"
REACH_SECONDS = "5"
"""How long a server that does not answer is waited for; it could be gone for hours."""
OWNERS = 0o700
"""Rights of what holds people's records: its owner alone reads, whatever the umask says."""
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside its file; it makes them anew with the rights of the file."""
KEPT, MOST = 5, 40
"""Connections that are kept open, and open at once at most: as many as there are threads that
answer, so that none waits for another's."""


class Database:
    """An engine with sessions that read and sessions that write."""

    def __init__(self, url: str) -> None:
        self.engine = _open_engine(url)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that only looks."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session of one transaction: all of it is kept, or nothing where an error rises.

        What it tells the audit is chained and written last.
        """
        writing = self.engine.execution_options(**{WRITES: True})
        with Session(writing, expire_on_commit=False) as session, session.begin():
            yield session
            chain_collected(session)

    def migrate(self, form: str = "head") -> None:
        """Bring the tables to the newest form, or to one of the migrations' on the way there.

        Safe when several processes do so at once.
        """
        with self.engine.execution_options(**{WRITES: True}).begin() as connection:
            migrate_within(connection, form)

    def answers(self) -> bool:
        """Tell whether the database can be reached and has its tables."""
        try:
            with self.read() as session:
                session.execute(text("SELECT 1 FROM alembic_version"))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def migrate_within(connection: Connection, form: str = "head") -> None:
    """Do as `Database.migrate` within the transaction of a connection that writes.

    Raises NewerDatabaseError for a form that only newer software knows.
    """
    hold(connection, Lock.MIGRATE)
    found = read_form(connection)
    if found is not None and not is_known_form(found):
        raise NewerDatabaseError(found)
    config = _configure()
    config.attributes["connection"] = connection
    command.upgrade(config, form)


def read_form(connection: Connection) -> str | None:
    """Return the form of the tables, None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known_form(form: str) -> bool:
    """Tell whether the migrations lead through this form."""
    known = ScriptDirectory.from_config(_configure()).walk_revisions()
    return form in {one.revision for one in known}


def find_newest_form() -> str | None:
    """Return the form to which this software brings the tables."""
    return ScriptDirectory.from_config(_configure()).get_current_head()


def _configure() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def open_database(url: str) -> Database:
    """Open the database of a SQLAlchemy URL, its tables made or brought up to date."""
    database = Database(url)
    with _closed_on_failure(database):
        database.migrate()
    return database


def open_as_it_is(url: str) -> Database:
    """Open a database without bringing it up to date; a new one has its tables made.

    Raises OlderDatabaseError, NewerDatabaseError for the form of another release.
    """
    database = Database(url)
    with _closed_on_failure(database):
        with database.engine.connect() as connection:
            found = read_form(connection)
        if found is not None and is_known_form(found) and found != find_newest_form():
            raise OlderDatabaseError(found)
        database.migrate()
    return database


@contextmanager
def _closed_on_failure(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise


def _open_engine(url: str) -> Engine:
    """Return an engine whose errors do not quote what was written: that may be of a person."""
    address = make_url(url)
    pool = {"pool_size": KEPT, "max_overflow": MOST - KEPT, "hide_parameters": True}
    if address.get_backend_name() != "sqlite":
        return create_engine(_in_time(address), pool_pre_ping=True, **pool)
    if address.database:
        _make_file(Path(address.database))
    engine = create_engine(address, connect_args={"timeout": BUSY_MILLISECONDS / 1000}, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if address.database:
        follow_file(engine, Path(address.database))
    return engine


def _make_file(path: Path) -> None:
    """Make an SQLite file that its owner alone reads; one that was made before is closed too."""
    path.parent.mkdir(mode=OWNERS, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=OWNERS & 0o666)
    for file in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        with suppress(OSError):  # none such, or another's, who alone may
            file.chmod(OWNERS & 0o666)


def _in_time(address: URL) -> URL:
    return address.set(query={"connect_timeout": REACH_SECONDS, **address.query})


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # the driver would begin transactions of its own
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
