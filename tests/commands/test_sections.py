"""Sections as they are printed: heads that stay readable beside many figures."""

from rich.console import Console

from commands.sections import show_section
from models.card.document import Cell, Row, Section, Table


def show(table, width=100):
    console = Console(width=width)
    with console.capture() as captured:
        show_section(console, Section("one", "Title", (table,)))
    return captured.get().splitlines()


FIGURES = tuple(Cell("1,23", "0,98–1,45") for _ in range(4))
TABLE = Table(
    "caption",
    ("Group", *["a heading of a few words"] * 4),
    (Row("Size of the agency"), Row("Small agencies", FIGURES), Row("Large agencies", FIGURES)),
)


def test_a_heading_stands_on_a_line_of_its_own_and_each_group_on_one_line():
    lines = show(TABLE)
    assert [line.strip() for line in lines if "Size" in line] == ["Size of the agency"]
    (line,) = [line for line in lines if "Small agencies" in line]
    assert line.count("1,23 (0,98–1,45)") == 4


def test_nothing_is_cut_off_where_columns_are_many():
    wide = Table(
        "caption", ("Group", *["Figure"] * 6), (Row("Large agencies", (*FIGURES, *FIGURES[:2])),)
    )
    lines = show(wide)
    assert all(len(line) <= 100 for line in lines)
    assert " ".join(lines).count("0,98–1,45") == 6
