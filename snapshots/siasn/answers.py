"""Reads answers of the SIASN API that were kept as files: JSON arrays, envelopes or lines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from snapshots.problems import Problem
from snapshots.readers.raw import RawCells, RawColumn, UnreadableTableError

ENVELOPE = "data"
SOUND = (None, 1, "1", 200, "200", True)
"""The `code` of an answer that holds records."""


def read_answers(path: Path, table: str) -> RawCells:
    """Read records from a file: an array, one object, an envelope round either, or one a line.

    Raises UnreadableTableError for what is no JSON; `table` is the file's name in its problem.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        records = [record for answer in _parse(text) for record in _unfold(answer)]
    except (ValueError, RecursionError) as error:
        problem = Problem("siasn.not_json", table)
        raise UnreadableTableError(problem) from error
    headings = list(dict.fromkeys(key for record in records for key in record))
    columns = tuple(
        RawColumn(pa.array([_write(record.get(key)) for record in records], pa.string()))
        for key in headings
    )
    return RawCells(tuple(headings), columns, np.arange(1, len(records) + 1))


def _parse(text: str) -> list[Any]:
    """Return the values of a file that is one value, or one a line."""
    try:
        return [json.loads(text)]
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _unfold(answer: Any) -> Iterator[dict[str, Any]]:
    """Give the records inside an answer, however often it is wrapped."""
    if isinstance(answer, list):
        for one in answer:
            yield from _unfold(one)
    elif isinstance(answer, dict):
        if isinstance(answer.get(ENVELOPE), dict | list):
            if answer.get("code") in SOUND:
                yield from _unfold(answer[ENVELOPE])
        elif "code" not in answer or ENVELOPE not in answer:
            yield answer


def _write(value: Any) -> str | None:
    """Write one value as text; lists and objects, such as links to documents, are dropped."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case bool():
            return str(value).lower()
        case int() | float():
            whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
            return str(int(value)) if whole else str(value)
        case _:
            return None
