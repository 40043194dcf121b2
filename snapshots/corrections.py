"""Lays a workbook of corrections over the stored records that it was made of.

Its sheets hold the rows in question alone. The heading of their first column names the records,
`row@ID`; under it stands the number of each row in the stored table (from 1). A row with a number
takes that row's place, or takes it away where all its other cells are empty; a row without a
number, or with `+`, is added. A prepared row (`+`) that nobody filled in is left out. A corrected
NIP or id is followed wherever the records name it, not in what was entered beside them. What comes
out is checked like any source.

Where other records came into use since, as by the workbook of another agency, the rows are laid
over those, so that both corrections hold. A row that was changed there meanwhile is refused, unless
it already says what the workbook says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ledger import Flags, Ints
from snapshots.problems import Place, Problem
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
    """A source with the corrections laid over it; `base` are the records beneath, if any.

    These are the records in use, whichever the workbook was made of.
    """

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
    superseded = store.read_current() != base.snapshot_id
    current = store.load() if superseded else base
    tables = {name: _write(table) for name, table in current.tables.items() if name in TABLES}
    beneath = RawSource(made_up=current.made_up, deduced=current.deduced)
    problems, sheets = [*source.problems], []
    for name, told in source.tables.items():
        sheet = _read_sheet(name, _find_beneath(base, name, told), told)
        problems += sheet.find_problems()
        if superseded and not problems:
            sheet, changed = sheet.move(_find_beneath(current, name, told))
            problems += changed
        sheets.append(sheet)
    if problems:
        return Corrected(replace(beneath, tables=tables, problems=tuple(problems)), current)
    laid = [sheet for sheet in sheets if sheet.lays_anything() or sheet.name in tables]
    tables |= {sheet.name: sheet.lay() for sheet in laid}
    renamed = {sheet.name: sheet.find_renamed() for sheet in laid}
    followed = {name: _follow(name, table, renamed) for name, table in tables.items()}
    doubts = (Problem("corrected_records_superseded", ""),) if superseded else ()
    places = {sheet.name: sheet.list_places() for sheet in laid}

    def locate(table: str, row: int | None, column: str | None) -> Place | None:
        stood = places.get(table, {}).get(row or 0)
        return Place(table, stood, column) if stood is not None else None

    return Corrected(replace(beneath, tables=followed, locate=locate), current, doubts)


def _find_beneath(records: Snapshot, name: str, told: RawTable) -> RawTable:
    """Return the table that a sheet corrects, its numbers written as the sheet writes them."""
    if not records.has(name):
        return RawTable({}, np.array([], np.int64), told.decimal_comma)
    return _write(records.tables[name], told.decimal_comma)


def _write(table: pa.Table, decimal_comma: bool = False) -> RawTable:
    """Return a stored table as texts, as a source would bring it."""
    columns = {}
    for name in table.column_names:
        stored = table.column(name).combine_chunks()
        text = stored.cast(pa.string())
        if decimal_comma and pa.types.is_floating(stored.type):
            text = pc.replace_substring_regex(text, r"^([+-]?\d*)\.(\d+)$", r"\1,\2")
        columns[name] = RawColumn(text)
    return RawTable(columns, np.arange(1, table.num_rows + 1), decimal_comma)


def _read_sheet(name: str, beneath: RawTable, told: RawTable) -> "_Sheet":
    """Return a sheet of corrections over the table that its numbers speak of."""
    heading = next((one for one in told.columns if one.startswith(HEADING)), None)
    columns = {one: cells for one, cells in told.columns.items() if one != heading}
    marks = told.columns[heading].text.to_pylist() if heading else [None] * len(told.rows)
    place = [_read_place(mark, len(beneath.rows)) for mark in marks]
    return _Sheet(name, beneath, columns, told.rows, tuple(marks), np.array(place, np.int64))


def _read_place(mark: str | None, count: int) -> int:
    """Return the stored row that a mark names, -1 for an added row, -2 for what is neither."""
    if mark is None or mark == ADDED:
        return -1
    known = mark.isdecimal() and 1 <= int(mark) <= count
    return int(mark) - 1 if known else -2


@dataclass(frozen=True)
class _Sheet:
    """One sheet of corrections over the table beneath it.

    `rows` number the sheet's rows, `marks` stand in its first column, `place` is the row beneath
    that each takes the place of, -1 where it is added.
    """

    name: str
    beneath: RawTable
    columns: Mapping[str, RawColumn]
    rows: Ints
    marks: tuple[str | None, ...]
    place: Ints

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

    def move(self, current: RawTable) -> "tuple[_Sheet, list[Problem]]":
        """Return the sheet over the table in use, and the rows that were changed there meanwhile.

        What a row says that already stands there, or stood beneath and was not corrected, is left
        out: it would undo what others corrected.
        """
        names = [
            column.name
            for column in TABLES[self.name]
            if any(column.name in one for one in (self.columns, self.beneath.columns))
            or column.name in current.columns
        ]
        own, now = _join(self.beneath, names), _join(current, names)
        keys, now_keys = (_join(one, TABLES[self.name].key) for one in (self.beneath, current))
        told, filled = _join(self._list_told(names), names), self._filled
        at, known, there = {row: place for place, row in enumerate(now)}, set(own), set(now_keys)
        kept, places, problems = [], [], []
        for row, place in enumerate(self.place.tolist()):
            says_so = filled[row] and told[row] in at
            if place < 0:
                settled, found = says_so and told[row] not in known, -1
            else:
                untouched = filled[row] and told[row] == own[place]
                gone = not filled[row] and keys[place] not in there
                found = at.get(own[place], -1)
                settled = untouched or gone or (says_so and found < 0)
                if found < 0 and not settled:
                    problems.append(self._name_changed(row))
            if not settled:
                kept.append(row)
                places.append(found)
        return self._keep(current, np.array(kept, np.int64), np.array(places, np.int64)), problems

    def _keep(self, beneath: RawTable, rows: Ints, place: Ints) -> "_Sheet":
        """Return the sheet with these rows alone, over another table."""
        columns = {name: cells.keep(rows) for name, cells in self.columns.items()}
        marks = tuple(self.marks[row] for row in rows.tolist())
        return _Sheet(self.name, beneath, columns, self.rows[rows], marks, place)

    def _name_changed(self, row: int) -> Problem:
        where = int(self.rows[row])
        return Problem("corrected_row_changed", self.name, where, "row", self.marks[row])

    def _list_told(self, names: Sequence[str]) -> RawTable:
        """Return the rows as the sheet has them, with what is stored in columns that it lost."""
        told = len(self.beneath.rows) + np.arange(len(self.rows))
        return RawTable({name: self._take(name, told) for name in names}, self.rows)

    @property
    def _filled(self) -> Flags:
        """Which rows hold anything beside their number."""
        filled = np.zeros(len(self.rows), np.bool_)
        filled[find_filled([cells.text for cells in self.columns.values()], len(self.rows))] = True
        return filled

    @property
    def _waiting(self) -> Flags:
        """Which prepared rows nobody has filled in; in tables of which none are prepared, none."""
        if self.name not in TO_FILL:
            return np.zeros(len(self.rows), np.bool_)
        prepared = np.array([mark == ADDED for mark in self.marks], np.bool_)
        asked = [self.columns[one].text for one in TO_FILL[self.name] if one in self.columns]
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
        numbers = np.arange(1, count + 1)
        numbers[self.place[changed]] = [int(self.marks[row] or 0) for row in changed.tolist()]
        numbers = np.concatenate([np.delete(numbers, removed), count + 1 + added])
        names = [*self.beneath.columns, *self._list_new()]
        columns = {name: self._take(name, taken) for name in names}
        return RawTable(columns, numbers, self.beneath.decimal_comma)

    def list_places(self) -> dict[int, int]:
        """Return the row of the workbook by the number of each row that `lay` took from it."""
        count = len(self.beneath.rows)
        told = zip(self.place.tolist(), self.marks, self.rows.tolist(), strict=True)
        return {
            int(mark or 0) if place >= 0 else count + 1 + row: stood
            for row, (place, mark, stood) in enumerate(told)
        }

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


def _join(table: RawTable, names: Sequence[str]) -> list[str]:
    """Return each row's cells of these columns as one text; empty where a column is not there."""
    none = pa.nulls(len(table.rows), pa.string())
    cells = [table.columns[name].text for name in names if name in table.columns]
    texts = pc.binary_join_element_wise(none, *cells, "\x1f", null_handling="replace")
    joined: list[str] = texts.to_pylist()
    return joined


def _follow(name: str, table: RawTable, renamed: Mapping[str, Mapping[str, str]]) -> RawTable:
    """Return a table that names corrected keys by their new text."""
    columns = dict(table.columns)
    for column in TABLES[name]:
        target = column.references or ("employees" if column.name.endswith("nip") else None)
        changes = renamed.get(target or "", {})
        own_key = target == name and column.key
        if changes and column.name in columns and not own_key:
            columns[column.name] = _rename(columns[column.name], changes)
    return replace(table, columns=columns)


def _rename(column: RawColumn, changes: Mapping[str, str]) -> RawColumn:
    found = pc.index_in(column.text, value_set=pa.array(changes, pa.string()))
    new = pa.array(changes.values(), pa.string()).take(found)
    return RawColumn(pc.coalesce(new, column.text), column.native)
