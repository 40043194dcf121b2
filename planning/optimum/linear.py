"""The plan as rows and columns of a linear program.

Columns are edges, then steps; rows are what each node's net is made of, then the limits of people,
posts, groups and the whole. Prices are in points, so that a solver's tolerances are far below a
price unit.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csc_array

from planning.optimum.instance import NOWHERE, POINT, UNLIMITED, Instance
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats, Ints


@dataclass(frozen=True)
class Quota:
    """At least `least` of the edges marked in `of` bool[edges]."""

    of: Flags
    least: int


@dataclass(frozen=True)
class Table:
    """Columns `edges` (indexes of the instance's) then all steps; rows between `low` and `high`.

    `post` int[columns] is the post of each edge, NOWHERE of steps. `first` int[6] is the first row
    of each block: nets of nodes, people, posts, groups, the whole, and the end.
    """

    matrix: csc_array
    low: Floats
    high: Floats
    price: Floats
    least: Floats
    most: Floats
    edges: Ints
    post: Codes
    first: Ints

    @property
    def groups(self) -> int:
        """The row of how many leave the first group; those of others follow."""
        return int(self.first[3])

    @property
    def moves(self) -> int:
        """The row of how many move."""
        return int(self.first[4])


def make_table(instance: Instance, edges: Ints, quota: Quota | None = None) -> Table:
    """Return the program of an instance in which only these edges (ascending) may be chosen."""
    columns = len(edges)
    moves = np.arange(columns)
    steps = columns + np.arange(len(instance.steps.node))
    blocks = (
        _net_rows(instance, edges, moves, steps),
        _person_rows(instance, edges),
        _post_rows(instance, edges),
        _group_rows(instance, edges),
        _whole_rows(instance, edges, quota),
    )
    post = np.r_[instance.edges.post[edges], np.full(len(steps), NOWHERE, np.int32)]
    matrix, low, high, first = _stack(blocks, columns + len(steps))
    return Table(matrix, low, high, *_columns(instance, edges), edges, post, first)


@dataclass(frozen=True)
class _Rows:
    row: Codes | Ints
    column: Ints
    entry: Floats
    low: Floats
    high: Floats


def _net_rows(instance: Instance, edges: Ints, moves: Ints, steps: Ints) -> _Rows:
    """Arrivals − departures + what comes from below = gain − loss, for each node."""
    origin = instance.origin[instance.edges.person[edges]]
    leaving = np.flatnonzero(origin != NOWHERE)
    sign = np.where(instance.steps.gain, 1.0, -1.0)
    above = instance.parent[instance.steps.node]
    inside = np.flatnonzero(above != NOWHERE)
    row = (instance.edges.post[edges], origin[leaving], instance.steps.node, above[inside])
    column = (moves, moves[leaving], steps, steps[inside])
    entry = (np.ones(len(moves)), -np.ones(len(leaving)), -sign, sign[inside])
    zero = np.zeros(instance.nodes)
    parts = np.concatenate(row), np.concatenate(column), np.concatenate(entry)
    return _Rows(*parts, zero, zero)


def _person_rows(instance: Instance, edges: Ints) -> _Rows:
    return _counts(instance.edges.person[edges], np.ones(instance.people))


def _post_rows(instance: Instance, edges: Ints) -> _Rows:
    post = instance.edges.post[edges]
    return _counts(post, _unless_unlimited(instance.arrivals), instance.arrivals[post] != UNLIMITED)


def _group_rows(instance: Instance, edges: Ints) -> _Rows:
    group = instance.group[instance.edges.person[edges]]
    limited = instance.edges.leaves[edges] & (group != NOWHERE)
    return _counts(group, _unless_unlimited(instance.most_leaving), limited)


def _whole_rows(instance: Instance, edges: Ints, quota: Quota | None) -> _Rows:
    wanted = quota.of[edges] if quota else np.zeros(len(edges), np.bool_)
    kept = np.flatnonzero(wanted)
    most = np.inf if instance.most_moves is None else float(instance.most_moves)
    every = np.arange(len(edges))
    row = np.r_[np.zeros(len(every), np.int64), np.ones(len(kept), np.int64)]
    low = np.array([-np.inf, quota.least if quota else -np.inf])
    return _Rows(row, np.r_[every, kept], np.ones(len(row)), low, np.array([most, np.inf]))


def _counts(row: Codes, high: Floats, of: Flags | None = None) -> _Rows:
    column = np.arange(len(row)) if of is None else np.flatnonzero(of)
    low = np.full(len(high), -np.inf)
    return _Rows(row[column], column, np.ones(len(column)), low, high)


def _unless_unlimited(most: Codes) -> Floats:
    return np.where(most == UNLIMITED, np.inf, most.astype(np.float64))


def _stack(blocks: tuple[_Rows, ...], columns: int) -> tuple[csc_array, Floats, Floats, Ints]:
    low, high = (np.concatenate([getattr(b, side) for b in blocks]) for side in ("low", "high"))
    first = np.cumsum([0, *(len(block.low) for block in blocks)])
    row = np.concatenate([block.row + start for block, start in zip(blocks, first, strict=False)])
    column = np.concatenate([block.column for block in blocks])
    entry = np.concatenate([block.entry for block in blocks])
    return coo_array((entry, (row, column)), (len(low), columns)).tocsc(), low, high, first


def _columns(instance: Instance, edges: Ints) -> tuple[Floats, Floats, Floats]:
    steps = instance.steps
    price = np.r_[instance.edges.price[edges], steps.price] / POINT
    least = np.r_[instance.pinned[edges].astype(np.float64), np.zeros(len(steps.node))]
    room = np.minimum(steps.capacity, instance.people)
    return price, least, np.r_[np.ones(len(edges)), room.astype(np.float64)]
