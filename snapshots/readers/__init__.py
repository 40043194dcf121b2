"""Reads records as they are: a folder of files, one workbook, or a database."""

from pathlib import Path

from snapshots.problems import Problem
from snapshots.readers.folder import read_folder
from snapshots.readers.raw import RawSource
from snapshots.readers.workbook import read_workbook


def read_source(source: str) -> RawSource:
    """Read a folder with a file a table, an `.xlsx` workbook with a sheet a table, or a database.

    A database is given as a URL (`postgresql+psycopg://user@host/name`). Nothing is raised for
    what can't be read: it stands in the problems of the answer.
    """
    if "://" in source:
        from snapshots.readers.database import read_database

        return read_database(source)
    path = Path(source)
    if path.is_dir():
        return read_folder(path)
    if path.suffix.lower() == ".xlsx" and path.is_file():
        return read_workbook(path)
    code = "unknown_source_kind" if path.exists() else "source_missing"
    return RawSource(problems=(Problem(code, "", value=source),))
