"""The rows of one person in a table, as they stand: for who is told what the records say."""

from typing import Any

import pyarrow.compute as pc

from snapshots.snapshot import Snapshot


def read_own_rows(snapshot: Snapshot, table: str, nip: str) -> list[dict[str, Any]]:
    """Return each row of `table` whose nip is `nip`, by column, in the table's order.

    Dates are calendar dates, an empty cell is None; no row where the source lacks the table, and no
    entry for a column that it lacks.
    """
    if not snapshot.has(table):
        return []
    records = snapshot.tables[table]
    return list(records.filter(pc.equal(records.column("nip"), nip)).to_pylist())
