"""One inaugurated move as the public reads it: the post's need, its free seat, how it was chosen.

Which reasons spoke for a person tells what the evaluation of that person found, and that is closed
(UU 14/2008 Pasal 17 huruf h), even where the sentence itself holds no result. So the criteria are
those by which everybody is compared, in the same words for every move that the plan chose, and
nothing in a public reason depends on who was moved.
"""

import hashlib

from planning.answers import Plan, PlannedMove
from planning.papers.need import find_recorded, is_met
from planning.publication.answers import PublicMove
from planning.rounds import Inaugurated
from wording import Language, say, write_percent


def tell_moves(round_: Inaugurated, language: Language) -> tuple[PublicMove, ...]:
    """Return the inaugurated moves of a plan, in the order of the plan."""
    return tuple(_tell(round_, move, language) for move in round_.moves)


def name_publicly(move_id: str) -> str:
    """Return the id of a move in public, which leads nobody back to that of the plan."""
    return hashlib.sha256(f"public {move_id}".encode()).hexdigest()[:16]


def tell_reason(plan: Plan, move: PlannedMove, language: Language) -> str:
    """Return why the post was filled: need and staff of its unit, the free seat, the choice."""
    return f"{_tell_need(plan, move, language)} {tell_choice(plan, move, language)}"


def tell_choice(plan: Plan, move: PlannedMove, language: Language) -> str:
    """Return that a seat is free and how the person was chosen, without a figure of the unit.

    A seat may be vacant or left by another move of the plan: one sentence tells both, so that it
    gives away no move that is still to come, nor who left which post. It holds before TMT too.
    """
    chosen = say(f"transparency.reason_{_name_choice(plan, move)}", language)
    return f"{say('transparency.reason_seat', language)} {chosen}"


def _name_choice(plan: Plan, move: PlannedMove) -> str:
    return "pinned" if move.move_id in plan.pinned else "criteria"


def _tell(round_: Inaugurated, move: PlannedMove, language: Language) -> PublicMove:
    return PublicMove(
        id=name_publicly(move.move_id),
        effective_on=round_.plan.effective_on,
        inaugurated_on=round_.days[move.move_id],
        position=move.target.title,
        kind=move.target.kind,
        unit=move.target.unit,
        agency=move.target.agency,
        from_agency=None if move.origin is None else move.origin.agency,
        move_kind=move.candidate.move_kind,
        reason=tell_reason(round_.plan, move, language),
    )


def _tell_need(plan: Plan, move: PlannedMove, language: Language) -> str:
    fill = find_recorded(plan, move, move.target.unit_id)
    if fill is None:
        return say("transparency.reason_post", language, unit=move.target.unit)
    told = say(
        f"transparency.reason_need_{fill.need_from}",
        language,
        unit=move.target.unit,
        need=fill.need,
        staff=fill.staff_before,
        ratio=write_percent(fill.ratio_before, language),
    )
    return f"{told} {say('transparency.reason_met', language)}" if is_met(fill) else told
