"""Characters that nobody sees: marks that turn the direction of reading, and control characters.

In a name they can make pages and terminals show other text than the records hold (Unicode Standard
Annex 9, section 2; Unicode Technical Report 36), so they are taken out of texts and told.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.problems import Problem
from snapshots.readers.raw import RawColumn, RawSource, RawTable, trim
from snapshots.tables import TABLES
from snapshots.validation.draft import name_few

HIDDEN = (
    r"[\x{00}-\x{08}\x{0b}\x{0c}\x{0e}-\x{1f}\x{7f}-\x{9f}"
    r"\x{061c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}]"
)


def strip_hidden(column: RawColumn) -> RawColumn:
    """Return a column without hidden characters; what has nothing left becomes null."""
    return replace(column, text=trim(pc.replace_substring_regex(column.text, HIDDEN, "")))


def find_hidden(source: RawSource) -> list[Problem]:
    """Warn of texts that hold hidden characters; each is told without them."""
    return [
        problem
        for table, raw in source.tables.items()
        for column in TABLES[table]
        if column.type == "text" and column.name in raw.columns
        for problem in _find_in(table, raw, column.name)
    ]


def _find_in(table: str, raw: RawTable, name: str) -> list[Problem]:
    text = raw.columns[name].text
    found = pc.match_substring_regex(text, HIDDEN).fill_null(False)
    hidden = np.flatnonzero(found.to_numpy(zero_copy_only=False))
    places, more = name_few(table, name, hidden)
    shown = strip_hidden(RawColumn(text.take(pa.array(places)))).text.to_pylist()
    rows = raw.rows[places].tolist()
    return [
        Problem("hidden_characters", table, row, name, value)
        for row, value in zip(rows, shown, strict=True)
    ] + more
