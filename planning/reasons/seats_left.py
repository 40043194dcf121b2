"""What becomes of the seat that a move leaves, and which moves cannot stand without which."""

import numpy as np

from planning.optimum.check import find_dependents
from planning.optimum.instance import NOWHERE, take_edges
from planning.reasons.ground import Ground
from planning.reasons.margins import NONE
from wording import say


def find_successors(ground: Ground) -> dict[int, int]:
    """Return the edge that takes the seat left by each edge whose seat the plan fills.

    Of a post that several leave or enter, the first to leave is followed by the first to come.
    """
    desk, chosen = ground.desk, ground.solution.chosen
    found: dict[int, int] = {}
    for post in np.intersect1d(desk.origin[chosen], desk.position[chosen]).tolist():
        left = chosen[desk.origin[chosen] == post].tolist()
        found |= dict(zip(left, chosen[desk.position[chosen] == post].tolist(), strict=False))
    return found


def tell_seat_left(ground: Ground, edge: int, successor: int | None) -> str:
    """Say who takes the seat left, or how many still hold the post, or that it stands empty."""
    origin, language = int(ground.desk.origin[edge]), ground.language
    if origin == NOWHERE:
        return say("plan_reasons.seat_none", language)
    title = ground.title(origin)
    if successor is not None:
        return say("plan_reasons.seat_filled", language, title=title, name=ground.name(successor))
    holders = int((ground.in_post == origin).sum())
    key = "seat_kept" if holders else "seat_empty"
    return say(f"plan_reasons.{key}", language, title=title, count=holders)


def find_dependencies(ground: Ground) -> dict[int, tuple[int, ...]]:
    """Return, for each edge of the plan that has any, the edges without which it cannot stand.

    The fewest and least valuable fall with a refused one (`planning.optimum.check`).
    """
    chosen = ground.solution.chosen
    alone = take_edges(ground.desk.instance, chosen)
    every = np.arange(len(chosen))
    carrying = np.flatnonzero(ground.margins.exchange(chosen, NONE).floor != NOWHERE)
    found: dict[int, list[int]] = {}
    for place in carrying.tolist():
        for dependent in find_dependents(alone, every, np.array([place])).tolist():
            found.setdefault(int(chosen[dependent]), []).append(int(chosen[place]))
    return {edge: tuple(needed) for edge, needed in found.items()}
