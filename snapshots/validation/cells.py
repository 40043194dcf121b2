"""Gives texts their type: dates, numbers, booleans and choices, a whole column at a time.

Each parser returns the typed column, null where the text is no such value, and marks what is
wrong with each cell by the code of its problem.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ledger import Flags, Floats
from snapshots.readers.raw import RawColumn
from snapshots.schema import Column

FIRST_YEAR = 1900
LARGEST_INTEGER = 2**31 - 1
BOOLEANS = {"true": True, "1": True, "ya": True, "false": False, "0": False, "tidak": False}
ARROW_TYPES = {
    "text": pa.string(),
    "choice": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}

_DECIMAL = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
_NOT_FINITE = r"(?i)^[+-]?(nan|inf|infinity)$"
_THOUSANDS = r"^[+-]?[1-9]\d{0,2}(\.\d{3})+$"
_WHOLE = r"^-?\d{1,15}$"
# What a spreadsheet makes of a long code: 1.98E+17, in Indonesian 1,98E+17.
_SPREADSHEET_NUMBER = r"(?i)^\d([.,]\d+)?E\+\d+$"


@dataclass(frozen=True)
class Cells:
    """A typed column and, by code of the problem, the cells that are no value of that type."""

    values: pa.Array
    faults: dict[str, Flags] = field(default_factory=dict)


def parse_cells(column: Column, raw: RawColumn, decimal_comma: bool = False) -> Cells:
    """Give a column of texts the type that the table's contract states; empty stays null."""
    match column.type:
        case "integer" | "number":
            return _parse_numbers(column, raw, decimal_comma)
        case "text":
            return _parse_texts(column, raw)
    parsers: dict[str, Callable[[pa.StringArray], Cells]] = {
        "date": _parse_dates,
        "boolean": _parse_booleans,
        "choice": lambda text: _parse_choices(text, column.choices),
    }
    return parsers[column.type](raw.text)


def is_code(column: Column) -> bool:
    """Tell whether a text column holds codes, in which every character counts."""
    named = column.name.endswith(("nip", "_id"))
    return column.type == "text" and (column.key or column.references is not None or named)


def _parse_texts(column: Column, raw: RawColumn) -> Cells:
    if not is_code(column):
        return Cells(raw.text)
    spoilt = _matches(raw.text, _SPREADSHEET_NUMBER)
    if raw.native is not None:
        exact = _matches(raw.text, _WHOLE) & (not column.name.endswith("nip"))
        spoilt |= raw.native & ~exact
    return Cells(_keep(raw.text, ~spoilt), {"number_instead_of_text": spoilt})


def _parse_choices(text: pa.StringArray, choices: tuple[str, ...]) -> Cells:
    allowed = _flags(pc.is_in(text, value_set=pa.array(choices, pa.string())))
    return Cells(_keep(text, allowed), {"value_not_allowed": _given(text) & ~allowed})


def _parse_booleans(text: pa.StringArray) -> Cells:
    found = pc.index_in(pc.utf8_lower(text), value_set=pa.array(BOOLEANS, pa.string()))
    known = pa.array(list(BOOLEANS.values()), pa.bool_()).take(found)
    return Cells(known, {"not_boolean": _given(text) & ~_given(known)})


def _parse_dates(text: pa.StringArray) -> Cells:
    """Read 2024-03-31 and 31-03-2024; years before 1900 are no dates of a civil servant."""
    turned = pc.replace_substring_regex(text, r"^(\d{2})-(\d{2})-(\d{4})$", r"\3-\2-\1")
    shaped = _matches(turned, r"^\d{4}-\d{2}-\d{2}$")
    digits = pc.if_else(pa.array(shaped), turned, "1900-01-01")
    year, month, day = (
        pc.utf8_slice_codeunits(digits, start, stop).cast(pa.int32()).to_numpy()
        for start, stop in ((0, 4), (5, 7), (8, 10))
    )
    in_calendar = (year >= FIRST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    in_calendar &= days.astype("datetime64[M]") == months
    typed = pa.array(days.astype("datetime64[D]"), pa.date32())
    faults = {
        "not_a_date": _given(text) & ~shaped,
        "date_not_in_calendar": shaped & ~in_calendar,
    }
    return Cells(_keep(typed, shaped & in_calendar), faults)


def _parse_numbers(column: Column, raw: RawColumn, decimal_comma: bool) -> Cells:
    text = pointed = raw.text
    if decimal_comma:
        pointed = pc.replace_substring_regex(text, r"^([+-]?\d*),(\d+)$", r"\1.\2")
    values = _keep(pointed, _matches(pointed, _DECIMAL)).cast(pa.float64())
    numbers = values.fill_null(0).to_numpy()
    endless = _matches(text, _NOT_FINITE) | np.isinf(numbers)
    ambiguous = _read_two_ways(column, text) & decimal_comma
    readable = _given(values) & ~endless & ~ambiguous
    faults = {
        "not_finite": endless,
        "ambiguous_number": ambiguous,
        "not_a_number": _given(text) & ~readable & ~endless & ~ambiguous,
    } | _check_size(column, np.where(readable, numbers, np.nan))
    sound = readable & ~faults["not_whole"] & ~faults["out_of_range"]
    return Cells(_keep(values, sound).cast(ARROW_TYPES[column.type]), faults)


def _check_size(column: Column, numbers: Floats) -> dict[str, Flags]:
    """Mark fractions of a whole number and numbers out of bounds; NaN is neither."""
    whole = column.type == "integer"
    broken = (np.trunc(numbers) < numbers) | (np.trunc(numbers) > numbers)
    low, high = find_bounds(column)
    outside = (numbers < low) | (numbers > high)
    return {"not_whole": broken & whole, "out_of_range": outside & ~(broken & whole)}


def find_bounds(column: Column) -> tuple[float, float]:
    """Return the bounds of a column, those of its stored type where the contract has none."""
    widest = LARGEST_INTEGER if column.type == "integer" else np.inf
    low = -widest if column.low is None else column.low
    return low, widest if column.high is None else column.high


def _read_two_ways(column: Column, text: pa.StringArray) -> Flags:
    """Mark 1.250 where the comma is the decimal mark and 1250 would also be in range."""
    grouped = _matches(text, _THOUSANDS)
    thousands = _keep(pc.replace_substring(text, ".", ""), grouped).cast(pa.float64())
    low, high = find_bounds(column)
    numbers = thousands.to_numpy(zero_copy_only=False)
    return np.asarray(grouped & (numbers >= low) & (numbers <= high), np.bool_)


def _keep(values: pa.Array, kept: Flags) -> pa.Array:
    return pc.if_else(pa.array(kept), values, pa.scalar(None, values.type))


def _given(values: pa.Array) -> Flags:
    return np.asarray(values.is_valid().to_numpy(zero_copy_only=False), np.bool_)


def _flags(values: pa.Array) -> Flags:
    return np.asarray(values.fill_null(False).to_numpy(zero_copy_only=False), np.bool_)


def _matches(text: pa.StringArray, pattern: str) -> Flags:
    return _flags(pc.match_substring_regex(text, pattern))
