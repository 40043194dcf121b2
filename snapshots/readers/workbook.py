"""Reads sheets of an XLSX workbook, after a look at what it would unpack to."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine as calamine

from snapshots.problems import Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.readers.containers import (
    LARGEST_UNPACKED,
    UnsafeContainerError,
    open_container,
)
from snapshots.readers.extent import check_workbook
from snapshots.readers.raw import (
    MADE_UP_MARK,
    RawCells,
    RawSource,
    RawTable,
    UnreadableTableError,
    make_raw_table,
    write_cell,
    write_column,
)
from snapshots.tables import TABLES


def read_workbook(path: Path, tell: Progress = tell_nobody) -> RawSource:
    """Read every sheet that bears the name of a table; other sheets are ignored."""
    try:
        sheets = _open(path, "")
        names = sheets.sheet_names
    except UnreadableTableError as error:
        return RawSource(problems=error.problems)
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for done, name in enumerate(names):
        tell("reading", done, len(names))
        table = name.strip().lower()
        if table not in TABLES:
            continue
        try:
            if table in tables:
                raise UnreadableTableError(Problem("repeated_table", table))
            tables[table] = make_raw_table(table, _read_sheet(sheets, name, table))
        except UnreadableTableError as error:
            problems += error.problems
    return RawSource(tables, tuple(problems), MADE_UP_MARK in names)


def read_sheet_file(path: Path, table: str, most_bytes: int = LARGEST_UNPACKED) -> RawCells:
    """Read one table from a workbook of its own: the sheet of its name, else the first sheet.

    Raises UnreadableTableError, also where it would unpack to more than `most_bytes`.
    """
    sheets = _open(path, table, most_bytes)
    named = [name for name in sheets.sheet_names if name.strip().lower() == table]
    return _read_sheet(sheets, (named or sheets.sheet_names)[0], table)


def _open(path: Path, table: str, most_bytes: int = LARGEST_UNPACKED) -> calamine.CalamineWorkbook:
    """Open a workbook once what it would take in memory has been measured."""
    facts = {"file": path.name}
    try:
        with open_container(path, most_bytes) as archive:
            check_workbook(archive, most_bytes)
        return calamine.CalamineWorkbook.from_path(str(path))
    except UnsafeContainerError as error:
        problem = Problem(f"workbook_{error.code}", table, facts=facts)
        raise UnreadableTableError(problem) from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableTableError(Problem("unreadable_file", table, facts=facts)) from error


def _read_sheet(sheets: calamine.CalamineWorkbook, name: str, table: str) -> RawCells:
    try:
        grid = sheets.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except calamine.CalamineError as error:
        problem = Problem("unreadable_file", table, facts={"file": name})
        raise UnreadableTableError(problem) from error
    if not grid:
        raise UnreadableTableError(Problem("no_heading", table))
    headings = tuple(write_cell(cell) or "" for cell in grid[0])
    cells: Sequence[Sequence[Any]] = list(zip(*grid[1:], strict=True)) or [()] * len(headings)
    rows = np.arange(1, len(grid))
    return RawCells(headings, tuple(write_column(column) for column in cells), rows)
