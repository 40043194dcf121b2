"""Reads answers of the SIASN API that were kept as files: JSON arrays, envelopes or lines."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from snapshots.problems import Problem
from snapshots.readers.raw import RawCells, RawColumn, UnreadableTableError

ENVELOPE = "data"
SOUND = (None, 1, "1", 200, "200", True)
"""The `code` of an answer that holds records."""
FAULTS = ("fault", "error", "message")
"""What stands in an answer without records; filled they say why there are none."""
MOST_HEADINGS = 702
"""More distinct headings in one file are refused, as in a workbook: real records have under 100."""
MOST_CELLS = 20_000_000
"""Headings times records of one file: a province's history of positions takes a third."""


class FailedAnswerError(ValueError):
    """An answer that reports an error: what was asked for is not known."""


def read_answers(path: Path, table: str) -> RawCells:
    """Read records from a file: an array, one object, an envelope round either, or one a line.

    Raises UnreadableTableError for what is no JSON, an answer that reports an error, and more cells
    than records have; `table` is the file's name in its problem.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        records = [record for answer in _parse(text) for record in _unfold(answer)]
    except FailedAnswerError as error:
        raise UnreadableTableError(Problem("siasn.answer_failed", table)) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableTableError(Problem("siasn.not_json", table)) from error
    headings = tuple(dict.fromkeys(key for record in records for key in record))
    if len(headings) > MOST_HEADINGS or len(headings) * len(records) > MOST_CELLS:
        raise UnreadableTableError(Problem("siasn.too_many_cells", table))
    return RawCells(headings, _write_columns(headings, records), np.arange(1, len(records) + 1))


def _write_columns(
    headings: Sequence[str], records: Sequence[dict[str, Any]]
) -> tuple[RawColumn, ...]:
    """Return the columns of records; what a record does not tell costs no step."""
    cells: dict[str, list[str | None]] = {key: [None] * len(records) for key in headings}
    for place, record in enumerate(records):
        for key, value in record.items():
            cells[key][place] = _write(value)
    return tuple(RawColumn(pa.array(cells[key], pa.string())) for key in headings)


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
    """Give the records inside an answer, however often it is wrapped. Raises FailedAnswerError."""
    if isinstance(answer, list):
        for one in answer:
            yield from _unfold(one)
    elif isinstance(answer, dict):
        if _has_failed(answer):
            raise FailedAnswerError
        if isinstance(answer.get(ENVELOPE), dict | list):
            yield from _unfold(answer[ENVELOPE])
        elif "code" not in answer or ENVELOPE not in answer:
            yield answer


def _has_failed(answer: dict[str, Any]) -> bool:
    """Tell whether an answer reports an error: by its code, or by a reason and no records."""
    if ENVELOPE in answer and "code" in answer:
        return answer["code"] not in SOUND
    return ENVELOPE not in answer and any(answer.get(name) for name in FAULTS)


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
