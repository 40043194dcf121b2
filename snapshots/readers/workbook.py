"""Reads sheets of an XLSX workbook, after a look at what it would unpack to."""

import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine as calamine

from snapshots.problems import Problem
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

LARGEST_UNPACKED = 512 * 2**20
"""More bytes than this in a workbook are refused unread."""
HIGHEST_RATIO = 200
"""So is a part that unpacks to more than this many times its size (real sheets reach 30)."""
SMALL_PART = 2**20

# A cell so far out that the rectangle round it would not fit in memory.
_FAR_CELL = re.compile(rb'\sr="(?:[A-Z]{3,}\d|[A-Z]{2}\d{6}|[A-Z]\d{8})')


def read_workbook(path: Path) -> RawSource:
    """Read every sheet that bears the name of a table; other sheets are ignored."""
    try:
        sheets = _open(path, "")
        names = sheets.sheet_names
    except UnreadableTableError as error:
        return RawSource(problems=error.problems)
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for name in names:
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
    try:
        _check_unpacked(path, table, most_bytes)
        return calamine.CalamineWorkbook.from_path(str(path))
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError) as error:
        problem = Problem("unreadable_file", table, facts={"file": path.name})
        raise UnreadableTableError(problem) from error


def _check_unpacked(path: Path, table: str, most_bytes: int) -> None:
    """Refuse a workbook that would unpack to far more than it seems to hold.

    Every part is unpacked once within the limit, so that a false size in the archive is found by
    its checksum before the real reader meets it.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        bursting = sum(part.file_size for part in parts) > most_bytes or any(
            part.file_size > max(SMALL_PART, HIGHEST_RATIO * part.compress_size) for part in parts
        )
        if bursting or any(_FAR_CELL.search(archive.read(part)) for part in parts):
            raise UnreadableTableError(
                Problem("workbook_too_large", table, facts={"file": path.name})
            )


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
