"""What a plan's points would be with one move taken out, one put in, or one in another's place.

Nothing is planned again here: all other moves stay as they are. That is how a move's own gain is
told; what refusing it costs is told by planning again (`planning.optimum.refusal`).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from planning.optimum.breaches import net_changes
from planning.optimum.instance import NOWHERE, UNLIMITED, Instance
from snapshots.coding import Codes
from snapshots.ledger import Flags, Ints, Rows

NONE = -1
"""Stands for no edge."""


@dataclass(frozen=True)
class Change:
    """What exchanges bring, one entry each, in price units; positive: the plan gets better.

    `moves` is the price of the moves themselves, `pools` and `posts` what net change costs above
    posts and at posts. `floor` is the node that would lose or gain more than it may, NOWHERE where
    none would.
    """

    moves: Ints
    pools: Ints
    posts: Ints
    floor: Codes

    @property
    def total(self) -> Ints:
        """All of it."""
        return self.moves + self.pools + self.posts


class Margins:
    """A choice of edges and what its nodes' net changes cost."""

    def __init__(self, instance: Instance, chosen: npt.ArrayLike) -> None:
        self.instance = instance
        self.chosen = np.asarray(chosen, np.intp)
        steps = instance.steps
        key = steps.node.astype(np.int64) * 2 + ~steps.gain
        order = np.lexsort((steps.price, key))
        self._price, self._capacity = steps.price[order], steps.capacity[order].astype(np.int64)
        self._start = np.searchsorted(key[order], np.arange(2 * instance.nodes + 1))
        total = np.concatenate([[0], np.cumsum(self._capacity)])
        self._offset = total[:-1] - np.repeat(total[self._start[:-1]], np.diff(self._start))
        self._room = total[self._start[1:]] - total[self._start[:-1]]

    @cached_property
    def paths(self) -> Rows:
        """Each node and all above it, NOWHERE beyond the top, intp[nodes, depth]."""
        parent, found = self.instance.parent, [np.arange(self.instance.nodes)]
        while (found[-1] != NOWHERE).any():
            found.append(np.where(found[-1] == NOWHERE, NOWHERE, parent[found[-1]]))
        return np.stack(found[:-1] or found, axis=1)

    @cached_property
    def net(self) -> Ints:
        """Net change of each node, int64[nodes]."""
        return net_changes(self.instance, self.chosen)

    @cached_property
    def is_post(self) -> Flags:
        """Which nodes have none below them."""
        parent = self.instance.parent
        return ~np.isin(np.arange(self.instance.nodes), parent[parent != NOWHERE])

    @cached_property
    def arrivals(self) -> Ints:
        """People who come into each node that is a post, int64[nodes]."""
        posts = self.instance.edges.post[self.chosen]
        return np.bincount(posts, minlength=self.instance.nodes).astype(np.int64)

    @cached_property
    def leaving(self) -> Ints:
        """People who leave each group, int64[groups]."""
        edges, groups = self.instance.edges, len(self.instance.most_leaving)
        left = self.instance.group[edges.person[self.chosen[edges.leaves[self.chosen]]]]
        return np.bincount(left[left != NOWHERE], minlength=groups).astype(np.int64)

    @cached_property
    def moves_by(self) -> Ints:
        """The chosen edge of each person, NONE for who stays, int64[people]."""
        found = np.full(self.instance.people, NONE, np.int64)
        found[self.instance.edges.person[self.chosen]] = self.chosen
        return found

    def room(self, nodes: Codes, gain: bool) -> Ints:
        """Return how far the net of some nodes may rise (`gain`) or fall from nothing."""
        found: Ints = self._room[nodes.astype(np.int64) * 2 + (not gain)]
        return found

    def spare_loss(self, nodes: Codes) -> Ints:
        """Return how many more people each node may lose than it loses in this choice."""
        return self.room(nodes, gain=False) + self.net[nodes]

    def cost(self, nodes: npt.ArrayLike, net: Ints) -> Ints:
        """Return what net changes of nodes cost; beyond the node's room nothing is added."""
        row = np.asarray(nodes, np.int64) * 2 + (net < 0)
        count = self._start[row + 1] - self._start[row]
        query = np.repeat(np.arange(len(row)), count)
        first = np.cumsum(count) - count
        step = self._start[row][query] + np.arange(len(query)) - first[query]
        taken = np.clip(np.abs(net)[query] - self._offset[step], 0, self._capacity[step])
        running = np.concatenate([[0], np.cumsum(taken * self._price[step])])
        return np.asarray(running[first + count] - running[first], np.int64)

    def exchange(self, out: npt.ArrayLike, put: npt.ArrayLike) -> Change:
        """Return what taking edges `out` and putting others in brings, one exchange an entry.

        Either may be NONE. An edge of `out` must be chosen, one of `put` must not.
        """
        taken, given = np.broadcast_arrays(np.atleast_1d(out), np.atleast_1d(put))
        price, none = self.instance.edges.price, np.int64(0)
        moves = np.where(taken == NONE, none, price[taken]) - np.where(
            given == NONE, none, price[given]
        )
        which, node, change = self._touch(taken, given)
        before, after = self.net[node], self.net[node] + change
        brings = self.cost(node, before) - self.cost(node, after)
        post, count = self.is_post[node], len(taken)
        return Change(
            moves=moves,
            pools=_sum(which[~post], brings[~post], count),
            posts=_sum(which[post], brings[post], count),
            floor=self._find_full(which, node, after, count),
        )

    def _touch(self, taken: Rows, given: Rows) -> tuple[Rows, Rows, Ints]:
        """Return (exchange, node, change of its net) wherever a net changes."""
        edges, origin = self.instance.edges, self.instance.origin
        parts = []
        for edge, weight in ((taken, -1), (given, 1)):
            moved = np.flatnonzero(edge != NONE)
            left = origin[edges.person[edge[moved]]]
            held = left != NOWHERE
            parts.append((moved, edges.post[edge[moved]], np.full(len(moved), weight)))
            parts.append((moved[held], left[held], np.full(int(held.sum()), -weight)))
        depth = self.paths.shape[1]
        which = np.concatenate([np.repeat(one, depth) for one, _, _ in parts])
        node = np.concatenate([self.paths[nodes].ravel() for _, nodes, _ in parts])
        sign = np.concatenate([np.repeat(weight, depth) for _, _, weight in parts])
        real = node != NOWHERE
        key, place = np.unique(which[real] * self.instance.nodes + node[real], return_inverse=True)
        change = _sum(place, sign[real].astype(np.int64), len(key))
        kept, nodes = change != 0, self.instance.nodes
        return key[kept] // nodes, key[kept] % nodes, change[kept]

    def _find_full(self, which: Rows, node: Rows, after: Ints, count: int) -> Codes:
        """Return the first node of each exchange that would pass its room."""
        beyond = np.abs(after) > self._room[node * 2 + (after < 0)]
        found = np.full(count, NOWHERE, np.int64)
        found[which[beyond][::-1]] = node[beyond][::-1]
        return found.astype(np.int32)


def _sum(place: Rows, value: Ints, count: int) -> Ints:
    found = np.zeros(count, np.int64)
    np.add.at(found, place, value)
    return found


def is_full(limit: Ints | Codes, used: Ints) -> Flags:
    """Tell where a limit is used up; UNLIMITED never is."""
    return np.asarray((limit != UNLIMITED) & (used >= limit))
