"""What differs between two imports: rows by table, and who came, left or changed.

Who is in service is judged on the day of each of the two. A row is the same row where its key is;
people are the same where the NIP is. Empty and absent cells are equal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.coding import read_days
from snapshots.days import OPEN_END, to_day
from snapshots.ledger import Flags, Ints
from snapshots.presence import serves
from snapshots.snapshot import Snapshot
from snapshots.tables import STORED_TABLES

What = Literal["came", "left", "changed"]
WATCHED = (
    *("position_id", "position_since", "rank", "rank_since", "education_level", "education_field"),
    *("status", "legal_status", "fte", "name", "appointed_on", "left_on", "left_reason"),
)
"""Columns of employees whose change is told by person, before and after."""
PROTECTED = ("birth_date", "sex")
"""Those of which it is told that they changed, and not how."""
COMPARED = (*WATCHED, *PROTECTED)
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class ComparedRecords:
    """One of the two: its id, its day, and the people in service on it."""

    snapshot_id: str
    as_of: date
    people: int


@dataclass(frozen=True)
class TableChange:
    """Rows of a table before and after (None: no such table), and what became of them."""

    table: str
    before: int | None
    after: int | None
    added: int
    removed: int
    changed: int

    @property
    def differs(self) -> bool:
        """Whether any row came, went or changed."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class ColumnChange:
    """People in service before and after of whom a cell of employees differs."""

    column: str
    people: int


@dataclass(frozen=True)
class CellChange:
    """One cell of a person's row, as text; None where it was empty, both where law protects it."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class PersonChange:
    """Somebody who came, left or changed; `cells` differ for the last alone."""

    nip: str
    name: str
    what: What
    position_id: str | None
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class RecordsComparison:
    """What differs between two imports, in numbers alone.

    `gone` are people whose row is no longer there at all, among those who left.
    """

    before: ComparedRecords
    after: ComparedRecords
    came: int
    left: int
    gone: int
    changed: int
    columns: tuple[ColumnChange, ...]
    tables: tuple[TableChange, ...]


@dataclass(frozen=True)
class Comparison(RecordsComparison):
    """What differs, by person too: those who came, those who left, those who changed."""

    people: tuple[PersonChange, ...]


def compare_snapshots(before: Snapshot, after: Snapshot) -> Comparison:
    """Return what differs between two snapshots; tables without any difference are told too."""
    people = tuple(_compare_people(before, after))
    count = {what: sum(one.what == what for one in people) for what in ("came", "left", "changed")}
    there = set(after.tables["employees"].column("nip").to_pylist())
    return Comparison(
        before=_describe(before),
        after=_describe(after),
        came=count["came"],
        left=count["left"],
        gone=sum(one.what == "left" and one.nip not in there for one in people),
        changed=count["changed"],
        columns=tuple(_count_columns(people)),
        tables=tuple(_compare_tables(before, after)),
        people=people,
    )


def _describe(snapshot: Snapshot) -> ComparedRecords:
    return ComparedRecords(snapshot.snapshot_id, snapshot.as_of, int(_find_serving(snapshot).sum()))


def _find_serving(snapshot: Snapshot) -> Flags:
    """Tell of each employees row whether the person serves on the snapshot's own day."""
    day = to_day(snapshot.as_of)
    left = read_days(snapshot, "employees", "left_on", OPEN_END)
    return serves(read_days(snapshot, "employees", "appointed_on"), left, day)


def _compare_tables(before: Snapshot, after: Snapshot) -> Iterator[TableChange]:
    for name, spec in STORED_TABLES.items():
        old, new = before.tables.get(name), after.tables.get(name)
        if old is None and new is None:
            continue
        rows, others = (None if one is None else one.num_rows for one in (old, new))
        if old is None or new is None:
            yield TableChange(name, rows, others, others or 0, rows or 0, 0)
            continue
        place = _match(old, new, spec.key)
        kept = np.flatnonzero(place >= 0)
        columns = list(dict.fromkeys([*old.column_names, *new.column_names]))
        differs = _find_differing(old, new, kept, place[kept], columns)
        gone = old.num_rows - len(kept)
        yield TableChange(
            name, rows, others, new.num_rows - len(kept), gone, int(differs.any(axis=0).sum())
        )


