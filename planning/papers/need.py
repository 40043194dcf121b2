"""Why a post is to be filled, in one sentence: what its unit needs and has by the records."""

from planning.answers import Filling, Plan, PlannedMove
from planning.papers.edition import Edition
from wording import write_percent


def find_unit(move: PlannedMove, unit_id: str) -> Filling | None:
    """Return need and staff of a unit that the move touches, of its agency where it is one."""
    found = [one for one in move.effect if one.id == unit_id and one.level in ("unit", "agency")]
    return min(found, key=lambda one: one.level != "unit") if found else None


def find_recorded(plan: Plan, move: PlannedMove, unit_id: str) -> Filling | None:
    """Return recorded need and staff of a unit that the move touches; None where none are known.

    Under a scenario a plan holds what is supposed, which nobody is told as a fact.
    """
    fill = None if plan.request.scenario is not None else find_unit(move, unit_id)
    return None if fill is None or fill.ratio_before is None else fill


def tell_need(edition: Edition, move: PlannedMove) -> str:
    """Return the sentence on the post that is entered; without figures where none are known."""
    target = move.target
    fill = find_recorded(edition.plan, move, target.unit_id)
    if fill is None:
        return edition.say("need_post", title=target.title, unit=target.unit)
    told = edition.say(
        f"need_unit_{fill.need_from}",
        title=target.title,
        unit=target.unit,
        need=fill.need,
        staff=fill.staff_before,
        ratio=write_percent(fill.ratio_before, edition.language),
    )
    return f"{told} {edition.say('need_met')}" if is_met(fill) else told


def is_met(fill: Filling) -> bool:
    """Tell whether a unit has as many people as it needs before the plan, or more."""
    return fill.staff_before >= fill.need
