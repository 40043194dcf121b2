"""A workbook of corrections as an office works on it: read, filled in, saved again."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import python_calamine as calamine
import xlsxwriter

from matching.matcher import Matcher
from rules.policy import load_policy
from snapshots.history import History
from snapshots.store import SnapshotStore
from tests.records import make_snapshot


class Filled:
    """The sheets of a workbook as rows of cells; the first row of each is its heading."""

    def __init__(self, content: bytes) -> None:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.sheets: dict[str, list[list[Any]]] = {
            name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names
        }

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a sheet by heading, the row number under `row`."""
        heading, *rows = self.sheets[table]
        names = ["row", *heading[1:]]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def write(self, table: str, line: int, **cells) -> None:
        """Fill in cells of a line (from 0); `row` is the number's own column."""
        heading = self.sheets[table][0]
        for name, value in cells.items():
            place = 0 if name == "row" else heading.index(name)
            self.sheets[table][line + 1][place] = value

    def save(self, path: Path) -> str:
        """Write the workbook and return its name."""
        with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
            form = book.add_format({"num_format": "yyyy-mm-dd"})
            for name, rows in self.sheets.items():
                sheet = book.add_worksheet(name)
                for line, row in enumerate(rows):
                    for place, value in enumerate(row):
                        if isinstance(value, date):
                            sheet.write_datetime(line, place, value, form)
                        elif value != "":
                            sheet.write(line, place, value)
        return str(path)


def store_records(folder: Path, records, as_of="2025-06-01") -> SnapshotStore:
    """Store records under the id that an import would give them."""
    made = make_snapshot(records, as_of)
    store = SnapshotStore(folder / "store")
    store.save(made.tables, made.as_of, made_up=True)
    return store


def open_stored(store: SnapshotStore) -> Matcher:
    """Return a matcher over the current records of a store."""
    return Matcher(History(store.load()), load_policy(), None, b"s" * 32, "0.0.0")
