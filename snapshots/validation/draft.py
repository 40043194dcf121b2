"""Typed tables on their way to a snapshot, still in the order of the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from snapshots.problems import Problem
from snapshots.snapshot import Snapshot
from snapshots.tables import TABLES
from wording import Fact

Rows = npt.NDArray[np.int64]
NO_DATE = date(1900, 1, 1)


@dataclass(frozen=True)
class Draft:
    """What the source said, typed; cells at fault are null. `rows` are the source's row numbers.

    `unreadable` names tables that are there but could not be read: what points to them is not
    called broken. Without a date of its own (`as_of`) nothing in it is in service.
    """

    tables: Mapping[str, pa.Table]
    rows: Mapping[str, Rows]
    unreadable: frozenset[str] = frozenset()
    as_of: date | None = None

    @property
    def records(self) -> Snapshot:
        """The tables in the form that `snapshots.coding` reads; not sorted, without an id."""
        return Snapshot("", self.as_of or NO_DATE, self.tables)

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether the table is there with all these columns."""
        return table in self.tables and {*columns} <= {*self.tables[table].column_names}

    def ids(self, table: str) -> list[str | None]:
        """Return the one key column of a table such as units, as it stands."""
        (key,) = TABLES[table].key
        return self.tables[table].column(key).to_pylist() if self.has(table, key) else []

    def find(
        self,
        code: str,
        table: str,
        places: npt.NDArray[np.intp],
        column: str,
        **facts: Sequence[Fact] | Fact,
    ) -> list[Problem]:
        """Return a problem for each place (index of a row); list facts have one entry a place."""
        if not len(places):
            return []
        values = self.tables[table].column(column).take(pa.array(places)).to_pylist()
        return [
            Problem(
                code,
                table,
                int(self.rows[table][place]),
                column,
                None if value is None else str(value),
                {
                    name: fact[nth] if isinstance(fact, list) else fact  # type: ignore[misc]
                    for name, fact in facts.items()
                },
            )
            for nth, (place, value) in enumerate(zip(places, values, strict=True))
        ]
