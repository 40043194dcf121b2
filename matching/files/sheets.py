"""Sheets of a workbook, written from top to bottom.

Text stays text: nothing that stands in a record is ever taken for a formula or an address.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from wording import Language, say

Cell = str | int | float | date | None
Column = tuple[str, int, Callable[[Any, Language], Cell]]
"""Heading (`matching.column_…`), width in characters, and the cell of one line."""

LONGEST_TEXT = 32_767
"""Characters that a cell holds, as UTF-16 counts them."""
A4 = 9
"""A4 among the paper sizes of a workbook."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def open_workbook(made_on: date | None) -> Iterator[tuple[Any, io.BytesIO]]:
    """Give a workbook and the bytes that it becomes once it is closed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        # The same answer gives the same bytes: no clock in them.
        on = made_on or date(2000, 1, 1)
        book.set_properties({"created": datetime(on.year, on.month, on.day, tzinfo=UTC)})
        yield book, content


class Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: Any, name: str, language: Language) -> None:
        self._sheet = book.add_worksheet(name)
        self._language = language
        self._bold = book.add_format({"bold": True})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "valign": "top"}
        )
        self._cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        form = {"border": 1, "valign": "top"}
        self._date = book.add_format({**form, "num_format": "dd-mm-yyyy"})
        self._number = book.add_format({**form, "num_format": "0.00"})
        self._row = self._headed = 0

    def write_heading(self, text: str) -> None:
        """Write a title line."""
        self._sheet.write_string(self._row, 0, text, self._title)
        self._row += 1

    def write_line(self, label: str, value: str) -> None:
        """Write a label and its value."""
        self._sheet.write_string(self._row, 0, label, self._bold)
        self._sheet.write_string(self._row, 1, fit(value))
        self._row += 1

    def write_table(self, columns: Sequence[Column], lines: Sequence[Any]) -> None:
        """Write headings and one row a line; headings stay in sight."""
        self._headed = self._row
        for place, (heading, width, _) in enumerate(columns):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(self._row, place, head(heading, self._language), self._head)
        self._sheet.freeze_panes(self._row + 1, 3)
        self._sheet.autofilter(self._row, 0, self._row + len(lines), len(columns) - 1)
        for line in lines:
            self._row += 1
            for place, (_, _, cell) in enumerate(columns):
                self._write(place, cell(line, self._language))

    def lay_out_for_print(self) -> None:
        """Print as A4 landscape, as wide as one page, with the last table's head on every page."""
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(self._headed)
        self._sheet.set_footer("&P / &N")

    def _write(self, place: int, value: Cell) -> None:
        match value:
            case None:
                self._sheet.write_blank(self._row, place, None, self._cell)
            case date():
                self._sheet.write_datetime(self._row, place, value, self._date)
            case float():
                self._sheet.write_number(self._row, place, value, self._number)
            case int():
                self._sheet.write_number(self._row, place, value, self._cell)
            case _:
                self._sheet.write_string(self._row, place, fit(value), self._cell)


def head(heading: str, language: Language) -> str:
    """Return a heading; those of a draft's own columns begin with "=" and stay as they are."""
    return heading[1:] if heading.startswith("=") else say(f"matching.column_{heading}", language)


def fit(text: str) -> str:
    """Return a text as a cell holds it: what is too long ends in "…"."""
    if len(text.encode("utf-16-le")) <= 2 * LONGEST_TEXT:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT - 2].decode("utf-16-le", "ignore") + "…"


def own(name: str, width: int = 12) -> Column:
    """Return the column of a field of its line."""
    return name, width, lambda one, _: getattr(one, name)


def texts(name: str, width: int = 50) -> Column:
    """Return the column of a field that holds items with texts."""
    return name, width, lambda one, _: join([item.text for item in getattr(one, name)])


def join(lines: Sequence[str]) -> str:
    """Return several texts as the lines of one cell."""
    return "\n".join(lines)
