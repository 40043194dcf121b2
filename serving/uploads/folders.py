"""Where an uploaded file lies while it is imported: a folder of its own that nobody else may read.

Whoever imports it holds a lock in that folder. The system lets go of the lock when a process dies,
however it dies, so that what is left behind is known at once, and goes.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PLACE = "uploads"
"""Their root in the home of an installation."""
FILES = "files"
"""What was sent, and what is unpacked from it; gone when the import is over."""
LOCK = "lock"
KEPT_SECONDS = 30 * 24 * 3600
"""How long the report of an upload is kept: its cells are those of the records."""
PIECE = 2**20
_ID = re.compile(r"[0-9a-f]{32}")


class UploadFolders:
    """The folders of uploads below `root`, one for each id."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, upload_id: str) -> Path:
        """Return the folder of an upload."""
        return self.root / upload_id

    def open(self, upload_id: str) -> BinaryIO:
        """Make the folder of a new upload and return its lock, held until it is closed.

        What dead processes left of others goes first.
        """
        with self._alone("entry"):
            self._clear_left_behind()
            self.path(upload_id).mkdir(mode=0o700)
            (self.path(upload_id) / FILES).mkdir(mode=0o700)
            lock = _open_private(self.path(upload_id) / LOCK)
            fcntl.flock(lock, fcntl.LOCK_EX)
            return lock

    def clear_left_behind(self) -> None:
        """Remove the files of imports whose process died, and reports whose time is over."""
        if self.root.is_dir():
            with self._alone("entry"):
                self._clear_left_behind()

    @contextmanager
    def entry(self) -> Iterator[None]:
        """Wait until no other process of this installation counts its uploads and adds one."""
        with self._alone("entry"):
            yield

    def is_held(self, upload_id: str) -> bool:
        """Tell whether a process is at work on an upload."""
        try:
            with (self.path(upload_id) / LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def receive(self, upload_id: str, name: str, content: BinaryIO) -> Path:
        """Write what is sent to a file that its owner alone may read; `name` is ours."""
        path = self.path(upload_id) / FILES / name
        with _open_private(path) as file:
            shutil.copyfileobj(content, file, PIECE)
        return path

    def clear(self, upload_id: str) -> None:
        """Remove the files of an upload; its report stays."""
        shutil.rmtree(self.path(upload_id) / FILES, ignore_errors=True)

    def discard(self, upload_id: str) -> None:
        """Remove all of an upload that was not taken."""
        shutil.rmtree(self.path(upload_id), ignore_errors=True)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until no other upload of this installation is imported, of whichever process."""
        with self._alone("turn"):
            yield

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _open_private(self.root / f".{name}") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _clear_left_behind(self) -> None:
        ids = [path.name for path in self.root.iterdir() if _ID.fullmatch(path.name)]
        for upload_id in ids:
            folder = self.path(upload_id)
            if self.is_held(upload_id):
                continue
            self.clear(upload_id)
            with suppress(FileNotFoundError):  # one that was not taken is just discarded
                if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


def _open_private(path: Path) -> BinaryIO:
    """Open a file to be written that its owner alone may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
