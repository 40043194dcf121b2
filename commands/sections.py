"""Sections of a model's card as they are printed: the card's own sentences and figures."""

from rich import box
from rich.console import Console
from rich.table import Table as Printed
from rich.text import Text

from models.card.document import Block, Cell, Drawing, Fold, Listing, Paragraph, Section, Table

FIGURE_WIDTH, BESIDE = 19, 3
"""Characters that a column of figures needs, those beside it included: heads keep what is left."""


def show_section(console: Console, section: Section) -> None:
    """Print a section's title, sentences and tables, all unfolded; of a drawing the table."""
    console.print()
    console.print(Text(section.title, "bold"))
    for block in section.blocks:
        _show_block(console, block)


def _show_block(console: Console, block: Block) -> None:
    match block:
        case Paragraph():
            console.print(block.text)
        case Table():
            console.print(_print_table(block, console.width))
        case Drawing():
            console.print(_print_table(block.table, console.width))
        case Listing():
            for item in block.items:
                console.print(f"• {item}")
        case Fold():
            console.print(Text(block.title, "bold"))
            for inner in block.blocks:
                _show_block(console, inner)


def _print_table(table: Table, width: int) -> Printed:
    printed = Printed(
        title=Text(table.caption, "dim"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        show_edge=False,
    )
    left = width - FIGURE_WIDTH * (len(table.headings) - 1) - BESIDE
    longest = max(len(head) for head in (table.headings[0], *(row.head for row in table.rows)))
    for place, heading in enumerate(table.headings):
        fixed = None if place or left < 1 else min(longest, left)
        printed.add_column(heading, overflow="fold", width=fixed)
    for row in table.rows:
        head = row.head if row.cells else Text(row.head, "bold")
        printed.add_row(head, *(_write_cell(cell) for cell in row.cells))
    return printed


def _write_cell(cell: Cell) -> str:
    return f"{cell.text} ({cell.detail})" if cell.detail else cell.text
