"""Tells a database that is out of reach from an error of ours: it will be there again."""

import sqlite3
from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from serving.errors import ServingError


class DatabaseUnavailableError(ServingError):
    """The database cannot be reached, read or written now; it may be in a moment."""

    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "5"}


def is_out_of_reach(error: BaseException) -> bool:
    """Tell whether an error says that the database cannot be reached, read or written now.

    The server is stopped or does not answer, the file is missing, unreadable, damaged or busy. A
    statement that SQLite does not understand is a mistake of ours, though it bears the same name.
    """
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    if isinstance(error, InterfaceError | TimeoutError):
        return True
    # SQLite's plain DatabaseError is that of a file that is none of its own, or damaged
    return isinstance(error, DBAPIError) and type(error.orig) is sqlite3.DatabaseError
