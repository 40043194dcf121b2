"""The workbook of corrections: the rows in question, doubtful cells marked, to fill and import.

It has the form that `snapshots.corrections` lays over the records: `row@ID` in the first heading,
the number of each stored row under it, `+` before rows to be added. Text stays text.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from matching.files.sheets import open_workbook
from matching.quality.doubts import Doubt, Scene
from matching.quality.survey import Survey, Weighed, find_within, weigh
from matching.quality.to_fill import Prepared, prepare_rows
from matching.quality.words import tell_doubt, tell_remedy
from snapshots.corrections import ADDED, HEADING, TO_FILL
from snapshots.schema import Column, Table
from snapshots.snapshot import Snapshot
from snapshots.tables import TABLES
from snapshots.template import choose_form, explain_column, offer_choices
from wording import Language, say

MOST_ROWS = 10_000
"""Rows of one workbook: what one office can go through, and a spreadsheet opens with its notes."""
LONG = ("assessment_missing", "assessment_stale")
"""Findings that take a row for each competency of each person: after all others."""
WIDTH = 18
Cells = tuple[tuple[str, str | int], ...]
"""The known cells of a prepared row."""
DOUBTFUL, TO_BE_FILLED = "#FFE699", "#C6E0B4"
SHEET_NAMES = {"id": "BACA DAHULU", "en": "READ FIRST"}


@dataclass(frozen=True)
class Corrections:
    """A workbook, how many rows it holds, and how many more there was no room for."""

    content: bytes
    rows: int
    left: int


@dataclass
class _Pages:
    """What comes onto the sheets: texts of doubtful cells by table, row and column; new rows."""

    marked: dict[str, dict[int, dict[str, list[str]]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    added: dict[str, dict[Cells, str]] = field(default_factory=lambda: defaultdict(dict))
    rows: int = 0
    left: int = 0

    def has_room(self) -> bool:
        """Tell whether another row fits; count it either way."""
        fits = self.rows < MOST_ROWS
        self.rows, self.left = self.rows + fits, self.left + (not fits)
        return fits


def write_corrections(
    survey: Survey, language: Language, agency_id: str | None = None, finding: str | None = None
) -> Corrections:
    """Return the workbook of what was found, the findings with the greatest effect first.

    Of one agency or one finding alone where it is named. Raises UnknownAgencyError.
    """
    within = find_within(survey, agency_id)
    found = [one for one in weigh(survey, within, agency_id) if finding in (None, one.doubt.id)]
    pages, scene = _Pages(), survey.scene
    for weighed in sorted(found, key=lambda one: one.doubt.code in LONG):
        _mark(scene, weighed.doubt, pages, language)
    with open_workbook(scene.snapshot.as_of) as (book, content):
        _write_introduction(book, scene.snapshot, found, language)
        for name, table in TABLES.items():
            if name in pages.marked or name in pages.added:
                _Sheet(book, scene.snapshot, table, language).write(
                    pages.marked.get(name, {}), pages.added.get(name, {})
                )
    return Corrections(content.getvalue(), pages.rows, pages.left)


def _mark(scene: Scene, doubt: Doubt, pages: _Pages, language: Language) -> None:
    """Put the rows of a doubt onto the sheets, each with what is doubtful about which cell."""
    columns = _list_columns(doubt)
    told = f"{tell_doubt(doubt, language)} {tell_remedy(doubt, language)}"
    known = pages.marked[doubt.table] if (doubt.rows >= 0).any() else {}
    for hit, row in enumerate(doubt.rows.tolist()):
        if row < 0 or (row not in known and not pages.has_room()):
            continue
        text = told
        if doubt.problems:
            problem = doubt.problems[hit]
            text = f"{problem.message(language)} {problem.remedy(language)}"
        for column in columns:
            known.setdefault(row, {}).setdefault(column, []).append(text)
    for name, prepared in prepare_rows(scene, doubt):
        if pages.has_room():
            pages.added[name][tuple(prepared.items())] = tell_remedy(doubt, language)


def _list_columns(doubt: Doubt) -> list[str]:
    """Return the doubtful columns of the doubt's own table."""
    pairs = [cell.split(".", 1) for cell in doubt.cells]
    return [column for table, column in pairs if table == doubt.table]


