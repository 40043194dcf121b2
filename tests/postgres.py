"""A PostgreSQL database for each home: `pytest --postgresql tests/serving` runs those tests on it.

Every database is made from one that has its tables already, and all go with their server. A home
that was copied from another one, as SQLite's file would be, gets a copy of that one's database.
"""

import hashlib
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from serving.database.connection import open_database

TEMPLATE = "padan_template"
MARK = ".postgresql"
"""File in a home that names its database; it is copied with the home."""


class Databases:
    """The databases of one server, by the home that they belong to."""

    def __init__(self, server_url: str) -> None:
        self._url = make_url(server_url)
        self._server = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._known: set[str] = set()
        self._run(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        self._run(f"CREATE DATABASE {TEMPLATE}")
        open_database(self._address(TEMPLATE)).close()

    def url_of(self, home: Path) -> str:
        """Return the address of a home's database, made when first asked."""
        name = f"home_{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"
        if name not in self._known:
            self._copy(_read_mark(home), name)
            self._known.add(name)
            if home.is_dir():
                (home / MARK).write_text(name)
        return self._address(name)

    def close(self) -> None:
        """Remove all of them."""
        for name in (*self._known, TEMPLATE):
            self._run(f"DROP DATABASE {name} WITH (FORCE)")
        self._server.dispose()

    def _copy(self, origin: str, name: str) -> None:
        """Make a database as another one is; whoever is connected there connects anew later."""
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{origin}' AND pid <> pg_backend_pid()"
        )
        self._run(f"CREATE DATABASE {name} TEMPLATE {origin}")

    def _address(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))


def _read_mark(home: Path) -> str:
    """Return the database that a home was copied with, the empty one where it is new."""
    mark = home / MARK
    return mark.read_text() if mark.exists() else TEMPLATE


chosen: Databases | None = None
"""Where the databases of homes are, None for SQLite files in the homes themselves."""
