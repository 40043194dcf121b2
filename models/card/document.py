"""What a card is made of, whoever writes it down: sections of sentences, facts, tables, drawings.

Texts are in one language already; a drawing is SVG and says nothing that the words beside it do
not say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from wording import Language


@dataclass(frozen=True)
class Cell:
    """A figure or a few words; `detail` is its interval or count, `drawing` a bar of it."""

    text: str
    detail: str = ""
    drawing: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table; `mark` is a word that sets it apart, as a warning where it `warns`.

    Without cells it is a heading over the rows below it.
    """

    head: str
    cells: tuple[Cell, ...] = ()
    mark: str = ""
    warns: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first of `headings` stands over the heads of its rows."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Paragraph:
    """A sentence or a few; an `aside` explains how to read what stands above it."""

    text: str
    aside: bool = False


@dataclass(frozen=True)
class Listing:
    """Sentences of equal rank."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG that carries its own description, and the table of its figures beside it."""

    svg: str
    table: Table


@dataclass(frozen=True)
class Verbatim:
    """Lines to be kept as they are."""

    text: str


@dataclass(frozen=True)
class Fold:
    """What a page shows when asked, and paper always."""

    title: str
    blocks: tuple["Block", ...]


Block: TypeAlias = Table | Paragraph | Listing | Facts | Drawing | Verbatim | Fold


@dataclass(frozen=True)
class Section:
    """A part with a heading; `code` names it in addresses and answers."""

    code: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the section says outside tables and drawings."""
        return tuple(_list_sentences(self.blocks))


@dataclass(frozen=True)
class Document:
    """A whole card; `notice` stands above all else where there is one."""

    language: Language
    title: str
    lead: str
    notice: str | None
    sections: tuple[Section, ...]


def _list_sentences(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block.text
            case Listing():
                yield from block.items
            case Fold():
                yield from _list_sentences(block.blocks)
