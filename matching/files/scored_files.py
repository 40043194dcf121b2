"""A scored batch as a file: every column as it came, the answers behind, rows in their order."""

import csv
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matching.errors import UnknownFileKindError
from matching.files.formulas import disarm
from matching.files.pair_files import PairFile
from matching.pairs import VERDICTS, PairScores
from rules.gates import GATES
from rules.results import FAIL, UNKNOWN

ANSWERS = ("verdict", "failed", "unknown", "score", "fit")
"""Columns that are added; one of the file that bears such a name gives way to ours."""
_BLOCK = 50_000
"""Rows turned into Python values at once."""


def find_replaced(asked: PairFile) -> tuple[str, ...]:
    """Return the columns of the file that give way, so that a scored file can be scored again."""
    return tuple(name for name in asked.kept.column_names if name in ANSWERS)


def tabulate_scores(asked: PairFile, found: PairScores) -> pa.Table:
    """Return the file with its answers: rules joined by semicolons, unknown figures empty."""
    verdicts = [VERDICTS[verdict] if verdict >= 0 else "" for verdict in found.verdict.tolist()]
    answers = {
        "verdict": pa.array(verdicts, pa.string()),
        "failed": _join(found, FAIL),
        "unknown": _join(found, UNKNOWN),
        "score": pa.array(found.score, from_pandas=True),
        "fit": pa.array(found.fit, from_pandas=True),
    }
    table = asked.kept.drop_columns(list(find_replaced(asked)))
    for name, column in answers.items():
        table = table.append_column(name, column)
    return table


def sign_scores(table: pa.Table, origins: Mapping[str, str]) -> pa.Table:
    """Return a scored file that bears what decided it as metadata, which Parquet keeps."""
    named = {f"padan.{name}": value for name, value in origins.items()}
    return table.replace_schema_metadata({**(table.schema.metadata or {}), **named})


def _join(found: PairScores, result: np.int8) -> pa.Array:
    """Return the rules that answered `result`, one text a row, each combination written once."""
    bits = 1 << np.arange(len(GATES))
    answered, place = np.unique((found.results == result) @ bits, return_inverse=True)
    texts = [
        ";".join(rule for rule, bit in zip(GATES, bits, strict=True) if rules & bit)
        for rules in answered
    ]
    return pa.array(texts, pa.string()).take(pa.array(place))


def choose_writer(path: Path) -> Callable[[pa.Table], None]:
    """Return what writes a table to the file, by its ending.

    Raises UnknownFileKindError for another ending than .csv and .parquet.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UnknownFileKindError(path.name, tuple(_WRITERS))
    return partial(writer, path)


def write_csv(file: TextIO, table: pa.Table) -> None:
    """Write a table as CSV, figures with all their digits; no text is a formula."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([disarm(name) for name in table.column_names])
    for batch in table.to_batches(max_chunksize=_BLOCK):
        writer.writerows(zip(*map(_write_cells, batch.columns), strict=True))


def _write_cells(column: pa.Array) -> list[Any]:
    cells: list[Any] = column.to_pylist()
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return cells
    return [cell and disarm(cell) for cell in cells]


def _write_csv_file(path: Path, table: pa.Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, table)


def _write_parquet_file(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path)


_WRITERS: dict[str, Callable[[Path, pa.Table], None]] = {
    ".csv": _write_csv_file,
    ".parquet": _write_parquet_file,
}
