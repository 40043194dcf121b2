"""Looks into packed files (workbooks, archives of CSV files) before anybody opens or unpacks them.

Such a file may come from anywhere: a few kilobytes can unpack to gigabytes, or lead out of their
folder. So all of it is counted here first, a megabyte at a time, and refused at the first count
that no list of civil servants reaches.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

PIECE = 2**20
"""Bytes looked at once."""
LARGEST_UNPACKED = 512 * 2**20
"""More bytes than this in one file are refused unread: the records of a city take a tenth."""
HIGHEST_RATIO = 200
"""So is a part that unpacks to more than this many times its size (real sheets reach 30)."""
SMALL_PART = 2**20
"""A part up to this size may be packed as tightly as it likes."""
MOST_PARTS = 2_000
"""Parts of one workbook, which has a few a sheet."""

DAMAGED = (zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError)
"""What zipfile raises beside its own error: at damage, a password, an unknown way of packing."""
_ENTRY = b"PK\x01\x02"


class UnsafeContainerError(Exception):
    """A packed file that is not opened: `too_large`, or `unsafe` in what it names or declares."""

    def __init__(self, code: Literal["too_large", "unsafe"]) -> None:
        super().__init__(code)
        self.code = code


def open_container(
    path: Path, most_bytes: int = LARGEST_UNPACKED, most_parts: int = MOST_PARTS
) -> zipfile.ZipFile:
    """Open a packed file that states a sound number and size of parts.

    Its directory is read whole when it is opened, so its entries are counted in the bytes before.
    Raises UnsafeContainerError, zipfile.BadZipFile, OSError.
    """
    if _count_entries(path, most_parts) > most_parts:
        raise UnsafeContainerError("too_large")
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise zipfile.BadZipFile(str(error)) from error
    parts = archive.infolist()
    bursting = any(
        part.file_size > max(SMALL_PART, HIGHEST_RATIO * part.compress_size) for part in parts
    )
    if bursting or sum(part.file_size for part in parts) > most_bytes:
        archive.close()
        raise UnsafeContainerError("too_large")
    return archive


def check_names(archive: zipfile.ZipFile) -> None:
    """Refuse names that lead out of a folder, and links. Raises UnsafeContainerError."""
    for part in archive.infolist():
        name = PurePosixPath(part.orig_filename.replace("\\", "/"))
        outside = name.is_absolute() or ".." in name.parts or ":" in part.orig_filename
        if outside or "\0" in part.orig_filename or stat.S_ISLNK(part.external_attr >> 16):
            raise UnsafeContainerError("unsafe")


def read_pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a part piece by piece, up to the size that the archive states.

    A false size ends in zipfile.BadZipFile, the one error that is raised: the checksum is not that
    of the piece so cut.
    """
    try:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                yield piece
    except DAMAGED as error:
        raise zipfile.BadZipFile(str(error)) from error


def _count_entries(path: Path, most: int) -> int:
    """Return how often the mark of an entry stands in a file: there are no more entries.

    Beyond `most` nothing more is counted.
    """
    count, kept = 0, b""
    with path.open("rb") as file:
        while count <= most and (piece := file.read(PIECE)):
            count += (kept + piece).count(_ENTRY)
            kept = piece[1 - len(_ENTRY) :]
    return count
