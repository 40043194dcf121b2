"""What a plan does to both units and both agencies of a move, in figures and in words."""

from collections.abc import Mapping, Sequence

from planning.answers import Filling
from planning.reasons.ground import Ground
from wording import say, write_number, write_percent

EVEN = 0.5
"""People by which staff and need may differ and still be spoken of as even."""
Fillings = Mapping[tuple[str, str], Filling]


def list_effect(ground: Ground, edge: int, fillings: Fillings) -> tuple[Filling, ...]:
    """Return the old unit, the new one, and their agencies, each once."""
    desk, units = ground.desk, ground.desk.matcher.history.units
    posts = [int(desk.origin[edge]), int(desk.position[edge])]
    nodes = [desk.forest.above(post)[1:] for post in posts if post >= 0]
    keys = [
        (level, units.unit_id[int(desk.forest.unit[node[layer]])])
        for layer, level in enumerate(("unit", "agency"))
        for node in nodes
    ]
    return tuple(fillings[key] for key in dict.fromkeys(keys))


def tell_effect(ground: Ground, effect: Sequence[Filling]) -> tuple[str, ...]:
    """Return one sentence a unit and agency: staff : need after and before, and what is missing."""
    return tuple(_tell(ground, one) for one in effect)


def _tell(ground: Ground, one: Filling) -> str:
    language = ground.language
    if one.ratio_after is None:
        return say("plan_reasons.effect_none", language, name=one.name)
    gap = one.staff_after - one.need
    state = "even" if abs(gap) < EVEN else "short" if gap < 0 else "surplus"
    digits = 0 if float(gap).is_integer() else 1
    count = write_number(abs(gap), digits, language)
    return say(
        "plan_reasons.effect",
        language,
        name=one.name,
        after=write_percent(one.ratio_after, language),
        before=write_percent(one.ratio_before, language),
        state=say(f"plan_reasons.state_{state}", language, count=count),
    )
