"""The nodes of a plan: posts, above them pools, units and agencies, with names and staff of each.

A *pool* is what may make up for one another: the posts of one licensed job family in a unit, or all
posts of the unit that are not licensed. A unit's node holds the posts of that very unit; those of
units below it have nodes of their own under the same agency.
"""

from dataclasses import dataclass

import numpy as np

from matching.staffing import Staffing
from planning.answers import FillLevel
from planning.optimum.instance import NOWHERE
from snapshots.coding import Codes
from snapshots.history import History
from snapshots.ledger import Floats, Ints, Rows

FREE = -2
"""Stands for the family of all posts that are not licensed (-1: licensed, of unknown family)."""


@dataclass(frozen=True)
class Forest:
    """Nodes in four layers: the first `posts` nodes are positions by index, then come the others.

    `parent` int32[nodes]. `unit` and `family` have an entry a node (NOWHERE where they say
    nothing): of a pool both (`FREE`: not licensed), of a unit and an agency the unit index.
    """

    posts: int
    pools: int
    units: int
    agencies: int
    parent: Codes
    unit: Codes
    family: Codes

    @property
    def nodes(self) -> int:
        """Number of all nodes."""
        return self.posts + self.pools + self.units + self.agencies

    def layer(self, level: FillLevel) -> Rows:
        """Return the nodes of pools, units or agencies; of the city all agencies."""
        first = {
            "pool": self.posts,
            "unit": self.posts + self.pools,
            "agency": self.posts + self.pools + self.units,
            "city": self.posts + self.pools + self.units,
        }[level]
        count = {"pool": self.pools, "unit": self.units}.get(level, self.agencies)
        return np.arange(first, first + count)

    def level_of(self, node: int) -> FillLevel | None:
        """Return what a node is: pool, unit, agency; None for a post."""
        levels: tuple[FillLevel, ...] = ("pool", "unit", "agency")
        return next((level for level in levels if node in self.layer(level)), None)

    def sum_up(self, of_posts: Floats | Codes | Ints) -> Floats:
        """Return the sums over each node's subtree of one value a post, float64[nodes]."""
        total = np.zeros(self.nodes)
        total[: self.posts] = of_posts
        for level in (np.arange(self.posts), self.layer("pool"), self.layer("unit")):
            np.add.at(total, self.parent[level], total[level])
        return total

    def above(self, post: int) -> tuple[int, int, int]:
        """Return the pool, unit and agency nodes above a post."""
        pool = int(self.parent[post])
        unit = int(self.parent[pool])
        return pool, unit, int(self.parent[unit])


def plant_forest(history: History) -> Forest:
    """Return the nodes of all positions of the records."""
    positions = history.positions
    count, families = len(positions.position_id), len(history.families.words) + 2
    family = np.where(positions.licensed, positions.family, FREE).astype(np.int64)
    key = positions.unit.astype(np.int64) * families + family - FREE
    pool_key, pool = np.unique(key, return_inverse=True)
    unit_of_pool = (pool_key // families).astype(np.int32)
    units, unit = np.unique(unit_of_pool, return_inverse=True)
    agencies, agency = np.unique(history.units.agency[units], return_inverse=True)
    first_unit = count + len(pool_key)
    first_agency = first_unit + len(units)
    nothing = np.full(count, NOWHERE)
    top = np.full(len(agencies), NOWHERE)
    return Forest(
        posts=count,
        pools=len(pool_key),
        units=len(units),
        agencies=len(agencies),
        parent=_join(count + pool, first_unit + unit, first_agency + agency, top),
        unit=_join(nothing, unit_of_pool, units, agencies),
        family=_join(nothing, pool_key % families + FREE, np.full(len(units), NOWHERE), top),
    )


def _join(*parts: Rows | Codes) -> Codes:
    return np.concatenate(parts).astype(np.int32)


def net_staff(forest: Forest, staffing: Staffing) -> Floats:
    """Return the staff of each node, float64[nodes]."""
    return forest.sum_up(staffing.staff)
