"""Every row of a database as lines of text, and back: alike on SQLite and PostgreSQL.

Tables are read as the database itself describes them, so that nothing is left out by oversight and
the store of MLflow is taken with the same code as our own. Instants are written in UTC.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.sql.sqltypes import Boolean

BATCH = 500
VERSION = "alembic_version"
"""The table in which migrations keep how far they have come."""
BEGUN = frozenset({"experiments", "workspaces"})
"""Tables of MLflow that hold one row from their making on."""
REFUSALS = text(
    "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    " AND prorettype = 'trigger'::regtype AND proname ~ '^refuse_[a-z]+_change$'"
)
"""The functions of PostgreSQL by which tables refuse changes."""


def dump_rows(connection: Connection) -> Iterator[bytes]:
    """Yield a line a row, tables in an order in which references lead backwards."""
    for one in _reflect(connection).sorted_tables:
        ordered = one.select().order_by(*one.primary_key.columns)
        found = connection.execute(ordered, execution_options={"yield_per": BATCH})
        for row in found.mappings():
            values = {name: _write(value) for name, value in row.items()}
            yield json.dumps([one.name, values], ensure_ascii=False).encode() + b"\n"


def load_rows(connection: Connection, lines: Iterable[bytes]) -> int:
    """Put lines of `dump_rows` into empty tables of the same form; returns their number.

    What migrations put there is removed first. KeyError for a table that is not there.
    """
    tables = _reflect(connection)
    for one in reversed(tables.sorted_tables):
        if connection.execute(one.select().limit(1)).first():  # the audit refuses even to be asked
            connection.execute(one.delete())
    count, waiting = 0, _Waiting(connection)
    for line in lines:
        name, values = json.loads(line)
        waiting.add(tables.tables[name], values)
        count += 1
    waiting.flush()
    if connection.dialect.name == "postgresql":
        _continue_counting(connection, tables)
    return count


def holds_rows(connection: Connection) -> bool:
    """Tell whether anything is kept in a database: tables that nobody filled hold nothing."""
    for one in _reflect(connection).sorted_tables:
        begun = 1 if one.name in BEGUN else 0
        found = connection.execute(one.select().limit(begun + 1)).all()
        if one.name != VERSION and len(found) > begun:
            return True
    return False


def drop_tables(connection: Connection) -> None:
    """Remove the application's tables, with what refuses changes in them."""
    _reflect(connection).drop_all(connection)
    if connection.dialect.name == "postgresql":
        for name in connection.scalars(REFUSALS).all():
            connection.execute(text(f'DROP FUNCTION "{name}"()'))


def read_version(connection: Connection) -> str | None:
    """Return how far a database was migrated, None where it has no tables yet."""
    if not inspect(connection).has_table(VERSION):
        return None
    found = connection.execute(select(column("version_num")).select_from(table(VERSION))).scalar()
    return None if found is None else str(found)


class _Waiting:
    """Rows of one table that wait to be put in together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._table: Table | None = None
        self._rows: list[dict[str, Any]] = []

    def add(self, into: Table, values: dict[str, Any]) -> None:
        if into is not self._table or len(self._rows) >= BATCH:
            self.flush()
            self._table = into
        self._rows.append(
            {name: _read(value, into.columns[name].type) for name, value in values.items()}
        )

    def flush(self) -> None:
        if self._table is not None and self._rows:
            self._connection.execute(self._table.insert(), self._rows)
        self._rows = []


def _reflect(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    for one in found.tables.values():
        for cell in one.columns:
            if isinstance(cell.type, JSON):
                cell.type.none_as_null = True
    return found


def _write(value: Any) -> Any:
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat()
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def _read(value: Any, kind: Any) -> Any:
    match kind:
        case _ if value is None:
            return None
        case DateTime():
            instant = datetime.fromisoformat(value)
            return instant.replace(tzinfo=UTC) if kind.timezone else instant
        case Date():
            return date.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value)
        case Boolean():
            return bool(value)
        case _:
            return value


def _continue_counting(connection: Connection, tables: MetaData) -> None:
    """Let PostgreSQL's counters go on after the greatest number that was put in."""
    for one in tables.sorted_tables:
        for key in one.primary_key.columns:
            asked = select(func.pg_get_serial_sequence(f'"{one.name}"', key.name))
            sequence = connection.execute(asked).scalar()
            if sequence is not None:
                known = connection.execute(select(func.max(key))).scalar()
                moved = func.setval(sequence, known or 1, known is not None)
                connection.execute(select(moved))
