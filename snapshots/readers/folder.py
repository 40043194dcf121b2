"""Reads a folder with one file a table: CSV, Parquet or XLSX."""

from collections.abc import Callable
from pathlib import Path, PurePath

from snapshots.problems import Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.readers.columnar import read_columnar
from snapshots.readers.delimited import read_delimited
from snapshots.readers.raw import (
    MADE_UP_MARK,
    RawCells,
    RawSource,
    RawTable,
    UnreadableTableError,
    make_raw_table,
)
from snapshots.readers.workbook import read_sheet_file
from snapshots.tables import TABLES

FORMATS: dict[str, Callable[[Path, str], RawCells]] = {
    ".csv": read_delimited,
    ".parquet": read_columnar,
    ".xlsx": read_sheet_file,
}


def read_folder(folder: Path, tell: Progress = tell_nobody) -> RawSource:
    """Read every file named after a table; other files are ignored, a table given twice refused."""
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if is_table(path) and path.is_file():
            files.setdefault(path.stem.lower(), []).append(path)
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for done, (table, paths) in enumerate(files.items()):
        tell("reading", done, len(files))
        try:
            tables[table] = _read_one(table, paths)
        except UnreadableTableError as error:
            problems += error.problems
    return RawSource(tables, tuple(problems), (folder / f"{MADE_UP_MARK}.md").exists())


def is_table(path: PurePath) -> bool:
    """Tell whether a file is named as one of a table is."""
    return path.suffix.lower() in FORMATS and path.stem.lower() in TABLES


def _read_one(table: str, paths: list[Path]) -> RawTable:
    if len(paths) > 1:
        names = ", ".join(path.name for path in paths)
        raise UnreadableTableError(Problem("repeated_table", table, value=names))
    try:
        return make_raw_table(table, FORMATS[paths[0].suffix.lower()](paths[0], table))
    except OSError as error:
        problem = Problem("unreadable_file", table, facts={"file": paths[0].name})
        raise UnreadableTableError(problem) from error
