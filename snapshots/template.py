"""Writes the workbook that an agency fills in: a sheet a table, drop-downs and one example row.

The sheets follow `snapshots.tables`, so the workbook can't ask for anything else than the importer
reads. The example rows import as they stand; nobody in them is real.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlsxwriter

from snapshots.schema import Column, Table
from snapshots.tables import TABLES
from wording import Language, has_text, say

Cell = str | float | date
Row = Mapping[str, Cell]

LAST_ROW = 2**20 - 1
WIDTH = 20


def write_template(path: Path, language: Language = "id") -> None:
    """Write the workbook: a first sheet that explains it, then the tables in their order."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    examples = read_examples()
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as book:
        _write_introduction(book, language)
        for table in TABLES.values():
            _write_table(book, table, examples[table.name], language)


def _write_introduction(book: Any, language: Language) -> None:
    sheet = book.add_worksheet("README")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, WIDTH, bold)
    sheet.set_column(1, 1, 90, wrapped)
    sheet.write(0, 0, say("template.title", language), bold)
    sheet.write(1, 1, say("template.introduction", language), wrapped)
    for row, table in enumerate(TABLES.values(), start=3):
        need = "template.required" if table.required else "template.optional"
        sheet.write(row, 0, table.name, bold)
        sheet.write(row, 1, f"{say(need, language)}. {_meaning(table.name, language)}", wrapped)


def _write_table(book: Any, table: Table, example: Row, language: Language) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table):
        form = book.add_format(choose_form(column))
        colour = "#FCE4D6" if column.required else "#EDEDED"
        heading = book.add_format({"bold": column.required, "bg_color": colour, "border": 1})
        sheet.set_column(place, place, WIDTH, form)
        sheet.write_string(0, place, column.name, heading)
        note = explain_column(table, column, language)
        sheet.write_comment(0, place, note, {"x_scale": 2, "y_scale": 1.5})
        offer_choices(sheet, place, column)
        if column.name in example:
            _write_example(sheet, place, example[column.name], form)


def read_examples() -> Mapping[str, Row]:
    """Return the example row of every table, by table and column."""
    text = files("snapshots").joinpath("examples.toml").read_text(encoding="utf-8")
    rows: Mapping[str, Row] = tomllib.loads(text)
    return rows


def _write_example(sheet: Any, place: int, value: Cell, form: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(1, place, value, form)
    elif isinstance(value, str):
        sheet.write_string(1, place, value, form)
    else:
        sheet.write_number(1, place, value, form)


def offer_choices(sheet: Any, place: int, column: Column) -> None:
    """Put a drop-down on every row of a column (a place from 0) that takes a closed set."""
    choices = ("ya", "tidak") if column.type == "boolean" else column.choices
    if choices:
        source = {"validate": "list", "source": list(choices)}
        sheet.data_validation(1, place, LAST_ROW, place, source)


def choose_form(column: Column) -> dict[str, str]:
    """Return the number format of a column: a NIP keeps its digits, dates look like dates."""
    forms = {"date": "yyyy-mm-dd", "integer": "0", "number": "General"}
    return {"num_format": forms.get(column.type, "@")}


def explain_column(table: Table, column: Column, language: Language) -> str:
    """Say what a column holds, whether it must be filled, and what it accepts."""
    need = "template.must_be_filled" if column.required else "template.may_be_empty"
    parts = [
        _meaning(f"{table.name}_{column.name}", language) or _meaning(column.name, language),
        say(need, language),
        say(f"template.{column.type}", language),
    ]
    if column.key:
        parts.append(say("template.key", language))
    if column.references:
        parts.append(say("template.references", language, table=column.references))
    if column.choices:
        parts.append(say("template.choices", language, choices=", ".join(column.choices)))
    if column.default is not None:
        parts.append(say("template.default", language, value=column.default))
    return ". ".join(part for part in parts if part) + "."


def _meaning(name: str, language: Language) -> str:
    key = f"template.about_{name}"
    return say(key, language) if has_text(key) else ""