def _write_introduction(
    book: Any, snapshot: Snapshot, found: Sequence[Weighed], language: Language
) -> None:
    sheet = book.add_worksheet(SHEET_NAMES[language])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 60, wrapped)
    sheet.set_column(1, 1, 70, wrapped)
    sheet.write_string(0, 0, say("corrections.title", language, as_of=snapshot.as_of), bold)
    lines = [say(f"corrections.{key}", language) for key in ("how", "rows", "new_rows", "import")]
    for row, line in enumerate(lines, start=1):
        sheet.merge_range(row, 0, row, 1, line, wrapped)
        sheet.set_row(row, 30)
    head = len(lines) + 2
    for place, key in enumerate(("column_finding", "remedy")):
        sheet.write_string(head, place, say(f"quality.{key}", language), bold)
    for row, weighed in enumerate(found, start=head + 1):
        sheet.write_string(row, 0, tell_doubt(weighed.doubt, language), wrapped)
        sheet.write_string(row, 1, tell_remedy(weighed.doubt, language), wrapped)


class _Sheet:
    """One table's sheet, written from top to bottom."""

    def __init__(self, book: Any, snapshot: Snapshot, table: Table, language: Language) -> None:
        self._book, self._table, self._language = book, table, language
        self._stored = snapshot.tables.get(table.name)
        self._sheet = book.add_worksheet(table.name)
        self._plain = {one.name: self._form(one, None) for one in table}
        self._doubtful = {one.name: self._form(one, DOUBTFUL) for one in table}
        self._empty = {one.name: self._form(one, TO_BE_FILLED) for one in table}
        self._write_headings(snapshot.snapshot_id)

    def _form(self, column: Column, colour: str | None) -> Any:
        coloured = {} if colour is None else {"bg_color": colour, "border": 1}
        return self._book.add_format({**choose_form(column), **coloured})

    def _write_headings(self, snapshot_id: str) -> None:
        bold = self._book.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED"})
        self._sheet.freeze_panes(1, 1)
        self._sheet.write_string(0, 0, f"{HEADING}{snapshot_id}", bold)
        for place, column in enumerate(self._table, start=1):
            self._sheet.set_column(place, place, WIDTH, self._plain[column.name])
            self._sheet.write_string(0, place, column.name, bold)
            note = explain_column(self._table, column, self._language)
            self._sheet.write_comment(0, place, note, {"x_scale": 2, "y_scale": 1.5})
            offer_choices(self._sheet, place, column)

    def write(
        self, marked: Mapping[int, Mapping[str, Sequence[str]]], added: Mapping[Cells, str]
    ) -> None:
        """Write the stored rows in question by their number, then the rows to be added."""
        for line, (row, texts) in enumerate(self._read(marked), start=1):
            self._sheet.write_number(line, 0, row["row"])
            self._write_stored(line, row, texts)
        for line, (cells, text) in enumerate(added.items(), start=len(marked) + 1):
            self._sheet.write_string(line, 0, ADDED)
            self._write_prepared(line, dict(cells), text)

    def _read(
        self, marked: Mapping[int, Mapping[str, Sequence[str]]]
    ) -> Iterator[tuple[dict[str, Any], Mapping[str, Sequence[str]]]]:
        """Yield each stored row in question, its number from 1, with what is doubtful about it."""
        if self._stored is None:
            return
        rows = sorted(marked)
        stored = self._stored.take(pa.array(rows, pa.int64())).to_pylist()
        for row, cells in zip(rows, stored, strict=True):
            yield {**cells, "row": row + 1}, marked[row]

    def _write_stored(
        self, line: int, cells: Mapping[str, Any], texts: Mapping[str, Sequence[str]]
    ) -> None:
        for place, column in enumerate(self._table, start=1):
            doubtful = column.name in texts
            form = (self._doubtful if doubtful else self._plain)[column.name]
            self._write_cell(line, place, cells.get(column.name), form)
            if doubtful:
                self._note(line, place, "\n".join(dict.fromkeys(texts[column.name])))

    def _write_prepared(self, line: int, prepared: Prepared, text: str) -> None:
        asked = TO_FILL[self._table.name]
        for place, column in enumerate(self._table, start=1):
            form = (self._empty if column.name in asked else self._plain)[column.name]
            self._write_cell(line, place, prepared.get(column.name), form)
            if column.name == asked[0]:
                self._note(line, place, text)

    def _note(self, line: int, place: int, text: str) -> None:
        self._sheet.write_comment(line, place, text, {"x_scale": 2, "y_scale": 1.2})

    def _write_cell(self, line: int, place: int, value: Any, form: Any) -> None:
        match value:
            case None:
                self._sheet.write_blank(line, place, None, form)
            case bool():
                self._sheet.write_string(line, place, "ya" if value else "tidak", form)
            case date():
                self._sheet.write_datetime(line, place, value, form)
            case int() | float():
                self._sheet.write_number(line, place, value, form)
            case _:
                self._sheet.write_string(line, place, str(value), form)
