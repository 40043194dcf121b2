"""Two plain ways of planning, beside which a plan is held: best fit first, and by seniority.

Both keep every rule and limit, and look at each seat or person once. They stand for what is done
with a list in the hand; neither looks at what it leaves behind, but for the floors.
"""

from collections.abc import Iterable

import numpy as np

from planning.desk.desk import Desk
from planning.optimum.breaches import step_room
from planning.optimum.instance import NOWHERE, UNLIMITED, Instance
from snapshots.ledger import Ints


def choose_by_fit(desk: Desk) -> Ints:
    """Take the best pair of all, then the next that is still possible, and so on."""
    order = np.argsort(-desk.merit, kind="stable")
    listed = order[desk.candidates.listed[desk.made.pair[order]]]
    return take_in_order(desk.instance, listed.tolist())


def choose_by_seniority(desk: Desk) -> Ints:
    """Fill the highest posts first, each with its most senior eligible people (DUK order)."""
    level = desk.matcher.history.positions.level[desk.position]
    seniority = desk.candidates.seniority[desk.made.pair]
    order = np.lexsort((np.arange(len(level)), -seniority, desk.position, -level))
    return take_in_order(desk.instance, order.tolist())


def take_in_order(instance: Instance, order: Iterable[int]) -> Ints:
    """Return the edges taken in an order (ascending), the pinned ones before all others."""
    room = _Room(instance)
    pinned = np.flatnonzero(instance.pinned).tolist()
    for edge in pinned:
        room.put(edge)
    taken = [*pinned, *(edge for edge in order if room.try_to_put(edge))]
    return np.array(sorted(taken), np.int64)


class _Room:
    """What is still possible: who is free, how many seats, how many may leave."""

    def __init__(self, instance: Instance) -> None:
        self.person = instance.edges.person.tolist()
        self.post = instance.edges.post.tolist()
        self.leaves = instance.edges.leaves.tolist()
        self.barred = instance.barred.tolist()
        self.origin = instance.origin.tolist()
        self.group = instance.group.tolist()
        self.parent = instance.parent.tolist()
        self.moved = [False] * instance.people
        self.gain = step_room(instance, gain=True).tolist()
        self.loss = step_room(instance, gain=False).tolist()
        self.net = [0] * instance.nodes
        most = len(self.person)
        self.seats = [most if seats == UNLIMITED else seats for seats in instance.arrivals.tolist()]
        self.leaving = [most if n == UNLIMITED else n for n in instance.most_leaving.tolist()]
        self.moves = most if instance.most_moves is None else instance.most_moves

    def try_to_put(self, edge: int) -> bool:
        """Take an edge if nothing stands against it."""
        possible = self._is_possible(edge)
        if possible:
            self.put(edge)
        return possible

    def put(self, edge: int) -> None:
        """Take an edge."""
        person, post = self.person[edge], self.post[edge]
        self.moved[person] = True
        self.moves -= 1
        self.seats[post] -= 1
        if self.leaves[edge]:
            self.leaving[self.group[person]] -= 1
        came, left = self._split(self.origin[person], post)
        for node in came:
            self.net[node] += 1
        for node in left:
            self.net[node] -= 1

    def _is_possible(self, edge: int) -> bool:
        person, post = self.person[edge], self.post[edge]
        if self.moved[person] or self.barred[edge] or not self.moves or not self.seats[post]:
            return False
        if self.leaves[edge] and not self.leaving[self.group[person]]:
            return False
        came, left = self._split(self.origin[person], post)
        return all(self.net[node] < self.gain[node] for node in came) and all(
            self.net[node] > -self.loss[node] for node in left
        )

    def _split(self, origin: int, post: int) -> tuple[list[int], list[int]]:
        """Return the nodes that a move adds to and those that it takes from; of both, neither."""
        to, away = self._path(post), self._path(origin)
        return [n for n in to if n not in away], [n for n in away if n not in to]

    def _path(self, node: int) -> list[int]:
        path = []
        while node != NOWHERE:
            path.append(node)
            node = self.parent[node]
        return path
