"""What a choice of moves is worth and which limits it breaks, counted without any solver."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planning.optimum.instance import NOWHERE, UNLIMITED, Instance
from snapshots.ledger import Flags, Ints


@dataclass(frozen=True)
class Breach:
    """A limit that a choice breaks.

    `code` is a name of the contract (`seats`, `min_fill_ratio`, `max_moves`, `max_share_leaving`,
    `pinned`, `forbidden`) or `person` for who would move twice. `subject` is what the limit is of:
    a node, a group, a person or an edge (NOWHERE: the whole plan). `found` is what the choice has
    of it, `allowed` what it may have.
    """

    code: str
    subject: int
    found: int
    allowed: int


def value(instance: Instance, chosen: Ints) -> int:
    """Return the objective of a choice (int[moves], edge indexes) in price units; lower is better.

    It is that of the moves and of the net changes that they make, limits apart: steps that a node
    does not have cost nothing, which `find_breaches` reports.
    """
    moves = int(instance.edges.price[chosen].sum())
    net = net_changes(instance, chosen)
    return moves + _price_of(instance, net, gain=True) + _price_of(instance, -net, gain=False)


def net_changes(instance: Instance, chosen: Ints) -> Ints:
    """Return arrivals minus departures in the subtree of each node, int[nodes]."""
    net = np.bincount(instance.edges.post[chosen], minlength=instance.nodes).astype(np.int64)
    origin = instance.origin[instance.edges.person[chosen]]
    net -= np.bincount(origin[origin != NOWHERE], minlength=instance.nodes)
    depth = depths(instance.parent)
    for level in range(int(depth.max(initial=0)), 0, -1):
        nodes = np.flatnonzero(depth == level)
        np.add.at(net, instance.parent[nodes], net[nodes])
    return net


def depths(parent: npt.NDArray[np.int32]) -> Ints:
    """Return how many nodes stand above each, int[nodes]."""
    depth, above = np.zeros(len(parent), np.int64), parent.copy()
    while (inside := above != NOWHERE).any():
        depth += inside
        above[inside] = parent[above[inside]]
    return depth


def step_room(instance: Instance, *, gain: bool) -> Ints:
    """Return how many people each node may gain (or lose) at most, int[nodes]."""
    steps = instance.steps
    of = steps.gain == gain
    room = np.zeros(instance.nodes, np.int64)
    np.add.at(room, steps.node[of], steps.capacity[of])
    return room


def _price_of(instance: Instance, amount: Ints, *, gain: bool) -> int:
    steps = instance.steps
    of = np.flatnonzero(steps.gain == gain)
    of = of[np.lexsort((steps.price[of], steps.node[of]))]
    node, capacity = steps.node[of], steps.capacity[of].astype(np.int64)
    filled = np.cumsum(capacity) - capacity
    first = np.searchsorted(node, node)
    before = filled - filled[first] if len(of) else filled
    used = np.clip(amount[node] - before, 0, capacity)
    return int((used * steps.price[of]).sum())


def find_breaches(instance: Instance, chosen: Ints) -> tuple[Breach, ...]:
    """Return everything that a choice of edges (int[moves]) breaks; () where it may stand."""
    found = (
        *_find_fixed(instance, chosen),
        *_find_twice(instance, chosen),
        *_find_nodes(instance, chosen),
        *_find_leaving(instance, chosen),
    )
    most = instance.most_moves
    if most is not None and len(chosen) > most:
        return (*found, Breach("max_moves", NOWHERE, len(chosen), most))
    return found


def _find_fixed(instance: Instance, chosen: Ints) -> Iterator[Breach]:
    taken = np.bincount(chosen, minlength=len(instance.edges)).astype(bool)
    for edge in np.flatnonzero(instance.pinned & ~taken):
        yield Breach("pinned", int(edge), 0, 1)
    for edge in np.flatnonzero(instance.barred & taken):
        yield Breach("forbidden", int(edge), 1, 0)


def _find_twice(instance: Instance, chosen: Ints) -> Iterator[Breach]:
    moves = np.bincount(instance.edges.person[chosen], minlength=instance.people)
    yield from _over("person", moves, np.ones(instance.people, np.int64))


def _find_nodes(instance: Instance, chosen: Ints) -> Iterator[Breach]:
    net = net_changes(instance, chosen)
    arrived = np.bincount(instance.edges.post[chosen], minlength=instance.nodes)
    arrivals = instance.arrivals.astype(np.int64)
    allowed = np.where(arrivals == UNLIMITED, len(instance.edges), arrivals)
    yield from _over("seats", arrived, allowed)
    yield from _over("seats", net, step_room(instance, gain=True))
    yield from _over("min_fill_ratio", -net, step_room(instance, gain=False))


def _find_leaving(instance: Instance, chosen: Ints) -> Iterator[Breach]:
    leaving = chosen[instance.edges.leaves[chosen]]
    group = instance.group[instance.edges.person[leaving]]
    left = np.bincount(group[group != NOWHERE], minlength=len(instance.most_leaving))
    most = instance.most_leaving.astype(np.int64)
    yield from _over("max_share_leaving", left, np.where(most == UNLIMITED, left, most))


def _over(code: str, found: Ints | Flags, allowed: Ints) -> Iterator[Breach]:
    for subject in np.flatnonzero(found > allowed):
        yield Breach(code, int(subject), int(found[subject]), int(allowed[subject]))
