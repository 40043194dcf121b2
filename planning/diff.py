"""What a revision changed: moves kept, dropped, added, changed, and every paper to print again.

A move keeps its id over revisions while person and post stay the same. *Changed* is somebody who
moves in both revisions, but to another post.
"""

from dataclasses import dataclass
from typing import Literal

PaperKind = Literal["annex", "letter", "agency", "imut"]


@dataclass(frozen=True)
class MoveChange:
    """A move that a revision kept, dropped, added or changed.

    `was_move_id` and `was` (the post's title) tell of the move that a changed one stands for.
    """

    move_id: str
    person_id: str
    nip: str
    name: str
    position_id: str
    title: str
    agency: str
    was_move_id: str | None
    was: str | None
    text: str


@dataclass(frozen=True)
class PaperChange:
    """A paper to print again, or to take back: `subject_id` is a move's or an agency's id.

    `subject_id` is None for the annex and the export for I-Mut, of which a plan has one.
    """

    kind: PaperKind
    subject_id: str | None
    name: str
    action: Literal["print", "withdraw"]
    text: str


@dataclass(frozen=True)
class PlanDiff:
    """Two revisions of one plan compared; `objective` is new minus old, in points."""

    old_revision: int
    new_revision: int
    kept: tuple[MoveChange, ...]
    dropped: tuple[MoveChange, ...]
    added: tuple[MoveChange, ...]
    changed: tuple[MoveChange, ...]
    papers: tuple[PaperChange, ...]
    objective: float
    text: str
