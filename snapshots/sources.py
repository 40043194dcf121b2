"""Reads a source of records as it is, in whichever form and format it is given."""

from pathlib import Path
from typing import Literal

from snapshots.mapping import MappingError, load_mapping, name_own_columns
from snapshots.problems import Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.readers.folder import read_folder
from snapshots.readers.raw import RawSource
from snapshots.readers.workbook import read_workbook
from snapshots.renaming import apply_mapping

SourceForm = Literal["padan", "siasn"]
"""Formats of a source: our own tables, or what SIASN and SIMPEG give out."""


def read_source(source: str, form: SourceForm = "padan", tell: Progress = tell_nobody) -> RawSource:
    """Read a folder with a file a table, an `.xlsx` workbook with a sheet a table, or a database.

    In the form `siasn`: the "Data ASN" sheet, or a folder with histories too (`snapshots.siasn`).

    A database is given as a URL (`postgresql+psycopg://user@host/name`). Nothing is raised for
    what can't be read: it stands in the problems of the answer. `tell` learns how far it is.
    """
    # Both are loaded where they are asked for: pandas and SQLAlchemy take their time.
    if form == "siasn":
        from snapshots.siasn.source import read_siasn

        return read_siasn(source, tell)
    if "://" in source:
        from snapshots.readers.database import read_database

        return read_database(source)
    path = Path(source)
    if path.is_dir():
        return _apply_mapping(read_folder(path, tell), path)
    if path.suffix.lower() == ".xlsx" and path.is_file():
        return _apply_mapping(read_workbook(path, tell), path.parent)
    code = "unknown_source_kind" if path.exists() else "source_missing"
    return RawSource(problems=(Problem(code, "", value=source),))


def _apply_mapping(source: RawSource, folder: Path) -> RawSource:
    """Return the source as the agency's own mapping beside it reads it."""
    try:
        return apply_mapping(source, load_mapping(folder, name_own_columns()))
    except MappingError as error:
        return RawSource(problems=(error.problem,))
