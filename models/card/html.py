"""Writes a card as HTML without scripts: whole, to be kept and printed, or its sections for a page.

Drawings are our own SVG and go in as they are; every text is escaped.
"""

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from models.card.document import (
    Block,
    Cell,
    Document,
    Drawing,
    Facts,
    Fold,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    Verbatim,
)

ASIDE = '<p class="hint">'
MOST_BESIDE = 4
"""Columns of a table at most that stands beside its chart; a wider one stands below."""


def read_style() -> str:
    """Return the style sheet of a card that stands alone."""
    return files(__package__).joinpath("card.css").read_text("utf-8")


def write_html(document: Document, head: str | None = None) -> str:
    """Return the card as one file that needs no other; `head` stands in place of its style."""
    style = f"<style>\n{read_style()}</style>" if head is None else head
    notice = f'<p class="notice">{escape(document.notice)}</p>' if document.notice else ""
    sections = "\n".join(write_section(section, folded=False) for section in document.sections)
    return (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n{style}\n</head>\n<body>\n<main>\n{notice}"
        f'<h1>{escape(document.title)}</h1>\n<p class="lead">{escape(document.lead)}</p>\n'
        f"{sections}\n</main>\n</body>\n</html>\n"
    )


def write_section(section: Section, folded: bool = True) -> str:
    """Return a section as a fragment; what is `folded` on a screen stands open on paper."""
    title = f"card-{section.code}"
    return (
        f'<section aria-labelledby="{title}">\n<h2 id="{title}">{escape(section.title)}</h2>\n'
        f"{_write_blocks(section.blocks, folded)}\n</section>"
    )


def _write_blocks(blocks: Iterable[Block], folded: bool) -> str:
    return "\n".join(_write_block(block, folded) for block in blocks)


def _write_block(block: Block, folded: bool) -> str:
    match block:
        case Paragraph():
            return f"{ASIDE if block.aside else '<p>'}{escape(block.text)}</p>"
        case Listing():
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
        case Facts():
            pairs = (
                f"<div><dt>{escape(name)}</dt><dd>{escape(fact)}</dd></div>"
                for name, fact in block.pairs
            )
            return f'<dl class="facts">{"".join(pairs)}</dl>'
        case Table():
            return _write_table(block)
        case Drawing():
            chart = f'<div class="chart">{block.svg}</div>'
            wide = len(block.table.headings) > MOST_BESIDE
            around = "stacked" if wide else "beside"
            return f'<div class="{around}">{chart}\n{_write_table(block.table)}</div>'
        case Verbatim():
            return f'<pre class="scroll" tabindex="0">{escape(block.text)}</pre>'
        case Fold():
            return _write_fold(block, folded)


def _write_fold(fold: Fold, folded: bool) -> str:
    inside = _write_blocks(fold.blocks, folded)
    if folded:
        return f"<details><summary>{escape(fold.title)}</summary>\n{inside}\n</details>"
    return f"<h3>{escape(fold.title)}</h3>\n{inside}"


def _write_table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in table.headings)
    rows = "\n".join(_write_row(row, table.headings[1:]) for row in table.rows)
    return (
        f'<div class="scroll"><table class="cards"><caption>{escape(table.caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def _write_row(row: Row, headings: Iterable[str]) -> str:
    if not row.cells:
        span = f'scope="colgroup" colspan="{1 + len(tuple(headings))}"'
        return f"<tr><th {span}>{escape(row.head)}</th></tr>"
    look, line = ("short", "warns") if row.warns else ("open", "serves")
    chip = f' <span class="chip {look}">{escape(row.mark)}</span>' if row.mark else ""
    cells = "".join(
        f'<td data-label="{escape(heading)}">{_write_cell(cell)}</td>'
        for heading, cell in zip(headings, row.cells, strict=True)
    )
    marked = f' class="{line}"' if row.mark else ""
    return f'<tr{marked}><th scope="row">{escape(row.head)}{chip}</th>{cells}</tr>'


def _write_cell(cell: Cell) -> str:
    if not cell.detail:
        return f"{cell.drawing}{escape(cell.text)}"
    figure = (
        f'<strong>{escape(cell.text)}</strong> <span class="range">{escape(cell.detail)}</span>'
    )
    return f"{cell.drawing}{figure}"
