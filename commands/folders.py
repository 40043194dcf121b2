"""Writes a folder as one thing: all files of it, or the folder as it was before."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

FOR_ALL = 0o755
"""A folder that somebody else serves must be read by them."""
FOR_OWNER = 0o700


def replace_folder(
    directory: Path, files: Iterable[tuple[str, bytes]], mode: int = FOR_OWNER
) -> int:
    """Write files (path below the folder, content) in the place of a folder; return their number.

    They are written into a new folder that takes the name at the end. Whatever fails on the way
    leaves what was there before: the old folder, or none.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        made, count = work / "new", 0
        made.mkdir()
        made.chmod(mode)
        for name, content in files:
            file = made / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            count += 1
        _put_in_place(made, directory, work / "old")
    finally:
        shutil.rmtree(work)
    return count


def _put_in_place(made: Path, directory: Path, old: Path) -> None:
    if directory.exists():
        directory.replace(old)
    try:
        made.replace(directory)
    except OSError:
        if old.exists():
            old.replace(directory)
        raise
