"""What becomes of the seat that a move leaves, and which moves cannot stand without which."""

from collections.abc import Mapping, Sequence

import numpy as np

from planning.optimum.breaches import value
from planning.optimum.dependents import find_dependents
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


def find_carried(ground: Ground) -> dict[int, tuple[int, ...]]:
    """Return, for each edge of the plan without which others cannot stand, these others.

    The fewest and least valuable fall with a refused one (`planning.optimum.dependents`).
    """
    chosen = ground.solution.chosen
    alone = take_edges(ground.desk.instance, chosen)
    every = np.arange(len(chosen))
    carrying = np.flatnonzero(ground.margins.exchange(chosen, NONE).floor != NOWHERE)
    found = {
        int(chosen[place]): chosen[find_dependents(alone, every, np.array([place]))]
        for place in carrying.tolist()
    }
    return {edge: tuple(fallen.tolist()) for edge, fallen in found.items() if len(fallen)}


def find_needed(carried: Mapping[int, Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """Return, for each edge that cannot stand without others, these others, ascending."""
    needed: dict[int, list[int]] = {}
    for edge, fallen in sorted(carried.items()):
        for one in fallen:
            needed.setdefault(one, []).append(edge)
    return {edge: tuple(others) for edge, others in needed.items()}


def price_carrying(ground: Ground, edge: int, carried: Sequence[int]) -> int:
    """Return what the plan has from an edge and those that fall with it, in price units."""
    rest = np.setdiff1d(ground.solution.chosen, [edge, *carried])
    return value(ground.desk.instance, rest) - ground.solution.objective
