"""Why a post is to be filled, in one sentence: what its unit needs and has by the ABK."""

from planning.answers import Filling, PlannedMove
from planning.papers.edition import Edition
from wording import write_percent


def find_unit(move: PlannedMove, unit_id: str) -> Filling | None:
    """Return need and staff of a unit that the move touches, of its agency where it is one."""
    found = [one for one in move.effect if one.id == unit_id and one.level in ("unit", "agency")]
    return min(found, key=lambda one: one.level != "unit") if found else None


def tell_need(edition: Edition, move: PlannedMove) -> str:
    """Return the sentence on the post that is entered; without figures where none are known."""
    target = move.target
    fill = find_unit(move, target.unit_id)
    if fill is None or fill.ratio_before is None:
        return edition.say("need_post", title=target.title, unit=target.unit)
    return edition.say(
        "need_unit",
        title=target.title,
        unit=target.unit,
        need=fill.need,
        staff=fill.staff_before,
        ratio=write_percent(fill.ratio_before, edition.language),
    )
