"""Types every table of a source and lists what is missing, empty or no value of its column."""

import numpy as np
import pyarrow as pa

from snapshots.problems import Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.readers.raw import RawSource, RawTable
from snapshots.schema import Column, Table
from snapshots.tables import TABLES
from snapshots.validation.cells import find_bounds, parse_cells
from snapshots.validation.draft import Draft, name_few
from snapshots.validation.hidden import strip_hidden
from wording import Fact

ROUNDS = 2
"""Rounds of checks across tables that follow, told as so many tables more."""


def type_source(source: RawSource, tell: Progress = tell_nobody) -> tuple[Draft, list[Problem]]:
    """Return the typed tables and every error found in tables, columns and cells."""
    tables, problems = {}, list(source.problems)
    nothing_read = "" in source.unreadable
    for done, (name, table) in enumerate(TABLES.items()):
        tell("checking", done, len(TABLES) + ROUNDS)
        raw = source.tables.get(name)
        if raw is not None:
            tables[name], found = _type_table(table, raw)
            problems += found
        elif table.required and not nothing_read and name not in source.unreadable:
            problems.append(Problem("missing_table", name))
    rows = {name: source.tables[name].rows for name in tables}
    return Draft(tables, rows, source.unreadable), problems


def _type_table(table: Table, raw: RawTable) -> tuple[pa.Table, list[Problem]]:
    columns: dict[str, pa.Array] = {}
    problems: list[Problem] = []
    for column in table:
        if column.name in raw.columns:
            columns[column.name], found = _type_column(table.name, column, raw)
            problems += found
        elif column.required:
            problems.append(Problem("missing_column", table.name, column=column.name))
    if table.required and not len(raw.rows):
        problems.append(Problem("empty_table", table.name))
    return pa.table(columns), problems


def _type_column(table: str, column: Column, raw: RawTable) -> tuple[pa.Array, list[Problem]]:
    told = raw.columns[column.name]
    told = strip_hidden(told) if column.type == "text" else told
    cells, text = parse_cells(column, told, raw.decimal_comma), told.text
    faults = dict(cells.faults)
    if column.required:
        faults["empty_value"] = text.is_null().to_numpy(zero_copy_only=False)
    facts = _describe(column)
    problems: list[Problem] = []
    for code, mask in faults.items():
        places, more = name_few(table, column.name, np.flatnonzero(mask))
        problems += [
            Problem(code, table, int(raw.rows[place]), column.name, text[place].as_py(), facts)
            for place in places
        ]
        problems += more
    return cells.values, problems


def _describe(column: Column) -> dict[str, Fact]:
    """Return what the texts of a cell's problem say of its column."""
    choices = ", ".join(column.choices)
    low, high = (_write_bound(bound) for bound in find_bounds(column))
    return {"choices": choices, "low": low, "high": high}


def _write_bound(bound: float) -> Fact:
    """Write a bound as it would be typed, without marks between thousands."""
    return f"{bound:.10g}".replace("inf", "∞")
