"""Why a move, as briefly as a committee reads it beside a name: need, place, chance, wish."""

from collections.abc import Iterator, Sequence

from planning.answers import PlannedMove
from planning.papers.edition import Edition
from planning.papers.need import find_recorded
from planning.papers.personal import find_wish, meets_wish
from wording import write_percent


def tell_briefly(edition: Edition, move: PlannedMove) -> str:
    """Return one sentence on need, place and chance, and one where planner or person spoke."""
    parts = (tuple(_tell_standing(edition, move)), tuple(_tell_spoken(edition, move)))
    return " ".join(_join(told) for told in parts if told)


def _tell_standing(edition: Edition, move: PlannedMove) -> Iterator[str]:
    fill = find_recorded(edition.plan, move, move.target.unit_id)
    if fill is not None:
        ratio = write_percent(fill.ratio_before, edition.language)
        yield edition.say("brief_need", unit=move.target.unit, ratio=ratio)
    if move.eligible == 1:
        yield edition.say("brief_only")
    else:
        yield edition.say("brief_place", rank=move.candidate.rank, eligible=move.eligible)
    if move.fit is not None:
        yield edition.say("brief_chance", fit=write_percent(move.fit, edition.language))


def _tell_spoken(edition: Edition, move: PlannedMove) -> Iterator[str]:
    matcher, dates = edition.matcher, edition.dates
    wish = find_wish(matcher, dates, move.nip)
    if move.move_id in edition.plan.pinned:
        yield edition.say("brief_pinned")
    if meets_wish(matcher, dates, move.nip, move.to_position_id):
        yield edition.say("brief_wish")
    if wish is not None and wish.willing is False:
        yield edition.say("brief_unwilling")


def _join(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
