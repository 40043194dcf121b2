"""Which limits bind, on one move or on a post left vacant, and each as a sentence."""

from collections.abc import Iterator

import numpy as np

from planning.answers import Limit
from planning.optimum.instance import NOWHERE
from planning.reasons.ground import Ground
from planning.reasons.margins import is_full
from wording import say, write_percent


def list_limits(ground: Ground, edge: int) -> tuple[Limit, ...]:
    """Return the limits of the plan that a move uses up: no other like it could be added.

    A unit with a single pool is named once.
    """
    return tuple({one.text: one for one in _find_limits(ground, edge)}.values())


def _find_limits(ground: Ground, edge: int) -> Iterator[Limit]:
    instance = ground.desk.instance
    if instance.pinned[edge]:
        yield tell_pinned(ground)
    if is_moves_full(ground):
        yield tell_moves_full(ground)
    group = int(instance.group[instance.edges.person[edge]])
    if instance.edges.leaves[edge] and group != NOWHERE and is_group_full(ground, group):
        yield tell_leaving_full(ground, group)
    for node in find_floors(ground, edge):
        yield tell_floor(ground, node)


def is_moves_full(ground: Ground) -> bool:
    """Whether the plan holds as many moves as were asked for."""
    most = ground.desk.instance.most_moves
    return most is not None and len(ground.solution.chosen) >= most


def is_group_full(ground: Ground, group: int) -> bool:
    """Whether an agency releases as many people as it may."""
    most = ground.desk.instance.most_leaving[group]
    return bool(is_full(most, ground.margins.leaving[group]))


def find_floors(ground: Ground, edge: int) -> list[int]:
    """Return the pools, units and agencies left by a move that may lose nobody more."""
    origin = int(ground.desk.origin[edge])
    if origin == NOWHERE:
        return []
    forest = ground.desk.forest
    left = np.setdiff1d(forest.above(origin), forest.above(int(ground.desk.position[edge])))
    full: list[int] = left[ground.margins.spare_loss(left) <= 0].tolist()
    return full


def tell_pinned(ground: Ground) -> Limit:
    """Return the limit that the planner locked the move."""
    return Limit("pinned", None, say("plan_reasons.limit_pinned", ground.language))


def tell_moves_full(ground: Ground) -> Limit:
    """Return the limit on the number of moves."""
    most = ground.desk.instance.most_moves
    return Limit("max_moves", None, say("plan_reasons.limit_max_moves", ground.language, most=most))


def tell_leaving_full(ground: Ground, group: int, key: str = "limit_max_share_leaving") -> Limit:
    """Return the limit on the people whom an agency (a group of the instance) releases.

    `key` is of the text: another where it is told of a vacancy elsewhere than of a move.
    """
    units, agency = ground.desk.matcher.history.units, ground.agency_of_group(group)
    text = say(
        f"plan_reasons.{key}",
        ground.language,
        name=units.name[agency],
        most=int(ground.desk.instance.most_leaving[group]),
    )
    if promised := ground.count_promised(agency):
        beside = say("plan_reasons.limit_promised_leaving", ground.language, count=promised)
        text = f"{text} {beside}"
    return Limit("max_share_leaving", units.unit_id[agency], text)


def tell_floor(ground: Ground, node: int, key: str = "limit_min_fill_ratio") -> Limit:
    """Return the floor of a pool, unit or agency; `key` as in `tell_leaving_full`."""
    floor = ground.desk.request.min_fill_ratio
    text = say(
        f"plan_reasons.{key}",
        ground.language,
        name=ground.name_node(node),
        floor=write_percent(floor, ground.language),
    )
    return Limit("min_fill_ratio", ground.id_of_node(node), text)
