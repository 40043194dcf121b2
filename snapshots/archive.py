"""Unpacks an archive into a folder that can be imported; nothing else comes out."""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import commonpath

from snapshots.mapping import MAPPING
from snapshots.problems import Problem
from snapshots.readers.containers import (
    LARGEST_UNPACKED,
    UnsafeContainerError,
    check_names,
    open_container,
    read_pieces,
)
from snapshots.readers.folder import is_table
from snapshots.readers.raw import MADE_UP_MARK
from snapshots.siasn.files import find_kind, names_kind
from snapshots.sources import SourceForm

BESIDE = (MAPPING, f"{MADE_UP_MARK}.md")
"""What stands beside the records of either form."""
MOST_FILES = 100_000
"""Files of one archive: answers of the SIASN API may be kept one a person and kind."""
DEEPEST = 8
"""Folders and name of a file that comes out, at most."""
SOUND_NAME = re.compile(r"[\w .,()&+'-]{1,60}")
"""Names of files and folders that come out: such as every system can keep."""


@dataclass(frozen=True)
class Unpacked:
    """What hindered unpacking (then it may be there in part), and what was left in the archive."""

    problems: tuple[Problem, ...] = ()
    left: tuple[Problem, ...] = ()


def unpack(
    path: Path, folder: Path, form: SourceForm, most_bytes: int = LARGEST_UNPACKED
) -> Unpacked:
    """Write the files that an import of this form reads into `folder`, which is there and empty.

    Tables come out under their last name alone, wherever they lay; files of SIASN keep their place
    below the folder that holds them all, for a folder tells what is in it (`rw-hukdis/NIP.json`).
    """
    facts = {"file": path.name}
    try:
        with open_container(path, most_bytes, MOST_FILES) as archive:
            check_names(archive)
            return _write_files(archive, folder, form)
    except UnsafeContainerError as error:
        return Unpacked((Problem(f"archive_{error.code}", "", facts=facts),))
    except zipfile.BadZipFile:
        return Unpacked((Problem("unreadable_file", "", facts=facts),))


def _write_files(archive: zipfile.ZipFile, folder: Path, form: SourceForm) -> Unpacked:
    parts = {
        part: PurePosixPath(part.filename.replace("\\", "/"))
        for part in archive.infolist()
        if not part.is_dir()
    }
    places = _find_places(parts.values(), form)
    left: list[Problem] = []
    for part, name in parts.items():
        if name not in places:
            left.append(Problem("archive_left", "", value=part.filename))
            continue
        target = folder / places[name]
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.writelines(read_pieces(archive, part))
        except (FileExistsError, NotADirectoryError):
            return Unpacked((Problem("repeated_table", target.stem, value=part.filename),))
    return Unpacked(left=tuple(left))


def _find_places(
    names: Iterable[PurePosixPath], form: SourceForm
) -> dict[PurePosixPath, PurePosixPath]:
    """Return where each file comes out that is read, by its name in the archive."""
    sound = [name for name in names if _is_sound(name)]
    places = {
        name: PurePosixPath(name.name) for name in sound if name.name in BESIDE or is_table(name)
    }
    if form == "siasn":
        told = [name for name in sound if name not in places and find_kind(name) is not None]
        base = _find_base(told) if told else PurePosixPath()
        places |= {name: name.relative_to(base) for name in told}
    return places


def _is_sound(name: PurePosixPath) -> bool:
    whole = all(SOUND_NAME.fullmatch(part) for part in name.parts)
    return whole and len(name.parts) <= DEEPEST and not name.name.startswith(".")


def _find_base(names: Iterable[PurePosixPath]) -> PurePosixPath:
    """Return the folder that holds all of the files, above those that tell what is in them."""
    shared = PurePosixPath(commonpath(str(name.parent) for name in names)).parts
    kinds = [place for place, part in enumerate(shared) if names_kind(part)]
    return PurePosixPath(*shared[: kinds[0] if kinds else None])
