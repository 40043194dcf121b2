"""Papers as workbooks and as CSV: the same lines as the printed ones, a column a fact."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from matching.files.formulas import disarm
from matching.files.sheets import Cell, Column, Sheet, join, open_workbook
from planning.answers import Place
from planning.papers.answers import AgencyMove, AgencySheet, Annex, AnnexRow, Imut, ImutRow, Stamp
from planning.papers.words import (
    write_age,
    write_class,
    write_match,
    write_predicates,
    write_title,
    write_trainings,
)
from wording import Language, say

Write = Callable[[Any, Language], Cell]


def write_annex_workbook(annex: Annex, language: Language) -> bytes:
    """Return the annex as a workbook, laid out to be printed as A4 landscape."""
    columns = tuple(_head(name, width, cell, language) for name, width, cell in ANNEX)
    return _write_one("annex", annex.stamp, annex.revision, annex.notices, columns, annex, language)


def write_imut_workbook(imut: Imut, language: Language) -> bytes:
    """Return the rows for I-Mut as a workbook; every code is text."""
    columns = tuple(_head(name, width, cell, language) for name, width, cell in IMUT)
    notes = (say("papers.imut_note", language),)
    return _write_one("imut", imut.stamp, imut.revision, notes, columns, imut, language)


def write_imut_csv(imut: Imut, language: Language) -> str:
    """Return the rows for I-Mut as CSV: dates as SIASN writes them, no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([say(f"papers.column_{name}", language) for name, _, _ in IMUT])
    for row in imut.rows:
        writer.writerow([_plain(cell(row, language)) for _, _, cell in IMUT])
    return text.getvalue()


def write_agencies_workbook(sheets: Sequence[AgencySheet], language: Language) -> bytes:
    """Return one sheet with a line for every agency and move: who leaves, comes, moves within."""
    lines = [
        (sheet, direction, move)
        for sheet in sheets
        for direction in ("leaving", "coming", "within")
        for move in getattr(sheet, direction)
    ]
    columns = tuple(_head(name, width, cell, language) for name, width, cell in AGENCIES)
    on = sheets[0].stamp.as_of if sheets else None
    with open_workbook(on) as (book, content):
        page = Sheet(book, say("papers.sheet_agencies", language), language)
        page.write_heading(say("papers.kind_agency", language))
        for sheet in sheets[:1]:
            _write_stamp(page, sheet.stamp, language)
        page.write_table(columns, lines)
        page.lay_out_for_print()
    return content.getvalue()


def _write_one(
    kind: str,
    stamp: Stamp,
    revision: int,
    notes: Sequence[str],
    columns: Sequence[Column],
    paper: Annex | Imut,
    language: Language,
) -> bytes:
    with open_workbook(stamp.as_of) as (book, content):
        page = Sheet(book, say(f"papers.sheet_{kind}", language), language)
        page.write_heading(say(f"papers.{kind}_title", language))
        _write_stamp(page, stamp, language)
        page.write_line(say("papers.revision", language, revision=revision), "")
        page.write_line(say("papers.code", language, code=stamp.code), "")
        for note in notes:
            page.write_line(note, "")
        page.write_table(columns, paper.rows)
        page.lay_out_for_print()
    return content.getvalue()


def _write_stamp(page: Sheet, stamp: Stamp, language: Language) -> None:
    page.write_line(stamp.mark, "")
    if stamp.made_up:
        page.write_line(say("papers.made_up", language), "")
    page.write_line(say("papers.plan", language, plan=stamp.plan_id), "")
    days = say("papers.days", language, as_of=stamp.as_of, on=stamp.effective_on)
    page.write_line(days, "")


def _head(name: str, width: int, cell: Write, language: Language) -> Column:
    """Return a column under its own heading, as a draft's columns stand under theirs."""
    return f"={say(f'papers.column_{name}', language)}", width, cell


