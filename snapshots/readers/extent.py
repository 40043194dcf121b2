"""Measures what the sheets of a workbook would take in memory, before the real reader meets them.

A sheet is read as a rectangle, so one cell far out costs as much as all that it spans; and each
cell has its own copy of a text that stands once in the file. Macros, links to other files and
formulas are never followed: a formula's cell is the value that was last kept beside it.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from snapshots.ledger import Ints
from snapshots.readers.containers import PIECE, UnsafeContainerError, read_pieces

BYTES_A_CELL = 16
"""What a cell takes in a file at least: a workbook may hold one for so many bytes of its limit."""
MOST_COLUMNS = 702
"""No table is wider than A to ZZ."""
SMALL_SHEET = 1_000_000
"""A rectangle up to this many cells may be as empty as it likes,"""
MOST_EMPTY = 100
"""a larger one may have this many cells for each that is written."""

_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED_PLACE = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""Beginnings of XML in UTF-16, in which the patterns above would find nothing."""
_TAIL = 4096
_MARK = 64
"""No mark that is looked for is longer."""


@dataclass
class Extent:
    """The rectangle of a sheet and the cells written in it, as counted so far."""

    columns: int = 0
    rows: int = 0
    cells: int = 0

    def add(self, block: bytes) -> None:
        """Count the cells of a block."""
        self.cells += len(_CELL.findall(block))
        places = _PLACE.findall(block)
        for letters in {letters for letters, _ in places}:
            self.columns = max(self.columns, _number(letters[:4]))
        for digits in {digits for _, digits in places}:
            self.rows = max(self.rows, int(digits[:9]))

    def is_within(self, most_cells: int) -> bool:
        """Tell whether a sheet may be read into memory."""
        spanned = self.columns * self.rows
        sparse = spanned > max(SMALL_SHEET, MOST_EMPTY * self.cells)
        return (
            max(self.cells, spanned) <= most_cells and self.columns <= MOST_COLUMNS and not sparse
        )


def check_workbook(archive: zipfile.ZipFile, most_bytes: int) -> None:
    """Refuse a workbook that declares texts of its own, or whose cells would not fit in memory.

    Any part may be named as a sheet, so all are measured. Raises UnsafeContainerError, and
    zipfile.BadZipFile where a part is not as long as it states.
    """
    parts = archive.infolist()
    extents = [_measure(archive, part, most_bytes // BYTES_A_CELL) for part in parts]
    lengths = _measure_texts(archive)
    longest = int(lengths.max(initial=0))
    if longest * sum(extent.cells for extent in extents) <= most_bytes:
        return
    if sum(_measure_copies(archive, part, lengths) for part in parts) > most_bytes:
        raise UnsafeContainerError("too_large")


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most_cells: int) -> Extent:
    extent, begun = Extent(), False
    for block in _read_blocks(archive, part):
        if (not begun and block.startswith(_WIDE)) or _DECLARES.search(block):
            raise UnsafeContainerError("unsafe")
        begun = True
        extent.add(block)
        if extent.cells > most_cells:
            break
    if not extent.is_within(most_cells):
        raise UnsafeContainerError("too_large")
    return extent


def _measure_texts(archive: zipfile.ZipFile) -> Ints:
    """Return how many bytes each of the shared texts takes, its marks included."""
    lengths: list[Ints] = [np.zeros(0, np.int64)]
    for part in archive.infolist():
        starts, at = [], 0
        for block in _read_blocks(archive, part):
            starts += [at + found.start() for found in _SHARED_TEXT.finditer(block)]
            at += len(block)
        places: Ints = np.array([*starts, at], np.int64)
        lengths.append(places[1:] - places[:-1])
    return np.concatenate(lengths)


def _measure_copies(archive: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: Ints) -> int:
    """Return how many bytes shared texts take, at most, once every cell has its own."""
    total, longest = 0, int(lengths.max(initial=0))
    for block in _read_blocks(archive, part):
        named: Ints = np.array(_SHARED_PLACE.findall(block), np.int64)
        total += int(lengths[np.minimum(named, len(lengths) - 1)].sum())
        total += (len(_SHARED.findall(block)) - len(named)) * longest
    return total


def _read_blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in blocks that end where a cell or at least a mark does."""
    kept = b""
    for piece in read_pieces(archive, part):
        data = kept + piece
        cut = _find_cut(data)
        yield data[:cut]
        kept = data[cut:]
        if len(kept) > PIECE:  # no mark for a megabyte
            yield kept
            kept = kept[-_MARK:]
    yield kept


def _find_cut(data: bytes) -> int:
    tail = max(len(data) - _TAIL, 0)
    ends = [found.end() for found in _CELL_END.finditer(data, tail)]
    return ends[-1] if ends else max(data.rfind(b"<"), 0)


def _number(letters: bytes) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
