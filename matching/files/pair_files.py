"""Files of pairs: a draft made by hand, a batch to be scored. Every column is kept as it came."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.errors import (
    MalformedDateError,
    MissingColumnsError,
    NumericNipError,
    UnknownFileKindError,
    UnreadableTableFileError,
)
from snapshots.problems import Problem
from snapshots.readers.folder import FORMATS
from snapshots.readers.raw import (
    RawCells,
    RawColumn,
    UnreadableTableError,
    find_filled,
    trim,
)
from snapshots.schema import Column
from snapshots.validation.cells import parse_cells

NEEDED = ("position_id", "nip")
KNOWN = (*NEEDED, "as_of")
"""Columns with a meaning; their headings are known in any case, between any spaces."""
Readers = Mapping[str, Callable[[Path, str], RawCells]]
"""What reads a file, by its suffix."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?[eE][+]?\d+")
"""What is left of a NIP that a spreadsheet showed as a number: 1.98E+17."""
_AS_OF = Column("as_of", "date")


@dataclass(frozen=True)
class PairFile:
    """Rows of a file: the pairs, their own days where the file has a column `as_of`, and the rest.

    `rows` are row numbers in the file (1 = first row of data); rows without content are left out.
    `kept` holds every column of the file in its order, headings and cells as they were written:
    typed as a Parquet file types them, else as text.
    """

    rows: tuple[int, ...]
    position_ids: tuple[str, ...]
    nips: tuple[str, ...]
    as_of: tuple[date | None, ...] | None
    kept: pa.Table

    @property
    def cells(self) -> Iterator[dict[str, str]]:
        """The cells of each row as text by their headings, "" where empty."""
        for row in self.kept.to_pylist():
            yield {name: "" if cell is None else str(cell) for name, cell in row.items()}


def read_pair_file(path: Path, readers: Readers = FORMATS) -> PairFile:
    """Read a CSV, Parquet or XLSX file with the columns `position_id` and `nip`.

    `readers` may name fewer kinds of file, or stricter readers.
    Raises UnknownFileKindError, FileNotFoundError, UnreadableTableFileError, MissingColumnsError,
    NumericNipError and MalformedDateError.
    """
    cells = _read(path, readers)
    filled = find_filled([trim(column.text) for column in cells.columns], len(cells.rows))
    known = _find_known(path, cells, filled)
    rows = tuple(cells.rows[filled].tolist())
    texts = {name: _read_texts(column) for name, column in known.items()}
    _check_nips(path, rows, known["nip"], texts["nip"])
    days = _read_days(path, rows, known["as_of"]) if "as_of" in known else None
    kept = _keep(cells).take(pa.array(filled))
    return PairFile(rows, texts["position_id"], texts["nip"], days, kept)


def _read(path: Path, readers: Readers) -> RawCells:
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnknownFileKindError(path.name, tuple(readers))
    path.stat()  # some readers call a file that is not there a damaged one
    try:
        return reader(path, path.stem)
    except UnreadableTableError as error:
        raise UnreadableTableFileError(path.name, error.problems) from error


def _find_known(path: Path, cells: RawCells, filled: npt.NDArray[np.int64]) -> dict[str, RawColumn]:
    """Return the filled rows of the columns that have a meaning, by their plain name."""
    names = [heading.strip().lower() for heading in cells.headings]
    missing = tuple(name for name in NEEDED if name not in names)
    if missing:
        raise MissingColumnsError(path.name, missing)
    for name, heading in zip(names, cells.headings, strict=True):
        twice = names.count(name) if name in KNOWN else cells.headings.count(heading)
        if name and twice > 1:
            problem = Problem("repeated_heading", path.stem, column=heading)
            raise UnreadableTableFileError(path.name, (problem,))
    return {name: cells.columns[names.index(name)].keep(filled) for name in KNOWN if name in names}


def _read_texts(column: RawColumn) -> tuple[str, ...]:
    return tuple(cell or "" for cell in trim(column.text).to_pylist())


def _keep(cells: RawCells) -> pa.Table:
    """Return the columns as they are; one with neither heading nor content is none."""
    if cells.typed is not None:
        return cells.typed
    texts = [column.text for column in cells.columns]
    headed = zip(cells.headings, texts, strict=True)
    real = [place for place, (head, text) in enumerate(headed) if head.strip() or any(text)]
    return pa.table(
        [texts[place] for place in real], names=[cells.headings[place] for place in real]
    )


def _check_nips(
    path: Path, rows: tuple[int, ...], column: RawColumn, nips: tuple[str, ...]
) -> None:
    """Refuse NIPs that were numbers: a spreadsheet keeps only fifteen of their eighteen digits."""
    lost = np.array([bool(_NUMBER.fullmatch(nip)) for nip in nips], np.bool_)
    if column.native is not None and path.suffix.lower() != ".parquet":
        lost |= column.native
    if lost.any():
        raise NumericNipError(path.name, tuple(rows[place] for place in np.flatnonzero(lost)))


def _read_days(path: Path, rows: tuple[int, ...], column: RawColumn) -> tuple[date | None, ...]:
    """Read dates as the records are read: YYYY-MM-DD, or DD-MM-YYYY; None for an empty cell."""
    text = trim(column.text)
    found = parse_cells(_AS_OF, RawColumn(text))
    wrong = np.flatnonzero(np.any(list(found.faults.values()), axis=0))
    if len(wrong):
        raise MalformedDateError(path.name, rows[wrong[0]], text[int(wrong[0])].as_py())
    return tuple(found.values.to_pylist())
