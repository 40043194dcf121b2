"""Lays an agency's own table of positions over the posts that were deduced: its position map."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ledger import Ints
from snapshots.readers.raw import RawColumn, RawTable
from snapshots.siasn.findings import Findings
from snapshots.siasn.origins import ORIGINS
from snapshots.siasn.places import FileRows

POSTS, KEY = "positions", "position_id"


def describe_own(own: RawTable, start: int) -> FileRows:
    """Return the table as one more file, whose rows are numbered on from `start`."""
    headings = {ORIGINS.get((POSTS, name), (name,))[0]: name for name in own.columns}
    return FileRows(POSTS, start, headings)


def correct_posts(deduced: RawTable, own: RawTable, start: int, findings: Findings) -> RawTable:
    """Return the deduced posts with what the own table fills in, and with its further rows.

    A row with the position_id of a deduced post (as `padan positions` prints it) writes over the
    cells that it fills; any other row is a post of its own. `start` numbers the own rows on.
    """
    count, more = len(deduced.rows), len(own.rows)
    keys = own.columns[KEY].text.to_pylist() if KEY in own.columns else [None] * more
    place = {key: row for row, key in enumerate(deduced.columns[KEY].text.to_pylist())}
    # Of two own rows with one id the second is added, and refused as any doubled key is.
    onto = {place.pop(key): row for row, key in enumerate(keys) if key in place}
    added = [row for row in range(more) if row not in {*onto.values()}]
    taken = np.array([*(onto.get(row, -1) for row in range(count)), *added], np.int64)
    base = np.array([*range(count), *([-1] * len(added))], np.int64)
    names = [*deduced.columns, *(name for name in own.columns if name not in deduced.columns)]
    columns = {name: _lay(deduced, own, name, base, taken) for name in names}
    numbers = np.where(taken >= 0, start, 0)
    numbers[taken >= 0] += own.rows[taken[taken >= 0]]
    numbers[taken < 0] = deduced.rows[base[taken < 0]]
    findings.note("posts_corrected", table=POSTS, changed=len(onto), added=len(added))
    return replace(own, columns=columns, rows=numbers)


def _lay(deduced: RawTable, own: RawTable, name: str, base: Ints, taken: Ints) -> RawColumn:
    """Return a column: the own cell where it is filled, else the deduced one; -1 takes nothing."""
    beneath, above = (
        table.columns[name].text.take(pa.array(rows, mask=rows < 0))
        if name in table.columns
        else pa.nulls(len(rows), pa.string())
        for table, rows in ((deduced, base), (own, taken))
    )
    return RawColumn(pc.coalesce(above, beneath))
