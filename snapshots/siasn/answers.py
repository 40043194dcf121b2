"""Reads answers of the SIASN API that were kept as files: JSON arrays, envelopes or lines."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from snapshots.problems import Problem
from snapshots.readers.raw import RawCells, RawColumn, UnreadableTableError

ENVELOPES = ("data", "mapData")
SIGNS = ("code", "success", "status")
"""What tells beside the records of an answer whether it holds them."""
SOUND = (None, 1, 200, "1", "200", "true", "ok", "success", "sukses", "berhasil")
"""The signs, in small letters, of an answer that holds what was asked for."""
COUNTS = ("count", "total")
"""How many records there are; where an answer holds fewer, the others were not fetched."""
FAULTS = ("fault", "error")
"""Filled they say that an answer failed, whatever stands beside them."""
MOST_HEADINGS = 702
"""More distinct headings in one file are refused, as in a workbook: real records have under 100."""
MOST_CELLS = 20_000_000
"""Headings times records of one file: a province's history of positions takes a third."""


class FailedAnswerError(ValueError):
    """An answer that reports an error or is no list of records: what was asked for is not known."""


def read_answers(path: Path, table: str) -> RawCells:
    """Read records from a file: an array, one object, an envelope round either, or one a line.

    Raises UnreadableTableError for what is no JSON, an answer that reports an error or is no list
    of records, and more cells than records have; `table` is the file's name in its problem.
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


def _unfold(answer: Any) -> list[dict[str, Any]]:
    """Return the records inside an answer, however often it is wrapped.

    FailedAnswerError for what is not clearly a list of objects, filled or empty: a history that
    could not be fetched would pass for an empty one.
    """
    if isinstance(answer, list):
        if not all(isinstance(one, dict) for one in answer):
            raise FailedAnswerError
        return [record for one in answer for record in _unfold(one)]
    if not isinstance(answer, dict) or any(answer.get(name) for name in FAULTS):
        raise FailedAnswerError
    inner = [answer[name] for name in ENVELOPES if name in answer]
    if inner:
        return _open_envelope(answer, inner)
    if any(name in answer for name in ("code", "success")) or answer.get("message"):
        raise FailedAnswerError
    return [answer]


def _open_envelope(answer: dict[str, Any], inner: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the records of an envelope; null stands for none where a sign says that all is well.

    FailedAnswerError where a sign says otherwise, or the count is not that of the records.
    """
    signs = [answer[name] for name in SIGNS if name in answer]
    told = [one.strip().casefold() if isinstance(one, str) else one for one in signs]
    if any(one not in SOUND for one in told) or (not signs and None in inner):
        raise FailedAnswerError
    records = [record for one in inner if one is not None for record in _unfold(one)]
    counts = [answer[name] for name in COUNTS if answer.get(name) is not None]
    if any(str(count) != str(len(records)) for count in counts):
        raise FailedAnswerError
    return records


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
