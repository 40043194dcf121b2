"""A folder to work in that is gone at the end, whenever the process may be killed."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from serving.backup.errors import BusyError

UNFINISHED = ".padan-unfinished"
FOR_OWNER = 0o700


@contextmanager
def work_in(folder: Path) -> Iterator[Path]:
    """Give an empty folder below `folder`, on the same disk, for its owner alone, of a new name.

    What somebody who was killed left there is removed first. A `folder` that is made by the way
    goes again where nothing came to lie in it. Raises BusyError while another works there.
    """
    fresh = not folder.exists()
    make_private(folder)
    place = folder / UNFINISHED
    place.mkdir(FOR_OWNER, exist_ok=True)
    with (place / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(str(folder)) from None
        try:
            for left in place.glob("work-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield Path(mkdtemp(prefix="work-", dir=place))
        finally:
            shutil.rmtree(place, ignore_errors=True)
            if fresh:
                with suppress(OSError):  # something lies in it
                    folder.rmdir()


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(FOR_OWNER)