def _plain(cell: Cell) -> str:
    """Return a cell as text; no text is a formula, a date stands as SIASN writes it."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d-%m-%Y}"
        case str():
            return disarm(cell)
        case _:
            return str(cell)


def _own(name: str) -> Write:
    return lambda one, _: getattr(one, name)


def _place(side: str, name: str) -> Write:
    def cell(one: Any, _: Language) -> Cell:
        post: Place | None = getattr(one, side)
        found: Cell = None if post is None else getattr(post, name)
        return found

    return cell


def _title(side: str) -> Write:
    return lambda one, language: write_title(getattr(one, side), language)


def _class(side: str) -> Write:
    return lambda one, language: write_class(getattr(one, side), language)


def _kind(one: AnnexRow | ImutRow, language: Language) -> Cell:
    return say(f"matching.move_{one.move_kind}", language)


def _of_move(name: str) -> Write:
    return lambda line, _: getattr(line[2], name)


def _post(side: str) -> Write:
    def cell(line: tuple[AgencySheet, str, AgencyMove], language: Language) -> Cell:
        post: Place | None = getattr(line[2], side)
        title = write_title(post, language)
        return title if post is None else f"{title}, {post.unit}"

    return cell


def _lines(write: Callable[[AnnexRow, Language], Sequence[str]]) -> Write:
    return lambda one, language: join(write(one, language))


_PERSON = (("number", 5, _own("number")), ("nip", 20, _own("nip")), ("name", 28, _own("name")))
_OLD_POST = (
    ("old_post", 28, _title("origin")),
    ("old_unit", 26, _place("origin", "unit")),
    ("old_agency", 26, _place("origin", "agency")),
    ("old_class", 10, _class("origin")),
)
_NEW_POST = (
    ("new_post", 28, _title("target")),
    ("new_unit", 26, _place("target", "unit")),
    ("new_agency", 26, _place("target", "agency")),
    ("new_class", 10, _class("target")),
)
ANNEX: tuple[tuple[str, int, Write], ...] = (
    *_PERSON,
    ("rank_plain", 18, _own("rank")),
    ("rank_since", 12, _own("rank_since")),
    ("education", 18, _own("education")),
    *_OLD_POST,
    ("since", 12, _own("position_since")),
    *_NEW_POST,
    ("move_kind", 12, _kind),
    ("trainings", 30, _lines(write_trainings)),
    ("age", 24, write_age),
    ("predicates", 16, _lines(write_predicates)),
    ("discipline", 12, lambda one, language: say(f"papers.discipline_{one.discipline}", language)),
    ("talent_box", 8, _own("talent_box")),
    ("jpm", 8, write_match),
    ("reason", 50, _own("reason")),
    ("remarks", 44, lambda one, _: join(one.remarks)),
    ("move_id", 18, _own("move_id")),
)
"""Columns of the annex: heading, width in characters, and the cell of one row."""
IMUT: tuple[tuple[str, int, Write], ...] = (
    *_PERSON,
    ("rank_plain", 18, _own("rank")),
    ("kind_from", 10, _own("kind_from")),
    *_OLD_POST,
    ("kind_to", 10, _own("kind_to")),
    *_NEW_POST,
    ("appointment", 10, _own("appointment")),
    ("mutation", 10, _own("mutation")),
    ("move_kind", 12, _kind),
    ("effective_on", 12, _own("effective_on")),
    ("reason", 60, _own("reason")),
    ("legal_basis", 40, _own("legal_basis")),
    ("move_id", 18, _own("move_id")),
)
"""Columns of the rows for I-Mut."""
AGENCIES: tuple[tuple[str, int, Write], ...] = (
    ("agency", 28, lambda line, _: line[0].agency),
    ("direction", 12, lambda line, language: say(f"papers.{line[1]}", language)),
    ("name", 28, _of_move("name")),
    ("nip", 20, _of_move("nip")),
    ("from", 36, _post("origin")),
    ("to", 36, _post("target")),
    ("effective_on", 12, _of_move("effective_on")),
    ("tasks", 60, lambda line, _: join(line[2].tasks)),
    ("move_id", 18, _of_move("move_id")),
)
"""Columns of the agencies' lines."""
