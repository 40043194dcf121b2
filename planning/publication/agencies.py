"""What the agencies that a planned move touches may know of it before it is decided.

Who, from where to where, when and why in the public's words; of whoever comes also rank, education
and what the post still asks to be learned. Nothing of conduct or health, of other candidates, of
the chance, or of the figures of an agency elsewhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import Gap
from planning.answers import Filling, Place, Plan, PlannedMove
from planning.papers.agencies import enters, leaves, list_handover, list_reception
from planning.publication.moves import tell_choice, tell_reason
from wording import Language

Direction = Literal["leaving", "coming", "within", "between"]


@dataclass(frozen=True, kw_only=True)
class KnownMove:
    """A planned move as an agency knows it; `direction` is seen from there.

    `between`: from one agency to another, for who looks at all. `gaps` are told where the person
    comes. `tasks` are the agency's own: handover of who leaves, reception of who comes. `effect` is
    what the plan does to the units and agencies that are seen, none under a scenario.
    """

    move_id: str
    person_id: str
    nip: str
    name: str
    direction: Direction
    rank: str | None
    education: str | None
    origin: Place | None
    target: Place
    effective_on: date
    reason: str
    gaps: tuple[Gap, ...]
    tasks: tuple[str, ...]
    effect: tuple[Filling, ...]


def is_known(move: PlannedMove, agencies: Collection[str] | None) -> bool:
    """Tell whether a move leaves or enters one of the agencies; None for all of them."""
    if agencies is None:
        return True
    return any(leaves(move, one) or enters(move, one) for one in agencies)


def find_direction(move: PlannedMove, agencies: Collection[str] | None) -> Direction:
    """Return which way a known move goes, seen from the agencies."""
    origin = None if move.origin is None else move.origin.agency_id
    if agencies is None:
        return "within" if origin == move.target.agency_id else "between"
    if move.target.agency_id not in agencies:
        return "leaving"
    return "within" if origin in agencies else "coming"


def tell_agencies(
    plan: Plan, move: PlannedMove, agencies: Collection[str] | None, language: Language
) -> KnownMove:
    """Return what the agencies may know of a move that is known to them; None: all agencies."""
    direction = find_direction(move, agencies)
    out, into = direction != "coming", direction != "leaving"
    tasks = (
        *(list_handover(move) if out else ()),
        *(list_reception(move) if into else ()),
    )
    return KnownMove(
        move_id=move.move_id,
        person_id=move.person_id,
        nip=move.nip,
        name=move.name,
        direction=direction,
        rank=move.candidate.facts.rank,
        education=move.candidate.facts.education,
        origin=move.origin,
        target=move.target,
        effective_on=plan.effective_on,
        reason=(tell_reason if into else tell_choice)(plan, move, language),
        gaps=move.candidate.gaps if into else (),
        tasks=tuple(text for text in tasks if text),
        effect=_list_effect(plan, move, agencies),
    )


def _list_effect(
    plan: Plan, move: PlannedMove, agencies: Collection[str] | None
) -> tuple[Filling, ...]:
    """Return what the plan does to the units and agencies of a move that are seen."""
    if plan.request.scenario is not None:
        return ()
    posts = [post for post in (move.origin, move.target) if post is not None]
    seen = [post for post in posts if agencies is None or post.agency_id in agencies]
    ids = {("unit", post.unit_id) for post in seen} | {("agency", post.agency_id) for post in seen}
    return tuple(one for one in move.effect if (one.level, one.id) in ids)
