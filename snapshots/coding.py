"""Columns of a snapshot as contiguous arrays: ids as row numbers, choices as codes, dates as days.

Unknown is `UNKNOWN` (-1) for codes, `UNKNOWN_DAY` for days and NaN for numbers. A column that the
source lacks reads as unknown (or as its default) throughout.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.days import UNKNOWN_DAY, Days
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Floats
from snapshots.snapshot import Snapshot

Codes = npt.NDArray[np.int32]


def _column(snapshot: Snapshot, table: str, column: str) -> pa.ChunkedArray | None:
    if not snapshot.has(table, column):
        return None
    return snapshot.tables[table].column(column)


def count_rows(snapshot: Snapshot, table: str) -> int:
    """Return the number of rows of a table, 0 where the source lacks it."""
    return snapshot.tables[table].num_rows if snapshot.has(table) else 0


def read_texts(snapshot: Snapshot, table: str, column: str) -> list[str | None]:
    """Return a text column as it stands."""
    values = _column(snapshot, table, column)
    return [None] * count_rows(snapshot, table) if values is None else values.to_pylist()


def read_codes(
    snapshot: Snapshot, table: str, column: str, codes: Mapping[str, int], default: int = UNKNOWN
) -> Codes:
    """Return the code of each text; `default` for an empty cell, UNKNOWN for an unlisted text."""
    values = _column(snapshot, table, column)
    if values is None:
        return np.full(count_rows(snapshot, table), default, np.int32)
    position = pc.index_in(values, value_set=pa.array(codes.keys(), pa.string()))
    place = position.fill_null(len(codes)).to_numpy().astype(np.int64)
    known = np.array([*codes.values(), UNKNOWN], np.int32)[place]
    return np.where(pc.is_null(values).to_numpy(), np.int32(default), known)


def read_rows(
    snapshot: Snapshot, table: str, column: str, ids: Sequence[str] | pa.StringArray
) -> Codes:
    """Return the place in `ids` that each cell names, UNKNOWN where it is empty or not there.

    Who asks often for the same ids gives them as an Arrow array, made once.
    """
    values = _column(snapshot, table, column)
    if values is None:
        return np.full(count_rows(snapshot, table), UNKNOWN, np.int32)
    named = ids if isinstance(ids, pa.StringArray) else pa.array(ids, pa.string())
    found = pc.index_in(values, value_set=named)
    return np.asarray(found.fill_null(UNKNOWN).to_numpy(), np.int32)


def read_days(snapshot: Snapshot, table: str, column: str, default: int = UNKNOWN_DAY) -> Days:
    """Return day numbers, `default` for an empty cell."""
    values = _column(snapshot, table, column)
    if values is None:
        return np.full(count_rows(snapshot, table), default, np.int32)
    return np.asarray(values.cast(pa.int32()).fill_null(default).to_numpy(), np.int32)


def read_numbers(snapshot: Snapshot, table: str, column: str, default: float = np.nan) -> Floats:
    """Return numbers, `default` for an empty cell."""
    values = _column(snapshot, table, column)
    if values is None:
        return np.full(count_rows(snapshot, table), default, np.float64)
    return np.asarray(values.cast(pa.float64()).fill_null(default).to_numpy(), np.float64)


def read_integers(snapshot: Snapshot, table: str, column: str, default: int = UNKNOWN) -> Codes:
    """Return whole numbers, `default` for an empty cell."""
    return read_numbers(snapshot, table, column, default).astype(np.int32)


def read_flags(snapshot: Snapshot, table: str, column: str) -> Flags:
    """Return booleans; an empty cell is false."""
    values = _column(snapshot, table, column)
    if values is None:
        return np.zeros(count_rows(snapshot, table), np.bool_)
    return np.asarray(values.fill_null(False).to_numpy(), np.bool_)


def fold(text: str | None) -> str | None:
    """Return a text as it is compared: trimmed, case-folded; None for an empty one."""
    return (text or "").strip().casefold() or None


class Vocabulary:
    """Codes for free texts (job families, fields of study), equal after trim and case-fold.

    Codes follow the order of the sorted texts, so they do not depend on the order of rows.
    """

    def __init__(self, *columns: Sequence[str | None]) -> None:
        folded = {fold(text) for column in columns for text in column} - {None}
        self.words: tuple[str, ...] = tuple(sorted(word for word in folded if word is not None))
        self._codes = {word: code for code, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def code(self, text: str | None) -> int:
        """Return the code of a text, UNKNOWN for an empty or new one."""
        return self._codes.get(fold(text) or "", UNKNOWN)

    def encode(self, texts: Sequence[str | None]) -> Codes:
        """Return the codes of many texts."""
        return np.fromiter((self.code(text) for text in texts), np.int32, len(texts))
