"""Reads a table from a CSV file: UTF-8, comma or semicolon, every cell as text."""

import csv
import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from snapshots.problems import Problem
from snapshots.readers.raw import RawCells, RawColumn, UnreadableTableError

LARGEST_BLOCK = 2**30
LONGEST_HEADING = 2**16
"""Characters of the first line at most: a longer one is no line of headings."""
MOST_RAGGED = 10_000
"""Rows of another length that are named; where there are more, the file is not what it seems."""


def read_delimited(path: Path, table: str) -> RawCells:
    """Read a CSV file; a decimal comma is understood where the delimiter is a semicolon.

    Raises UnreadableTableError for another encoding, an open quotation mark, a first line without
    end, rows that have more or fewer cells than there are headings (each row is named, up to
    `MOST_RAGGED`) and an empty file.
    """
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    _check_text(data, table)
    try:
        delimiter, headings = _read_headings(data, table)
        if not headings:
            raise UnreadableTableError(Problem("no_heading", table))
        cells, ragged = _parse(data, delimiter, len(headings), table)
    except (csv.Error, pa.ArrowInvalid) as error:  # the rest of the file is one endless cell
        raise UnreadableTableError(Problem("unclosed_quote", table)) from error
    if ragged:
        raise UnreadableTableError(*ragged)
    rows = np.arange(1, cells.num_rows + 1)
    columns = tuple(RawColumn(_as_one(column)) for column in cells.columns)
    return RawCells(tuple(headings), columns, rows, decimal_comma=delimiter == ";")


def _check_text(data: bytes, table: str) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableTableError(Problem("not_utf8", table, facts={"line": str(line)})) from error
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise UnreadableTableError(Problem("not_utf8", table, facts={"line": str(line)}))
    if data.count(b'"') % 2:
        raise UnreadableTableError(Problem("unclosed_quote", table))


def _read_headings(data: bytes, table: str) -> tuple[str, list[str]]:
    """Return the delimiter, the one of the two that splits the first line more, and its cells."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    begin = text.read(LONGEST_HEADING)
    delimiter = max(",;", key=begin.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(begin, newline=""), delimiter=delimiter)
    headings = next(rows, [])
    if len(begin) == LONGEST_HEADING and next(rows, None) is None:
        raise UnreadableTableError(Problem("endless_heading", table))
    return delimiter, headings


def _parse(data: bytes, delimiter: str, width: int, table: str) -> tuple[pa.Table, list[Problem]]:
    """Return all data rows as text, empty lines included, and the rows of another length."""
    ragged: list[Problem] = []

    def note(row: pyarrow.csv.InvalidRow) -> str:
        facts = {"expected": row.expected_columns, "found": row.actual_columns}
        ragged.append(Problem("ragged_row", table, row.number - 1, value=row.text, facts=facts))
        return "skip" if len(ragged) < MOST_RAGGED else "error"

    names = [str(place) for place in range(width)]
    body = data if data.endswith(b"\n") else data + b"\n"
    reading = pyarrow.csv.ReadOptions(
        use_threads=False,  # else rows have no number
        block_size=min(len(body) + 1, LARGEST_BLOCK),
        column_names=names,
        skip_rows_after_names=1,
    )
    parsing = pyarrow.csv.ParseOptions(
        delimiter=delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,  # they count, so that numbers agree with the file
        invalid_row_handler=note,
    )
    as_text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    try:
        return pyarrow.csv.read_csv(io.BytesIO(body), reading, parsing, as_text), ragged
    except pa.ArrowInvalid as error:
        if len(ragged) < MOST_RAGGED:
            raise
        raise UnreadableTableError(*ragged) from error


def _as_one(column: pa.ChunkedArray) -> pa.StringArray:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
