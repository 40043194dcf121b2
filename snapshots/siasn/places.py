"""Where a cell of a deduced table stood in the files that it came from."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snapshots.problems import Place


@dataclass(frozen=True)
class FileRows:
    """One file: its rows are numbered on from `start`; `headings` by the name that we know."""

    file: str
    start: int
    headings: Mapping[str, str]


@dataclass(frozen=True)
class Places:
    """All files of a source, by `start`; `columns` names what each (table, column) was read from.

    Rows of all files are numbered through, so that a row of any table tells its file.
    """

    files: tuple[FileRows, ...]
    columns: Mapping[tuple[str, str], tuple[str, ...]]

    def locate(self, table: str, row: int | None, column: str | None) -> Place | None:
        """Return file, row in it (1 = first) and heading of a cell; None where nothing was read."""
        return self.find(row, self.columns.get((table, column or ""), ()))

    def find(self, row: int | None, names: Sequence[str]) -> Place | None:
        """Return where a row's cell stood, read from the first of `names` that its file has."""
        if row is None or not self.files:
            return None
        file = self.files[max(0, bisect_right(self.files, row - 1, key=lambda one: one.start) - 1)]
        there = (file.headings[name] for name in names if name in file.headings)
        return Place(file.file, row - file.start, next(there, names[0] if names else None))
