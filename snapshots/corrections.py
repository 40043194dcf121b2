"""Lays a workbook of corrections over the stored records that it was made of.

Its sheets hold the rows in question alone. The heading of their first column names the records,
`row@ID`; under it stands the number of each row in the stored table (from 1). A row with a number
takes that row's place, or takes it away where all its other cells are empty; a row without a
number, or with `+`, is added. A prepared row (`+`) that nobody filled in is left out. A corrected
NIP or id is followed wherever the records name it. What comes out is checked like any source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ledger import Flags, Ints
from snapshots.problems import Problem
from snapshots.readers.raw import RawColumn, RawSource, RawTable, find_filled
from snapshots.snapshot import Snapshot
from snapshots.store import SnapshotStore, UnknownSnapshotError
from snapshots.tables import REPORTED_OUTCOMES, TABLES

HEADING = "row@"
ADDED = "+"
TO_FILL: Mapping[str, tuple[str, ...]] = {
    "performance": ("predicate",),
    "assessments": ("level", "assessed_on"),
    "assignments": ("started_on",),
    "requirements": ("competency_id", "level"),
}
"""Cells that a prepared row leaves to who corrects; with all of them empty it is left out."""


@dataclass(frozen=True)
class Corrected:
    """A source with the corrections laid over it; `base` are the records beneath, if any."""

    source: RawSource
    base: Snapshot | None = None
    doubts: tuple[Problem, ...] = ()

    def keep_reported(self, tables: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
        """Put back the outcomes that a portal reported to the records beneath."""
        name = REPORTED_OUTCOMES.name
        kept = self.base.tables.get(name) if self.base else None
        return tables if kept is None else {**tables, name: kept}


def lay_over(source: RawSource, store: SnapshotStore) -> Corrected:
    """Return the records that a workbook of corrections makes; any other source as it is.

    What is wrong with the workbook itself stands in the problems of the source.
    """
    named = {one for table in source.tables.values() for one in _list_bases(table)}
    if not named:
        return Corrected(source)
    try:
        if len(named) > 1:
            raise UnknownSnapshotError(", ".join(sorted(named)))
        base = store.load(named.pop())
    except UnknownSnapshotError as error:
        missing = Problem("corrected_records_missing", "", value=error.snapshot_id)
        return Corrected(RawSource(problems=(missing,)))
    return _lay(source, base, store)


def _list_bases(table: RawTable) -> Iterator[str]:
    """Yield the ids of the records that a sheet's first heading names."""
    for heading in table.columns:
        if heading.startswith(HEADING):
            yield heading.removeprefix(HEADING)


def _lay(source: RawSource, base: Snapshot, store: SnapshotStore) -> Corrected:
    stored = {name: table for name, table in base.tables.items() if name in TABLES}
    tables, problems = {name: _write(table) for name, table in stored.items()}, [*source.problems]
    renamed: dict[str, dict[str, str]] = {}
    for name, told in source.tables.items():
        beneath = tables.get(name, RawTable({}, np.array([], np.int64)))
        sheet = _Sheet(name, beneath, told)
        problems += sheet.find_problems()
        if not problems and (sheet.lays_anything() or name in stored):
            tables[name], renamed[name] = sheet.lay(), sheet.find_renamed()
    if problems:
        return Corrected(
            RawSource(tables, tuple(problems), base.made_up, deduced=base.deduced), base
        )
    followed = {name: _follow(name, table, renamed) for name, table in tables.items()}
    superseded = store.load().snapshot_id != base.snapshot_id
    doubts = (Problem("corrected_records_superseded", ""),) if superseded else ()
    return Corrected(RawSource(followed, (), base.made_up, deduced=base.deduced), base, doubts)


def _write(table: pa.Table) -> RawTable:
    """Return a stored table as texts, as a source would bring it."""
    columns = {
        name: RawColumn(table.column(name).combine_chunks().cast(pa.string()))
        for name in table.column_names
    }
    return RawTable(columns, np.arange(1, table.num_rows + 1))


