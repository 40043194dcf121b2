"""Unpacks an archive of CSV files into a folder that can be imported; nothing else comes out."""

import re
import zipfile
from pathlib import Path, PurePosixPath

from snapshots.problems import Problem
from snapshots.readers.containers import (
    LARGEST_UNPACKED,
    UnsafeContainerError,
    check_names,
    open_container,
    read_pieces,
)

TAKEN = re.compile(r"[A-Za-z0-9_-]{1,64}\.(?:csv|json|jsonl|toml|md)", re.IGNORECASE)
"""Names that an import may look for; all others, archives within the archive too, stay packed."""


def unpack(path: Path, folder: Path, most_bytes: int = LARGEST_UNPACKED) -> tuple[Problem, ...]:
    """Write the files that an import may read into `folder`; return what hindered it.

    A file comes out under its last name alone, wherever in the archive it lay; `folder` is there
    and empty. Where there is a problem it may hold a part of the files.
    """
    facts = {"file": path.name}
    try:
        with open_container(path, most_bytes) as archive:
            check_names(archive)
            return _write_files(archive, folder)
    except UnsafeContainerError as error:
        return (Problem(f"archive_{error.code}", "", facts=facts),)
    except zipfile.BadZipFile:
        return (Problem("unreadable_file", "", facts=facts),)


def _write_files(archive: zipfile.ZipFile, folder: Path) -> tuple[Problem, ...]:
    for part in archive.infolist():
        name = PurePosixPath(part.filename).name
        if part.is_dir() or not TAKEN.fullmatch(name):
            continue
        target = folder / name
        if target.exists():
            return (Problem("repeated_table", target.stem, value=part.filename),)
        with target.open("xb") as file:
            file.writelines(read_pieces(archive, part))
    return ()
