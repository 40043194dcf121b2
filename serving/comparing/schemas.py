"""What is told of two imports."""

from dataclasses import dataclass

from snapshots.comparison import CellChange, What


@dataclass(frozen=True)
class ChangedPerson:
    """Somebody who came, left or changed, as the page shows it."""

    person_id: str
    name: str
    what: What
    position: str | None
    known: bool
    cells: tuple[CellChange, ...]
