"""Reads a table from a Parquet file; typed columns are written as text again, and marked."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from snapshots.problems import Problem
from snapshots.readers.raw import RawCells, RawColumn, UnreadableTableError


def read_columnar(path: Path, table: str) -> RawCells:
    """Read a Parquet file. Raises UnreadableTableError where it is damaged or holds lists."""
    try:
        with pq.ParquetFile(path) as file:
            found = file.read(use_threads=False)
        columns = tuple(_write(found.column(place)) for place in range(found.num_columns))
    except (pa.ArrowException, OSError) as error:
        problem = Problem("unreadable_file", table, facts={"file": path.name})
        raise UnreadableTableError(problem) from error
    rows = np.arange(1, found.num_rows + 1)
    return RawCells(tuple(found.column_names), columns, rows, typed=found)


def _write(column: pa.ChunkedArray) -> RawColumn:
    """Return a column as text; numbers and dates are marked, times of day are dropped."""
    cells = column.combine_chunks()
    if isinstance(cells, pa.ChunkedArray):  # too long for one array
        cells = pa.concat_arrays(cells.chunks)
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    kind = cells.type
    if pa.types.is_timestamp(kind):
        local = pc.local_timestamp(cells) if kind.tz else cells
        cells = local.cast(pa.date32(), safe=False)
    native = pa.types.is_temporal(kind) or pa.types.is_primitive(kind) or pa.types.is_decimal(kind)
    if not native or pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return RawColumn(cells.cast(pa.string()))
    marks = cells.is_valid().to_numpy(zero_copy_only=False)
    return RawColumn(cells.cast(pa.string()), marks)