def _match(old: pa.Table, new: pa.Table, key: Sequence[str]) -> Ints:
    """Return for each old row the new row with the same key, -1 where there is none."""
    found = pc.index_in(_join(old, key), value_set=_join(new, key))
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)


def _join(table: pa.Table, key: Sequence[str]) -> pa.Array:
    parts = [table.column(name).combine_chunks().cast(pa.string()) for name in key]
    return pc.binary_join_element_wise(*parts, _SEPARATOR)


def _find_differing(
    old: pa.Table, new: pa.Table, rows: Ints, others: Ints, names: Sequence[str]
) -> Flags:
    """Return bool[columns named, pairs of rows]."""
    return np.array(
        [
            pc.not_equal(_read(old, name, rows), _read(new, name, others)).to_numpy(
                zero_copy_only=False
            )
            for name in names
        ],
        np.bool_,
    )


def _read(table: pa.Table, name: str, rows: Ints) -> pa.Array:
    """Return cells as texts, empty ones as an empty text."""
    if name not in table.column_names:
        return pa.array([""] * len(rows), pa.string())
    cells = table.column(name).combine_chunks().take(pa.array(rows)).cast(pa.string())
    return cells.fill_null("")


def _compare_people(before: Snapshot, after: Snapshot) -> Iterator[PersonChange]:
    """Yield who came, who left and who changed while in service before and after, by NIP each."""
    old, new = before.tables["employees"], after.tables["employees"]
    served, serving = _find_serving(before), _find_serving(after)
    place, back = _match(old, new, ("nip",)), _match(new, old, ("nip",))
    known_before = (back >= 0) & served[np.maximum(back, 0)] if len(served) else back >= 0
    known_after = (place >= 0) & serving[np.maximum(place, 0)] if len(serving) else place >= 0
    yield from _tell(new, np.flatnonzero(serving & ~known_before), "came")
    yield from _tell(old, np.flatnonzero(served & ~known_after), "left")
    stayed = np.flatnonzero(served & known_after)
    differs = _find_differing(old, new, stayed, place[stayed], COMPARED)
    pairs = np.flatnonzero(differs.any(axis=0))
    rows, others = stayed[pairs], place[stayed[pairs]]
    told = [
        (_read(old, name, rows).to_pylist(), _read(new, name, others).to_pylist())
        for name in WATCHED
    ]
    for nth, person in enumerate(_tell(new, others, "changed")):
        columns = np.flatnonzero(differs[:, pairs[nth]]).tolist()
        cells = tuple(
            CellChange(COMPARED[one], told[one][0][nth] or None, told[one][1][nth] or None)
            if one < len(told)
            else CellChange(COMPARED[one], None, None)
            for one in columns
        )
        yield replace(person, cells=cells)


def _tell(table: pa.Table, rows: Ints, what: What) -> Iterator[PersonChange]:
    chosen = table.select(["nip", "name", "position_id"]).take(pa.array(rows, pa.int64()))
    for row in chosen.to_pylist():
        yield PersonChange(row["nip"], row["name"], what, row["position_id"])


def _count_columns(people: Sequence[PersonChange]) -> Iterator[ColumnChange]:
    """Yield the columns that differ, that of most people first."""
    counts: dict[str, int] = {}
    for one in people:
        for cell in one.cells:
            counts[cell.column] = counts.get(cell.column, 0) + 1
    for column, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield ColumnChange(column, count)


def name_positions(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the titles of positions by id."""
    rows: dict[str, Any] = snapshot.tables["positions"].select(["position_id", "title"]).to_pydict()
    return dict(zip(rows["position_id"], rows["title"], strict=True))
