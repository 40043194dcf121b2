"""Reads tables or views of a database, named by a URL as SQLAlchemy writes it."""

from pathlib import Path

import numpy as np
import sqlalchemy as sql

from snapshots.problems import Problem
from snapshots.readers.raw import (
    RawCells,
    RawSource,
    RawTable,
    UnreadableTableError,
    make_raw_table,
    write_column,
)
from snapshots.tables import TABLES


def read_database(url: str) -> RawSource:
    """Read every table or view that bears the name of a table; rows are numbered in key order.

    The password of the URL stands in no message.
    """
    try:
        address = sql.make_url(url)
        _check_file(address)
        engine = sql.create_engine(address)
        with engine.connect() as connection:
            source = _read_all(connection)
        engine.dispose()
    except (sql.exc.SQLAlchemyError, ImportError, OSError) as error:
        reason = type(error).__name__
        problem = Problem("unreadable_database", "", value=_hide(url), facts={"reason": reason})
        return RawSource(problems=(problem,))
    return source


def _hide(url: str) -> str:
    try:
        return sql.make_url(url).render_as_string(hide_password=True)
    except sql.exc.SQLAlchemyError:
        return url.split("://", maxsplit=1)[0] + "://"


def _check_file(address: sql.URL) -> None:
    """Refuse an SQLite file that is not there: opening it would make an empty one."""
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise FileNotFoundError


def _read_all(connection: sql.Connection) -> RawSource:
    inspector = sql.inspect(connection)
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for name in [*inspector.get_table_names(), *inspector.get_view_names()]:
        table = name.lower()
        if table not in TABLES:
            continue
        try:
            if table in tables:
                raise UnreadableTableError(Problem("repeated_table", table))
            tables[table] = _read_table(connection, name, table)
        except UnreadableTableError as error:
            problems += error.problems
    return RawSource(tables, tuple(problems))


def _read_table(connection: sql.Connection, name: str, table: str) -> RawTable:
    found = sql.Table(name, sql.MetaData(), autoload_with=connection)
    keys = [column for column in found.columns if column.name.lower() in TABLES[table].key]
    # Text of the database's own, not of a type that it declares: SQLite keeps dates as text.
    columns = [sql.type_coerce(column, sql.types.NullType()) for column in found.columns]
    cells = connection.execute(sql.select(*columns).order_by(*keys)).fetchall()
    headings = tuple(column.name for column in found.columns)
    by_column = list(zip(*cells, strict=True)) or [()] * len(headings)
    rows = np.arange(1, len(cells) + 1)
    written = tuple(write_column(column) for column in by_column)
    return make_raw_table(table, RawCells(headings, written, rows))
