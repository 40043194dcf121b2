"""Writes a card as Markdown: of a drawing it keeps the table, which says the same."""

from collections.abc import Iterable, Iterator

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
    Table,
    Verbatim,
)


def write_markdown(document: Document) -> str:
    """Return the card as GitHub-flavoured Markdown."""
    parts = [f"# {_escape(document.title)}", _escape(document.lead)]
    if document.notice:
        parts.append(f"> **{_escape(document.notice)}**")
    for section in document.sections:
        parts += [f"## {_escape(section.title)}", *_write_blocks(section.blocks)]
    return "\n\n".join(parts) + "\n"


def _write_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Fold):
            yield f"### {_escape(block.title)}"
            yield from _write_blocks(block.blocks)
        else:
            yield _write_block(block)


def _write_block(block: Table | Paragraph | Listing | Facts | Drawing | Verbatim) -> str:
    match block:
        case Paragraph():
            return _escape(block.text)
        case Listing():
            return "\n".join(f"- {_escape(item)}" for item in block.items)
        case Facts():
            return "\n".join(
                f"- **{_escape(name)}**: {_escape(fact)}" for name, fact in block.pairs
            )
        case Verbatim():
            return f"```\n{block.text}\n```"
        case Table():
            return _write_table(block)
        case Drawing():
            return _write_table(block.table)


def _write_table(table: Table) -> str:
    heads = [_write_line(map(_escape, table.headings)), _write_line(["---"] * len(table.headings))]
    lines = [_write_line(_list_cells(row, len(table.headings))) for row in table.rows]
    return "\n".join([f"*{_escape(table.caption)}*", "", *heads, *lines])


def _write_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list_cells(row: Row, width: int) -> Iterator[str]:
    if not row.cells:
        yield from (f"**{_escape(row.head)}**", *[""] * (width - 1))
        return
    yield f"**{_escape(row.head)}** ({_escape(row.mark)})" if row.mark else _escape(row.head)
    yield from map(_write_cell, row.cells)


def _write_cell(cell: Cell) -> str:
    return _escape(f"{cell.text} ({cell.detail})" if cell.detail else cell.text)


def _escape(text: str) -> str:
    """Keep a text from being read as a table's bar, emphasis, or HTML."""
    for mark in ("\\", "|", "*", "_", "<", "`"):
        text = text.replace(mark, f"\\{mark}")
    return text