class _Sheet:
    """One sheet of corrections over the table beneath it."""

    def __init__(self, name: str, beneath: RawTable, told: RawTable) -> None:
        self.name, self.beneath = name, beneath
        heading = next((one for one in told.columns if one.startswith(HEADING)), None)
        self.columns = {one: cells for one, cells in told.columns.items() if one != heading}
        count = len(told.rows)
        self.marks = told.columns[heading].text.to_pylist() if heading else [None] * count
        self.rows = told.rows
        self.place = np.array([self._read_place(mark) for mark in self.marks], np.int64)

    def _read_place(self, mark: str | None) -> int:
        """Return the stored row that a mark names, -1 for an added row, -2 for what is neither."""
        if mark is None or mark == ADDED:
            return -1
        known = mark.isdecimal() and 1 <= int(mark) <= len(self.beneath.rows)
        return int(mark) - 1 if known else -2

    def find_problems(self) -> list[Problem]:
        """Name the rows whose number is none of the stored table, or stands twice."""
        found, first = [], dict[int, int]()
        for row, place, mark in zip(
            self.rows.tolist(), self.place.tolist(), self.marks, strict=True
        ):
            if place == -2 or (place >= 0 and place in first):
                found.append(Problem("unknown_row_number", self.name, row, "row", mark))
            first[place] = row
        return found

    @property
    def _filled(self) -> Flags:
        """Which rows hold anything beside their number."""
        filled = np.zeros(len(self.rows), np.bool_)
        filled[find_filled([cells.text for cells in self.columns.values()], len(self.rows))] = True
        return filled

    @property
    def _waiting(self) -> Flags:
        """Which prepared rows nobody has filled in."""
        prepared = np.array([mark == ADDED for mark in self.marks], np.bool_)
        asked = [
            self.columns[one].text for one in TO_FILL.get(self.name, ()) if one in self.columns
        ]
        given = np.zeros(len(self.rows), np.bool_)
        given[find_filled(asked, len(self.rows))] = True
        return prepared & ~given

    def lays_anything(self) -> bool:
        """Tell whether the sheet changes the table: not where all is prepared and unfilled."""
        return bool((self._filled & ~self._waiting).any())

    def lay(self) -> RawTable:
        """Return the table with rows changed, taken away and added, in that order."""
        count, filled = len(self.beneath.rows), self._filled
        changed = np.flatnonzero((self.place >= 0) & filled)
        removed = self.place[(self.place >= 0) & ~filled]
        added = np.flatnonzero((self.place == -1) & filled & ~self._waiting)
        taken = np.arange(count)
        taken[self.place[changed]] = count + changed
        taken = np.concatenate([np.delete(taken, removed), count + added])
        numbers = np.concatenate([np.delete(np.arange(1, count + 1), removed), count + 1 + added])
        names = [*self.beneath.columns, *self._list_new()]
        return RawTable({name: self._take(name, taken) for name in names}, numbers)

    def _list_new(self) -> list[str]:
        """Return the columns that the stored table lacks and somebody filled in."""
        return [
            name
            for name, cells in self.columns.items()
            if name not in self.beneath.columns
            and (not self.beneath.columns or cells.text.null_count < len(cells.text))
        ]

    def _take(self, name: str, taken: Ints) -> RawColumn:
        """Return a column of stored cells followed by told ones, at the rows taken."""
        count, told = len(self.beneath.rows), self.columns.get(name)
        stored = self.beneath.columns.get(name) or RawColumn(pa.nulls(count, pa.string()))
        if told is None:  # the sheet lost the column: its rows keep what is stored
            places = pa.array(np.where(self.place >= 0, self.place, 0), mask=self.place < 0)
            told = RawColumn(stored.text.take(places))
        native = np.zeros(count + len(self.rows), np.bool_)
        native[count:] = False if told.native is None else told.native
        both = pa.concat_arrays([stored.text, told.text])
        return RawColumn(both, native).keep(taken)

    def find_renamed(self) -> dict[str, str]:
        """Return the new key by the old one of the rows whose only key was corrected."""
        key = TABLES[self.name].key
        if len(key) != 1 or key[0] not in self.columns or key[0] not in self.beneath.columns:
            return {}
        own, told = self.beneath.columns[key[0]].text.to_pylist(), self.columns[key[0]].text
        pairs = (
            (own[place], told[row].as_py())
            for row, place in enumerate(self.place.tolist())
            if place >= 0
        )
        return {old: new for old, new in pairs if new and old and new != old}


def _follow(name: str, table: RawTable, renamed: Mapping[str, Mapping[str, str]]) -> RawTable:
    """Return a table that names corrected keys by their new text."""
    columns = dict(table.columns)
    for column in TABLES[name]:
        target = column.references or ("employees" if column.name.endswith("nip") else None)
        changes = renamed.get(target or "", {})
        own_key = target == name and column.key
        if changes and column.name in columns and not own_key:
            columns[column.name] = _rename(columns[column.name], changes)
    return RawTable(columns, table.rows)


def _rename(column: RawColumn, changes: Mapping[str, str]) -> RawColumn:
    found = pc.index_in(column.text, value_set=pa.array(changes, pa.string()))
    new = pa.array(changes.values(), pa.string()).take(found)
    return RawColumn(pc.coalesce(new, column.text), column.native)
