"""Small hand-made records for tests: tables as lists of rows, typed as an import types them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from snapshots.history import History
from snapshots.schema import Table
from snapshots.snapshot import Snapshot
from snapshots.tables import TABLES

Rows = Sequence[Mapping[str, Any]]

TYPES = {
    "text": pa.string(),
    "choice": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
FILLERS: dict[str, dict[str, Any]] = {
    "units": {"name": "Dinas Contoh", "agency_id": "U"},
    "positions": {"title": "Jabatan contoh", "unit_id": "U", "kind": "pelaksana", "seats": 1},
    "employees": {"name": "Contoh", "appointed_on": "2005-01-01"},
}
"""What stands in a required cell that a test does not care about."""


def make_history(tables: Mapping[str, Any], as_of: str | date = "2025-06-01") -> History:
    """Return the history of `make_snapshot`."""
    return History(make_snapshot(tables, as_of))


def make_snapshot(tables: Mapping[str, Any], as_of: str | date = "2025-06-01") -> Snapshot:
    """Return a snapshot of rows; dates may be ISO texts.

    A table that is not given is absent, but for the required ones, which stand empty (`units` holds
    the unit U). A column is absent that no row names; a table without rows has every column. Cells
    of `FILLERS` and the open stay of whoever has no row in `assignments` are filled in.
    """
    given = {"units": [{"unit_id": "U"}], "positions": [], "employees": [], **tables}
    given["assignments"] = [*given.get("assignments", []), *_open_stays(given)]
    typed = {name: _type(TABLES[name], rows) for name, rows in given.items()}
    return Snapshot("made-by-a-test", _date(as_of), typed, made_up=True)


def _open_stays(given: Mapping[str, Rows]) -> list[dict[str, Any]]:
    listed = {row["nip"] for row in given.get("assignments", [])}
    return [
        {"nip": r["nip"], "position_id": r["position_id"], "started_on": r["position_since"]}
        for r in given["employees"]
        if r["nip"] not in listed
    ]


def _type(table: Table, rows: Rows) -> pa.Table:
    filled = [{**FILLERS.get(table.name, {}), **row} for row in rows]
    named = {name for row in filled for name in row}
    unknown = named - {column.name for column in table}
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    ordered = sorted(filled, key=lambda row: [str(row[name]) for name in table.key])
    columns = {
        column.name: pa.array(
            [_cell(column.type, row.get(column.name)) for row in ordered], TYPES[column.type]
        )
        for column in table
        if column.name in named or not rows
    }
    return pa.table(columns)


def _cell(kind: str, value: Any) -> Any:
    return _date(value) if kind == "date" and isinstance(value, str) else value


def _date(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
