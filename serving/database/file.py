"""Keeps SQLite with the file that lies at the address: it may be taken away and put back.

A connection goes on with the file that it opened, even when that was removed or replaced: what it
writes would be lost. And a file that is missing would silently be made anew, with nothing in it.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

PLACE = "padan_file"
GONE = "unable to open database file"
"""SQLite's own words for it."""


def follow_file(engine: Engine, path: Path) -> None:
    """Let every connection of an engine be to the file that lies at `path` when it is used.

    The file may be made by the first connection, and by none later: they raise OperationalError.
    """
    opened = False

    def refuse_new(*_: Any) -> None:
        if opened and not path.exists():
            raise sqlite3.OperationalError(GONE)

    def remember(_: Any, entry: ConnectionPoolEntry) -> None:
        nonlocal opened
        opened = True
        entry.info[PLACE] = _identify(path)

    def compare(_: Any, entry: ConnectionPoolEntry, __: Any) -> None:
        if entry.info[PLACE] != _identify(path):
            raise DisconnectionError("the file was replaced")

    event.listen(engine, "do_connect", refuse_new)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identify(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from another, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
