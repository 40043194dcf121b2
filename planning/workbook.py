"""The workbook of a plan: moves with reasons, what stays vacant, fill ratios, other ways.

The papers that leave the house are others (`planning.papers`); this is for whoever works on a plan.
"""

from collections.abc import Callable
from typing import Any

from matching.files.sheets import Cell, Column, Sheet, join, open_workbook
from planning.answers import Filling, OpenVacancy, Plan, PlannedMove, Summary
from wording import Language, say

Write = Callable[[Any, Language], Cell]


def write_plan(plan: Plan, language: Language) -> bytes:
    """Return a workbook with one sheet each for moves, vacancies, fill ratios and other ways."""
    tables = (
        ("moves", MOVES, plan.moves),
        ("open", OPEN, plan.open),
        ("fill", FILL, plan.fill),
        ("beside", BESIDE, plan.beside),
    )
    with open_workbook(plan.as_of) as (book, content):
        for name, columns, lines in tables:
            sheet = Sheet(book, say(f"plans.title_{name}", language)[:31], language)
            sheet.write_heading(say("plans.head_title", language, id=plan.id))
            for notice in plan.notices if name == "moves" else ():
                sheet.write_line(say("matching.label_notice", language), notice.text)
            sheet.write_table([_head(column, language) for column in columns], lines)
    return content.getvalue()


def _head(column: tuple[str, int, Write], language: Language) -> Column:
    """Return a column under its own heading."""
    name, width, cell = column
    return f"={say(f'plans.column_{name}', language)}", width, cell


def _own(name: str) -> Write:
    return lambda one, _: getattr(one, name)


def _of_move(write: Callable[[PlannedMove], Cell]) -> Write:
    return lambda move, _: write(move)


def _of_open(write: Callable[[OpenVacancy], Cell]) -> Write:
    return lambda one, _: write(one)


def _origin(move: PlannedMove) -> Cell:
    return None if move.origin is None else f"{move.origin.title}, {move.origin.unit}"


def _way(one: Summary, language: Language) -> Cell:
    return say(f"plans.way_{one.way}", language)


def _level(one: Filling, language: Language) -> Cell:
    return say(f"plans.level_{one.level}", language)


MOVES = (
    ("nip", 20, _own("nip")),
    ("name", 28, _own("name")),
    ("from", 36, _of_move(_origin)),
    ("from_agency", 28, _of_move(lambda move: move.origin.agency if move.origin else None)),
    ("to", 36, _of_move(lambda move: f"{move.target.title}, {move.target.unit}")),
    ("to_agency", 28, _of_move(lambda move: move.target.agency)),
    ("fit", 10, _own("fit")),
    ("why", 60, _own("why")),
    ("refusal", 50, _own("refusal")),
    ("supports", 50, _of_move(lambda move: join([one.text for one in move.supports]))),
    ("seat_left", 40, _own("seat_left")),
    ("move_id", 20, _own("move_id")),
)
OPEN = (
    ("position", 36, _of_open(lambda one: f"{one.position.title} ({one.position.position_id})")),
    ("agency", 28, _of_open(lambda one: one.position.agency)),
    ("seats", 8, _own("seats")),
    ("stopped_by", 60, _own("text")),
)
FILL = (
    ("level", 12, _level),
    ("place", 40, _own("name")),
    ("need", 10, _own("need")),
    ("before", 12, _own("staff_before")),
    ("after", 12, _own("staff_after")),
    ("ratio_before", 12, _own("ratio_before")),
    ("ratio_after", 12, _own("ratio_after")),
)
BESIDE = (
    ("way", 30, _way),
    ("moves", 10, _own("moves")),
    ("success", 14, _own("success")),
    ("lowest", 10, _own("lowest")),
    ("highest", 10, _own("highest")),
    ("spread", 10, _own("spread")),
    ("wishes", 12, _own("wishes_met")),
    ("unwilling", 12, _own("unwilling")),
    ("objective", 12, _own("objective")),
)
