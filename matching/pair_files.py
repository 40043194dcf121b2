"""Files of pairs: a draft made by hand, a batch to be scored. Every column is kept as it came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from matching.errors import (
    MalformedDateError,
    MissingColumnsError,
    NumericNipError,
    UnknownFileKindError,
    UnreadableTableFileError,
)
from snapshots.readers.folder import FORMATS
from snapshots.readers.raw import RawTable, UnreadableTableError

NEEDED = ("position_id", "nip")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?[eE][+]?\d+")
"""What is left of a NIP that a spreadsheet showed as a number: 1.98E+17."""
_DAY_FIRST = re.compile(r"(\d{2})-(\d{2})-(\d{4})")


@dataclass(frozen=True)
class PairFile:
    """Rows of a file: the pairs, their own days where the file has a column `as_of`, and the rest.

    `rows` are row numbers in the file (1 = first row of data); `columns` holds every column of the
    file as text, "" for an empty cell, in its order.
    """

    rows: tuple[int, ...]
    position_ids: tuple[str, ...]
    nips: tuple[str, ...]
    as_of: tuple[date | None, ...] | None
    columns: Mapping[str, tuple[str, ...]]

    @property
    def others(self) -> tuple[dict[str, str], ...]:
        """The columns beside position and NIP, row by row."""
        names = [name for name in self.columns if name not in NEEDED]
        return tuple(
            {name: self.columns[name][place] for name in names} for place in range(len(self.rows))
        )


def read_pair_file(path: Path) -> PairFile:
    """Read a CSV, Parquet or XLSX file with the columns `position_id` and `nip`.

    Raises UnknownFileKindError, UnreadableTableFileError, MissingColumnsError, NumericNipError and
    MalformedDateError.
    """
    table = _read(path)
    missing = tuple(name for name in NEEDED if name not in table.columns)
    if missing:
        raise MissingColumnsError(path.name, missing)
    columns = {
        name: tuple(cell or "" for cell in column.text.to_pylist())
        for name, column in table.columns.items()
    }
    _check_nips(path, table, columns["nip"])
    rows = tuple(int(row) for row in table.rows)
    days = None
    if "as_of" in columns:
        cells = zip(rows, columns["as_of"], strict=True)
        days = tuple(_read_date(path, row, cell) for row, cell in cells)
    return PairFile(rows, columns["position_id"], columns["nip"], days, columns)


def _read(path: Path) -> RawTable:
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise UnknownFileKindError(path.name, tuple(FORMATS))
    try:
        return reader(path, path.stem)
    except UnreadableTableError as error:
        raise UnreadableTableFileError(path.name, error.problems) from error


def _check_nips(path: Path, table: RawTable, nips: tuple[str, ...]) -> None:
    """Refuse NIPs that were numbers: a spreadsheet keeps only fifteen of their eighteen digits."""
    native = table.columns["nip"].native
    lost = np.array([bool(_NUMBER.fullmatch(nip)) for nip in nips], np.bool_)
    numeric = lost if native is None or path.suffix.lower() == ".parquet" else lost | native
    if numeric.any():
        raise NumericNipError(path.name, tuple(int(row) for row in table.rows[numeric]))


def _read_date(path: Path, row: int, cell: str) -> date | None:
    """Read YYYY-MM-DD, or DD-MM-YYYY as SIASN writes it; None for an empty cell."""
    if not cell:
        return None
    day_first = _DAY_FIRST.fullmatch(cell)
    try:
        return date.fromisoformat("-".join(reversed(day_first.groups())) if day_first else cell)
    except ValueError:
        raise MalformedDateError(path.name, row, cell) from None
