"""What is told of two imports."""

from dataclasses import dataclass

from snapshots.comparison import CellChange, ColumnChange, ComparedRecords, TableChange, What


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
class ChangedPerson:
    """Somebody who came, left or changed, as the page shows it."""

    person_id: str
    name: str
    what: What
    position: str | None
    known: bool
    cells: tuple[CellChange, ...]
