"""Typed tables on their way to a snapshot, still in the order of the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from snapshots.coding import Codes, read_codes, read_days, read_rows
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days
from snapshots.ledger import Flags, Ints
from snapshots.problems import Problem
from snapshots.snapshot import Snapshot
from snapshots.tables import TABLES
from wording import Fact

NO_DATE = date(1900, 1, 1)
MOST_NAMED = 20_000
"""Rows that are named for one problem of one column: what stands in more of them is one mistake, in
a wrong file perhaps in millions, and each row named takes memory."""


@dataclass(frozen=True)
class DraftStays:
    """Sorted by person, start and position; `place` is the row of the draft's assignments.

    `person` and `position` are rows of employees and positions, -1 where nobody is named so.
    """

    person: Codes
    position: Codes
    start: Days
    end: Days
    place: npt.NDArray[np.intp]

    @property
    def follows(self) -> Flags:
        """Whether a stay has the same person as the one before it."""
        same = np.zeros(len(self.person), np.bool_)
        same[1:] = (self.person[1:] == self.person[:-1]) & (self.person[1:] >= 0)
        return same


@dataclass(frozen=True)
class Draft:
    """What the source said, typed; cells at fault are null. `rows` are the source's row numbers.

    `unreadable` names tables that are there but could not be read: what points to them is not
    called broken. Without a date of its own (`as_of`) nothing in it is in service.
    """

    tables: Mapping[str, pa.Table]
    rows: Mapping[str, Ints]
    unreadable: frozenset[str] = frozenset()
    as_of: date | None = None

    @cached_property
    def records(self) -> Snapshot:
        """The tables in the form that `snapshots.coding` reads; not sorted, without an id."""
        return Snapshot("", self.as_of or NO_DATE, self.tables)

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether the table is there with all these columns."""
        return table in self.tables and {*columns} <= {*self.tables[table].column_names}

    def ids(self, table: str) -> list[str]:
        """Return the one key column of a table such as units; an empty cell is an empty text."""
        (key,) = TABLES[table].key
        cells = self.tables[table].column(key).to_pylist() if self.has(table, key) else []
        return [cell or "" for cell in cells]

    @cached_property
    def stays(self) -> DraftStays | None:
        """The definitive stays with a known start; None where the columns are missing."""
        if not self.has("assignments", "nip", "position_id", "started_on"):
            return None
        records = self.records
        person = read_rows(records, "assignments", "nip", self.ids("employees"))
        position = read_rows(records, "assignments", "position_id", self.ids("positions"))
        start = read_days(records, "assignments", "started_on")
        end = read_days(records, "assignments", "ended_on", OPEN_END)
        definitive = read_codes(records, "assignments", "appointment", {"definitive": 0}, 0) == 0
        order = np.lexsort((position, start, person))
        kept = order[(definitive & (start != UNKNOWN_DAY))[order]]
        return DraftStays(person[kept], position[kept], start[kept], end[kept], kept)

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
        places, more = name_few(table, column, places)
        values = self.tables[table].column(column).take(pa.array(places)).to_pylist()
        return [
            Problem(
                code,
                table,
                int(self.rows[table][place]),
                column,
                None if value is None else str(value),
                _pick(facts, nth) | ({"value": value} if isinstance(value, date) else {}),
            )
            for nth, (place, value) in enumerate(zip(places, values, strict=True))
        ] + more


def name_few(table: str, column: str, places: Ints) -> tuple[Ints, list[Problem]]:
    """Return the places of a problem that are named, and that there are more, where there are."""
    if len(places) <= MOST_NAMED:
        return places, []
    facts: dict[str, Fact] = {"named": MOST_NAMED, "count": len(places)}
    return places[:MOST_NAMED], [Problem("more_of_the_same", table, column=column, facts=facts)]


def _pick(facts: Mapping[str, Sequence[Fact] | Fact], nth: int) -> dict[str, Fact]:
    """Return the facts of one problem: of a list its own entry."""
    return {
        name: fact[nth] if isinstance(fact, list) else fact  # type: ignore[misc]
        for name, fact in facts.items()
    }
