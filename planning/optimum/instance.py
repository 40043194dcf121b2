"""A plan as arrays: who could move where at which price, and what a net change costs each node.

Posts, pools, units and agencies are nodes of one forest. The *net change* of a node is the arrivals
minus the departures in its whole subtree. A move from post A to post B changes the net of A, B and
of every node above either, but not of those above both. Prices are whole millionths of a point (one
point: one transfer that succeeds), so that every way of solving adds up the same numbers; lower is
better, and doing nothing costs 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from snapshots.coding import Codes
from snapshots.ledger import Flags, Ints

POINT = 1_000_000
"""Price units in one point."""
NOWHERE = -1
UNLIMITED = -1
Method = Literal["network", "linear", "integer", "search"]
"""How a choice was found: by the network alone, by a linear program, or in whole people.

`search`: none of them came to an end, and the choice is the one that the search began with.
"""


@dataclass(frozen=True)
class Edges:
    """Moves that could be made, one entry each: a lawful, scored pair of person and post.

    `person` indexes `Instance.origin`, `post` is a node. `price` is that of the move itself,
    without what it does to nodes. `leaves` tells whether the person leaves the agency.
    """

    person: Codes
    post: Codes
    price: Ints
    leaves: Flags

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Steps:
    """Convex prices of net change, one entry a step.

    A node's net gain uses its steps with `gain`, its net loss the others; each step takes up to
    `capacity` people at `price` a head. A node cannot gain or lose more than its steps hold. Of one
    node and direction the prices ascend, and the cheapest gain and loss together cost at least 0.
    """

    node: Codes
    gain: Flags
    capacity: Codes
    price: Ints

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Return the steps of all parts, one after another."""
        return cls(
            np.concatenate([part.node for part in parts]),
            np.concatenate([part.gain for part in parts]),
            np.concatenate([part.capacity for part in parts]),
            np.concatenate([part.price for part in parts]),
        )


@dataclass(frozen=True)
class Instance:
    """A whole plan to be optimised.

    Nodes: `parent` int[nodes] (NOWHERE: none above), `arrivals` int[nodes] bounds how many people
    may come into a post whoever leaves it (UNLIMITED: only the net is bounded, so that a vacated
    seat may be filled again).
    People: `origin` int[people] is the post that each leaves (NOWHERE: holds none), `group`
    int[people] the agency left. Each person moves at most once.
    Limits: `most_moves` (None: any number); `most_leaving` int[groups] bounds the edges with
    `leaves` of each group. `pinned` edges must be chosen, `barred` ones must not; both bool[edges].
    """

    parent: Codes
    arrivals: Codes
    steps: Steps
    origin: Codes
    group: Codes
    edges: Edges
    most_moves: int | None
    most_leaving: Codes
    pinned: Flags
    barred: Flags

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.origin)


def empty_flags(count: int) -> Flags:
    """Return a mask that marks nothing."""
    return np.zeros(count, np.bool_)


def take_edges(instance: Instance, kept: Ints) -> Instance:
    """Return the instance of these edges alone (ascending), without people and nodes they miss."""
    edges = instance.edges
    people, person = np.unique(edges.person[kept], return_inverse=True)
    nodes = _find_touched(instance, np.r_[edges.post[kept], instance.origin[people]])
    place = np.full(instance.nodes + 1, NOWHERE, np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    steps, of = instance.steps, np.flatnonzero(place[instance.steps.node] != NOWHERE)
    return Instance(
        parent=place[instance.parent[nodes]],
        arrivals=instance.arrivals[nodes],
        steps=Steps(place[steps.node[of]], steps.gain[of], steps.capacity[of], steps.price[of]),
        origin=place[instance.origin[people]],
        group=instance.group[people],
        edges=Edges(
            person.astype(np.int32),
            place[edges.post[kept]],
            edges.price[kept],
            edges.leaves[kept],
        ),
        most_moves=instance.most_moves,
        most_leaving=instance.most_leaving,
        pinned=instance.pinned[kept],
        barred=instance.barred[kept],
    )


def _find_touched(instance: Instance, nodes: Ints) -> Ints:
    """Return these nodes and all above them, ascending."""
    found = np.unique(nodes[nodes != NOWHERE])
    while True:
        above = instance.parent[found]
        grown = np.union1d(found, above[above != NOWHERE])
        if len(grown) == len(found):
            return found.astype(np.int64)
        found = grown
