"""The nodes of a plan: posts, above them pools, units and agencies, with names and staff of each.

A *pool* is what may make up for one another (`planning.pools`). A unit's node holds the posts of
that very unit; those of units below it have nodes of their own under the same agency.
"""

from dataclasses import dataclass

import numpy as np

from planning.answers import FillLevel
from planning.optimum.instance import NOWHERE
from planning.pools import find_pools
from snapshots.coding import Codes
from snapshots.history import History
from snapshots.ledger import Floats, Ints, Rows
from wording import Language, say


@dataclass(frozen=True)
class Forest:
    """Nodes in four layers: the first `posts` nodes are positions by index, then come the others.

    `parent` int32[nodes]. `unit` and `family` have an entry a node (NOWHERE where they say
    nothing): of a pool both (`pools.FREE`: not licensed), of a unit and an agency the unit index.
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
    pools, count = find_pools(history), len(history.positions.position_id)
    units, unit = np.unique(pools.unit, return_inverse=True)
    agencies, agency = np.unique(history.units.agency[units], return_inverse=True)
    first_unit = count + len(pools.unit)
    first_agency = first_unit + len(units)
    nothing = np.full(count, NOWHERE)
    top = np.full(len(agencies), NOWHERE)
    return Forest(
        posts=count,
        pools=len(pools.unit),
        units=len(units),
        agencies=len(agencies),
        parent=_join(count + pools.of_posts, first_unit + unit, first_agency + agency, top),
        unit=_join(nothing, pools.unit, units, agencies),
        family=_join(nothing, pools.family, np.full(len(units), NOWHERE), top),
    )


def name_node(forest: Forest, history: History, node: int, language: Language) -> str:
    """Return the name of a pool, unit or agency as sentences use it."""
    name, family = history.units.name[int(forest.unit[node])], int(forest.family[node])
    if family < 0:  # all that is not licensed, or licensed of a family that nobody told
        return name
    return say("plan_reasons.pool", language, family=history.families.words[family], unit=name)


def _join(*parts: Rows | Codes) -> Codes:
    return np.concatenate(parts).astype(np.int32)
