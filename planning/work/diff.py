"""What a revision changed: moves kept, dropped, added, changed, and every paper to print again.

A move keeps its id over revisions while person and post stay the same. *Changed* is somebody who
moves in both revisions, but to another post.
"""

from dataclasses import dataclass

from planning.answers import Plan, PlannedMove
from planning.papers.catalogue import Change, Kind, Reprint, find_reprints
from planning.requests import Ban
from wording import Language, say, write_signed


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
    """A paper that is new, to be printed again, or to be taken back.

    `subject_id` is a letter's move or a sheet's agency, None for the annex and the export for
    I-Mut, of which a plan has one.
    """

    kind: Kind
    subject_id: str | None
    name: str
    change: Change
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


def diff_plans(old: Plan, new: Plan, language: Language) -> PlanDiff:
    """Return what changed from one revision of a plan to another, told in `language`."""
    before = {move.move_id: move for move in old.moves}
    after = {move.move_id: move for move in new.moves}
    mover = {move.person_id: move for move in old.moves if move.move_id not in after}
    fresh = [move for move in new.moves if move.move_id not in before]
    stays = {move.person_id for move in fresh}
    kept = [move for move in new.moves if move.move_id in before]
    dropped = [move for person, move in mover.items() if person not in stays]
    added = [move for move in fresh if move.person_id not in mover]
    moved = [move for move in fresh if move.person_id in mover]
    papers = tuple(_tell_paper(one, language) for one in find_reprints(old, new))
    objective = round(new.objective.value - old.objective.value, 6)
    return PlanDiff(
        old_revision=old.revision,
        new_revision=new.revision,
        kept=tuple(_tell(move, "kept", language) for move in kept),
        dropped=tuple(_tell(move, _why_dropped(move, new), language) for move in dropped),
        added=tuple(_tell(move, _why_added(move, new), language) for move in added),
        changed=tuple(_tell(move, "changed", language, mover[move.person_id]) for move in moved),
        papers=papers,
        objective=objective,
        text=say(
            "plan_work.diff",
            language,
            kept=len(kept),
            dropped=len(dropped),
            added=len(added),
            changed=len(moved),
            papers=len(papers),
            objective=write_signed(objective, 2, language),
        ),
    )


def _why_dropped(move: PlannedMove, new: Plan) -> str:
    """Say whether a move was refused, or fell because of something else."""
    if any(_bars(ban, move) for ban in new.request.forbid):
        return "dropped_asked"
    return "dropped_follows"


def _why_added(move: PlannedMove, new: Plan) -> str:
    pins = {(pin.person_id, pin.position_id) for pin in new.request.pin}
    asked = (move.person_id, move.to_position_id) in pins
    return "added_asked" if asked else "added_follows"


def _bars(ban: Ban, move: PlannedMove) -> bool:
    same_person = ban.person_id in (None, move.person_id)
    return same_person and ban.position_id in (None, move.to_position_id)


def _tell(
    move: PlannedMove, why: str, language: Language, was: PlannedMove | None = None
) -> MoveChange:
    before = None if was is None else was.target.title
    return MoveChange(
        move_id=move.move_id,
        person_id=move.person_id,
        nip=move.nip,
        name=move.name,
        position_id=move.to_position_id,
        title=move.target.title,
        agency=move.target.agency,
        was_move_id=None if was is None else was.move_id,
        was=before,
        text=say(
            f"plan_work.move_{why}", language, name=move.name, title=move.target.title, was=before
        ),
    )


def _tell_paper(one: Reprint, language: Language) -> PaperChange:
    paper = say(f"plan_work.paper_{one.kind}", language, name=one.name)
    text = say(f"plan_work.paper_{one.change}", language, paper=paper)
    return PaperChange(one.kind, one.key or None, one.name, one.change, text)
