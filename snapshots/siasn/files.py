"""Finds the files of a SIASN source and what each holds, by their names."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from snapshots.nips import PLAIN_NIP
from snapshots.problems import Problem
from snapshots.siasn.sheets import FORMATS, File, known_columns

DATA = "data_asn"
KINDS = {
    **{kind: kind for kind in known_columns()},
    **{kind.removeprefix("rw_"): kind for kind in known_columns() if kind.startswith("rw_")},
    "data_utama": DATA,
}
"""Kinds of file by the names that they go by: rw-jabatan, jabatan, data-utama, …"""


def find_files(folder: Path) -> Iterator[File]:
    """Give the files below a folder that hold something known."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        kind = find_kind(place)
        if kind is not None and path.is_file():
            nip = PLAIN_NIP.search(str(place))
            yield File(path, kind, place.as_posix(), nip[0] if nip else None)


def find_kind(place: PurePath) -> str | None:
    """Return what a file holds by its own name or else its folders'; None for what is not read."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
    if hidden or place.suffix.lower() not in FORMATS:
        return None
    kinds = (KINDS.get(_fold_name(name)) for name in (place.stem, *reversed(place.parts[:-1])))
    return next((one for one in kinds if one is not None), None)


def names_kind(folder: str) -> bool:
    """Tell whether a folder's name tells what is in its files."""
    return _fold_name(folder) in KINDS


def _fold_name(name: str) -> str:
    """Return a file's name as kinds are written: without the NIP, small, with underscores."""
    return re.sub(r"[^0-9a-z]+", "_", PLAIN_NIP.sub("", name).casefold()).strip("_")


def lies_beneath(file: File) -> bool:
    """Tell whether a file holds the flat sheet and does not lie where that is read: at the top.

    What lies deeper is a copy, as in `arsip/data_asn.csv`. Answers of the API may have a folder of
    their own, `data-utama/NIP.json`.
    """
    folders = PurePath(file.name).parts[:-1]
    own = len(folders) == 1 and KINDS.get(_fold_name(folders[0])) == DATA
    return file.kind == DATA and bool(folders) and (is_sheet(file) or not own)


def is_sheet(file: File) -> bool:
    """Tell whether a file is a sheet, and not answers of the API."""
    return file.path.suffix.lower() in (".csv", ".xlsx")


def find_second(files: list[File]) -> list[Problem]:
    """Refuse flat sheets beside each other: one of them may be old."""
    names = [file.name for file in files if file.kind == DATA and is_sheet(file)]
    return [Problem("siasn.data_asn_twice", "", value=", ".join(names))] if len(names) > 1 else []
