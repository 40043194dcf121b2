"""Records as they were found: every cell as trimmed text, with a note where it was a number.

All readers end here, so that one piece of code gives cells their type, whatever file they came
from. A cell that a spreadsheet or database stored as a number or date is written as text, and
marked: a NIP that was ever a number may have lost digits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ledger import Flags, Ints
from snapshots.problems import Place, Problem

EXACT_WHOLE = 2**53
"""Whole numbers up to here are exact as floating-point numbers, which spreadsheets store."""

MADE_UP_MARK = "MADE_UP"
"""A file `MADE_UP.md` in a source folder, or a sheet of this name, says: nobody here is real."""


@dataclass(frozen=True)
class RawColumn:
    """Trimmed texts, null where empty; `native` marks the cells stored as a number or a date."""

    text: pa.StringArray
    native: Flags | None = None

    def keep(self, rows: Ints) -> "RawColumn":
        """Return the column at those rows."""
        marks = None if self.native is None else self.native[rows]
        return RawColumn(self.text.take(pa.array(rows)), marks)


@dataclass(frozen=True)
class RawCells:
    """A file or sheet as it stands: headings and columns in its order, `rows` numbered from 1.

    Cells are not trimmed yet. `decimal_comma` tells that numbers may be written 3,5; `typed` holds
    the columns of a file that keeps their types.
    """

    headings: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    rows: Ints
    decimal_comma: bool = False
    typed: pa.Table | None = None


@dataclass(frozen=True)
class RawTable:
    """Columns by heading in lower case; `rows` is each row's number in the source, from 1.

    `decimal_comma` tells that numbers may be written 3,5.
    """

    columns: Mapping[str, RawColumn]
    rows: Ints
    decimal_comma: bool = False


Locate = Callable[[str, int | None, str | None], Place | None]
"""Tells where the cell of a table, row and column stood in the files of a source."""


@dataclass(frozen=True)
class RawSource:
    """The tables that could be read, and what hindered reading the others.

    `warnings` are what reading itself gives to doubt. `deduced` tells that posts and their seats
    were deduced from who holds them; `locate` finds cells in a source of another form than ours.
    """

    tables: Mapping[str, RawTable] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    made_up: bool = False
    warnings: tuple[Problem, ...] = ()
    deduced: bool = False
    locate: Locate | None = None

    @property
    def unreadable(self) -> frozenset[str]:
        """Names of the tables that are there but could not be read."""
        return frozenset(problem.table for problem in self.problems)


class UnreadableTableError(Exception):
    """A table that can't be read; `problems` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


def make_raw_table(table: str, cells: RawCells) -> RawTable:
    """Trim headings and cells and drop rows without any content; their numbers stay with the rest.

    Columns without a heading are left out where they are empty. Raises UnreadableTableError where
    a heading stands twice or there is none.
    """
    names = [heading.strip().lower() for heading in cells.headings]
    trimmed = [RawColumn(trim(column.text), column.native) for column in cells.columns]
    kept = [
        place
        for place, column in enumerate(trimmed)
        if names[place] or column.text.null_count < len(column.text)
    ]
    if not any(names):
        raise UnreadableTableError(Problem("no_heading", table))
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        raise UnreadableTableError(Problem("repeated_heading", table, column=name))
    filled = find_filled([trimmed[place].text for place in kept], len(cells.rows))
    whole = len(filled) == len(cells.rows)
    return RawTable(
        {names[place]: trimmed[place] if whole else trimmed[place].keep(filled) for place in kept},
        cells.rows[filled],
        cells.decimal_comma,
    )


def find_filled(trimmed: Sequence[pa.StringArray], count: int) -> Ints:
    """Return which of `count` rows have content in any of the (trimmed) columns."""
    filled = np.zeros(count, np.bool_)
    for text in trimmed:
        filled |= text.is_valid().to_numpy(zero_copy_only=False)
    return np.flatnonzero(filled)


def trim(text: pa.StringArray) -> pa.StringArray:
    """Trim white space; what has nothing left becomes null."""
    trimmed = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def write_column(values: Sequence[Any]) -> RawColumn:
    """Return cells given as Python values (from a spreadsheet or a database) as texts."""
    kinds = set(map(type, values))
    if kinds <= {str, type(None)}:
        return RawColumn(pa.array(values, pa.string()))
    native = kinds & {int, float, Decimal, date, datetime}
    marks = np.fromiter((type(value) in native for value in values), np.bool_, len(values))
    return RawColumn(pa.array([write_cell(value) for value in values], pa.string()), marks)


def write_cell(value: Any) -> str | None:
    """Write one value: whole numbers without a point, dates as YYYY-MM-DD without time of day."""
    match value:
        case None | str():
            return value
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < EXACT_WHOLE:
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
