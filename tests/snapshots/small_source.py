"""A small sound source of records that tests spoil one cell at a time."""

import copy
import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from snapshots.importing import ImportResult, import_source
from snapshots.store import SnapshotStore

ANI, BUDI, CITRA = "198501012010012000", "198002022005011000", "197003031995032000"

SOUND: dict[str, list[dict[str, str]]] = {
    "units": [
        {"unit_id": "D1", "name": "Dinas Contoh", "agency_id": "D1", "parent_id": ""},
        {"unit_id": "D1-B", "name": "Bidang Contoh", "agency_id": "D1", "parent_id": "D1"},
    ],
    "positions": [
        {"position_id": "P1", "title": "Staf", "unit_id": "D1-B", "kind": "pelaksana"}
        | {"seats": "2", "tier": "", "licensed": "tidak", "replaces": ""},
        {"position_id": "P2", "title": "Analis", "unit_id": "D1-B", "kind": "fungsional"}
        | {"seats": "1", "tier": "ahli_muda", "licensed": "ya", "replaces": ""},
    ],
    "employees": [
        {"nip": ANI, "name": "Ani Contoh", "appointed_on": "2010-01-04", "position_id": "P2"}
        | {"position_since": "2020-01-01", "birth_date": "1985-01-01", "sex": "f", "left_on": ""}
        | {"status": "pns", "fte": "1"},
        {"nip": BUDI, "name": "Budi Contoh", "appointed_on": "2005-01-03", "position_id": "P1"}
        | {"position_since": "2005-01-03", "birth_date": "1980-02-02", "sex": "m", "left_on": ""}
        | {"status": "", "fte": "0.5"},
        {"nip": CITRA, "name": "Citra Contoh", "appointed_on": "1995-03-01", "position_id": "P1"}
        | {"position_since": "1995-03-01", "birth_date": "1970-03-03", "sex": "f"}
        | {"left_on": "2019-05-01", "status": "pns", "fte": ""},
    ],
    "assignments": [
        {"nip": ANI, "position_id": "P1", "started_on": "2010-01-04", "ended_on": "2020-01-01"},
        {"nip": ANI, "position_id": "P2", "started_on": "2020-01-01", "ended_on": ""},
        {"nip": BUDI, "position_id": "P1", "started_on": "2005-01-03", "ended_on": ""},
        {"nip": CITRA, "position_id": "P1", "started_on": "1995-03-01", "ended_on": "2019-05-01"},
    ],
}
AS_OF = date(2020, 1, 2)
"""One day after the last stay begins."""


class Source:
    """A source to be spoilt and imported: `tables` are rows of texts, rows count from 1."""

    def __init__(self, folder: Path, tables: Mapping[str, list[dict[str, str]]] = SOUND) -> None:
        self.folder = folder / "source"
        self.folder.mkdir()
        self.store = SnapshotStore(folder / "store")
        self.tables = copy.deepcopy(dict(tables))

    def change(self, table: str, row: int, **cells: str) -> "Source":
        """Write cells of one row; a column that is new is added to the table."""
        for column in cells:
            for other in self.tables[table]:
                other.setdefault(column, "")
        self.tables[table][row - 1] |= cells
        return self

    def add(self, table: str, **cells: str) -> "Source":
        """Add a row, and the table where there is none yet."""
        self.tables.setdefault(table, []).append({})
        return self.change(table, len(self.tables[table]), **cells)

    def drop(self, table: str, column: str | None = None) -> "Source":
        """Take out a table, or a column of it."""
        if column is None:
            del self.tables[table]
        else:
            self.tables[table] = [
                {name: cell for name, cell in row.items() if name != column}
                for row in self.tables[table]
            ]
        return self

    def write(self) -> Path:
        """Write a CSV file a table and return the folder."""
        for name, rows in self.tables.items():
            write_csv(self.folder / f"{name}.csv", rows)
        return self.folder

    def load(self, **arguments: Any) -> ImportResult:
        """Write and import the source."""
        return import_source(str(self.write()), self.store, **arguments)


def write_csv(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> None:
    """Write rows of texts as a CSV file."""
    headings = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
