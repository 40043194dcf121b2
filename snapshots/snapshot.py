"""One immutable set of typed records, with the date up to which they speak."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa


@dataclass(frozen=True)
class Snapshot:
    """Typed, key-sorted tables as imported; `snapshot_id` is a hash of them and of `as_of`.

    A table or column that the source lacks is absent here too: `has` tells. Text and choices are
    strings, dates are date32, empty cells are null (defaults are applied by `History`). `deduced`
    tells that posts and seats were deduced from their holders.
    """

    snapshot_id: str
    as_of: date
    tables: Mapping[str, pa.Table]
    made_up: bool = False
    deduced: bool = False

    def has(self, table: str, column: str | None = None) -> bool:
        """Tell whether the source held the table, and the column where one is named."""
        if table not in self.tables:
            return False
        return column is None or column in self.tables[table].column_names
