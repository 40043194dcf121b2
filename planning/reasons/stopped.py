"""What stopped each move that could still be made into a seat left open.

All other moves stay as they are: a limit stopped a move that would bring something if that limit
alone were not in the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planning.desk.pricing import unevenness
from planning.optimum.instance import NOWHERE, POINT
from planning.reasons.ground import Ground
from planning.reasons.limits import is_moves_full
from planning.reasons.margins import NONE, is_full
from snapshots.coding import Codes
from snapshots.ledger import Ints

MOST_STOPS = 3
"""Limits that are told of one vacancy, those that keep out most first."""
Stop = tuple[str, int]
"""A limit: its code, and the group or node that it is of (NOWHERE: of the whole plan)."""


@dataclass(frozen=True)
class Stopped:
    """Why a post stays open: `stops` are the limits in the way of what would bring something.

    Without any, `nearest` is the edge of the person who comes nearest to being worth moving, and
    `short` the price units that are missing; None where all candidates are of use elsewhere.
    """

    stops: tuple[Stop, ...]
    nearest: int | None
    short: int


def find_stops(ground: Ground, posts: Ints) -> dict[int, Stopped | None]:
    """Return what stopped each of these posts; None where nobody could come at all."""
    desk, margins = ground.desk, ground.margins
    open_to = np.isin(desk.position, posts) & ~desk.instance.barred
    open_to[ground.solution.chosen] = False
    edges = np.flatnonzero(open_to)
    weighed = _weigh(ground, edges) if len(edges) else _Weighed(edges, edges, edges, edges, edges)
    order = np.argsort(-weighed.brings, kind="stable")
    found: dict[int, Stopped | None] = dict.fromkeys(posts.tolist())
    rows = {post: order[desk.position[edges[order]] == post] for post in posts.tolist()}
    stays = margins.moves_by[desk.instance.edges.person[edges]] == NONE
    for post, own in rows.items():
        if len(own):
            staying = own[stays[own]]
            nearest = int(staying[0]) if len(staying) else None
            found[post] = Stopped(
                tuple(dict.fromkeys(_list_stops(weighed, own)))[:MOST_STOPS],
                None if nearest is None else int(edges[nearest]),
                0 if nearest is None else int(-weighed.brings[nearest]),
            )
    return found


@dataclass(frozen=True)
class _Weighed:
    """One entry an edge: what it would bring, and the group, node and whole-plan limit in the way.

    `group` and `node` are NOWHERE where none is; `whole` is 1 where the number of moves is.
    """

    edges: Ints
    brings: Ints
    group: Ints
    node: Ints
    whole: Ints


def _weigh(ground: Ground, edges: Ints) -> _Weighed:
    """Put each edge into the plan; who moves already would move here instead."""
    instance, margins = ground.desk.instance, ground.margins
    person = instance.edges.person[edges]
    instead_of = margins.moves_by[person]
    change = margins.exchange(instead_of, edges)
    group = instance.group[person]
    counted = (instead_of != NONE) & instance.edges.leaves[instead_of]
    full = is_full(instance.most_leaving[group], margins.leaving[group] - counted)
    in_the_way = full & instance.edges.leaves[edges]
    return _Weighed(
        edges=edges,
        brings=change.total - _price_beyond(ground, change.floor),
        group=np.where(in_the_way, group, NOWHERE),
        node=change.floor.astype(np.int64),
        whole=((instead_of == NONE) & is_moves_full(ground)).astype(np.int64),
    )


def price_loss(ground: Ground, node: int) -> int:
    """Return what one person fewer than a pool may lose costs; units and agencies have no price."""
    if ground.desk.forest.level_of(node) != "pool":
        return 0
    room = ground.margins.room(np.array([node]), gain=False)
    need, staff = ground.need[[node]], ground.staff[[node]] - room
    more = unevenness(need, staff - 1) - unevenness(need, staff)
    return int(np.rint(ground.desk.weights.evenness * more * POINT)[0])


def _price_beyond(ground: Ground, nodes: Codes) -> Ints:
    """Return what it would cost to pass the floor of each of these nodes; NOWHERE: nothing."""
    found, place = np.unique(nodes, return_inverse=True)
    prices = [0 if node == NOWHERE else price_loss(ground, node) for node in found.tolist()]
    return np.array(prices, np.int64)[place]


def _list_stops(weighed: _Weighed, own: Ints) -> Iterator[Stop]:
    """Return the limits in the way of what would bring something, the best first.

    Where some move is stopped by one limit alone, only such limits: loosening one of several that
    stop a move together would bring nothing.
    """
    ways = [_find_ways(weighed, row) for row in own[weighed.brings[own] > 0].tolist()]
    alone = [way for way in ways if len(way) == 1]
    return (stop for way in alone or ways for stop in way)


def _find_ways(weighed: _Weighed, row: int) -> list[Stop]:
    found: list[Stop] = []
    if weighed.whole[row]:
        found.append(("max_moves", NOWHERE))
    if weighed.group[row] != NOWHERE:
        found.append(("max_share_leaving", int(weighed.group[row])))
    if weighed.node[row] != NOWHERE:
        found.append(("min_fill_ratio", int(weighed.node[row])))
    return found
