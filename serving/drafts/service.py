"""Reads an uploaded draft and has it checked."""

import tempfile
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path, PurePath

from pydantic import TypeAdapter

from matching.drafts.answers import DraftReport
from matching.drafts.check import DraftRow, check_draft
from matching.drafts.check import read_draft as read_file
from matching.files.pair_files import Readers
from matching.matcher import Matcher
from serving.errors import TooManyLinesError
from snapshots.readers.folder import FORMATS
from snapshots.readers.workbook import read_sheet_file
from wording import Language

MOST_LINES = 2_000
"""Lines of an uploaded draft at most; `padan check` on the command line takes any number."""
MOST_UNPACKED = 64 * 2**20
"""Bytes that an uploaded workbook may unpack to; somebody else's file is not trusted with more."""
READERS: Readers = {
    ".csv": FORMATS[".csv"],
    ".xlsx": partial(read_sheet_file, most_bytes=MOST_UNPACKED),
}
_ROWS = TypeAdapter(tuple[DraftRow, ...])


def read_draft(name: str, content: bytes) -> tuple[DraftRow, ...]:
    """Return the lines of an uploaded file, which is gone from disk when this returns.

    Raises what `matching.draft.read_draft` raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"draft{PurePath(name).suffix.lower()}"
        path.write_bytes(content)
        return read_file(path, READERS)


def check_length(rows: tuple[DraftRow, ...]) -> None:
    """Refuse a draft of more than `MOST_LINES` lines. Raises TooManyLinesError."""
    if len(rows) > MOST_LINES:
        raise TooManyLinesError(len(rows), MOST_LINES)


def check(
    matcher: Matcher, rows: tuple[DraftRow, ...], effective_on: date | None, language: Language
) -> DraftReport:
    """Return the check of a draft as of the date of the records. Raises TooManyLinesError."""
    check_length(rows)
    return check_draft(matcher, rows, matcher.date(None, effective_on), language)


def count_verdicts(report: DraftReport) -> dict[str, int]:
    """Return how many lines got which verdict."""
    verdicts: Counter[str] = Counter(line.verdict or "unjudged" for line in report.lines)
    kinds = ("eligible", "undetermined", "ineligible", "unjudged")
    return {"lines": len(report.lines)} | {kind: verdicts[kind] for kind in kinds}


def write_rows(rows: tuple[DraftRow, ...]) -> str:
    """Return the lines as a page hands them on, so that nothing need be kept between requests."""
    return _ROWS.dump_json(rows).decode()
