"""A made-up province as a plan's arrays: people in posts, vacant seats, scored pairs and prices.

Fit is part the person, part the match, so that many vacancies want the same people; units are
staffed unevenly around two thirds of their need, as on paper everywhere. No city is made and no
pair is scored: what is measured is the search for the optimum alone.
"""

from dataclasses import dataclass

import numpy as np

from planning.optimum.instance import (
    NOWHERE,
    POINT,
    UNLIMITED,
    Edges,
    Instance,
    Steps,
    empty_flags,
)
from snapshots.coding import Codes
from snapshots.ledger import Floats, Ints

UNITS_AN_AGENCY = 12
PEOPLE_A_UNIT = 100
POSTS_A_UNIT = 40
LEAVING = 0.1
FILLED, FLOOR = 0.65, 0.9
FAR_AWAY = 10_000
"""More people than any node gains or loses."""


@dataclass(frozen=True)
class Province:
    """An instance, and the chance of success of each of its edges, float[edges]."""

    instance: Instance
    chance: Floats


def make_province(
    people: int, vacancies: int, candidates: int, seed: int, most_moves: int | None = None
) -> Province:
    """Return a made-up province with so many candidates for each vacancy; same seed, same arrays.

    Vacant posts have one seat. Moves cost little, an uneven pool about as much as a failed move.
    """
    draw = np.random.default_rng(seed)
    forest = _Forest.make(people)
    home = draw.integers(0, forest.units * POSTS_A_UNIT, people) // 2 * 2  # even posts are held
    vacant = draw.choice(forest.units * POSTS_A_UNIT // 2, vacancies, replace=False) * 2 + 1
    person, post, chance = _draw_pairs(draw, people, vacant, candidates)
    agency = forest.agency_of(home)
    away = agency[person] != forest.agency_of(post)
    staff = np.bincount(agency, minlength=forest.agencies)
    price = (0.6 - chance) * POINT + 0.05 * POINT + away * 0.02 * POINT
    instance = Instance(
        parent=forest.parent,
        arrivals=np.full(len(forest.parent), UNLIMITED, np.int32),
        steps=_price_nodes(draw, forest, home, vacant),
        origin=home.astype(np.int32),
        group=agency.astype(np.int32),
        edges=Edges(person, post, np.rint(price).astype(np.int64), away),
        most_moves=most_moves,
        most_leaving=np.maximum(1, LEAVING * staff).astype(np.int32),
        pinned=empty_flags(len(person)),
        barred=empty_flags(len(person)),
    )
    return Province(instance, chance)


@dataclass(frozen=True)
class _Forest:
    """Posts, then pools (two a unit), units and agencies."""

    units: int
    agencies: int
    parent: Codes

    @classmethod
    def make(cls, people: int) -> "_Forest":
        units = max(2, people // PEOPLE_A_UNIT)
        agencies = -(-units // UNITS_AN_AGENCY)
        posts, pools = units * POSTS_A_UNIT, 2 * units
        levels = (
            posts + np.arange(posts) // (POSTS_A_UNIT // 2),
            posts + pools + np.arange(pools) // 2,
            posts + pools + units + np.arange(units) // UNITS_AN_AGENCY,
            np.full(agencies, NOWHERE),
        )
        return cls(units, agencies, np.concatenate(levels).astype(np.int32))

    @property
    def posts(self) -> int:
        return self.units * POSTS_A_UNIT

    def agency_of(self, post: Ints | Codes) -> Ints:
        found: Ints = np.asarray(post, np.int64) // POSTS_A_UNIT // UNITS_AN_AGENCY
        return found


def _draw_pairs(
    draw: np.random.Generator, people: int, vacant: Ints, candidates: int
) -> tuple[Codes, Codes, Floats]:
    quality = draw.normal(0.0, 0.7, people)
    pairs = []
    for post in np.sort(vacant):
        pool = np.unique(draw.integers(0, people, 20 * candidates))
        score = quality[pool] + draw.normal(0.0, 1.0, len(pool)) - 0.5
        best = np.sort(np.argsort(-score, kind="stable")[:candidates])
        pairs.append((pool[best], np.full(len(best), post), 1 / (1 + np.exp(-score[best]))))
    person, post, chance = (np.concatenate(column) for column in zip(*pairs, strict=True))
    return person.astype(np.int32), post.astype(np.int32), chance


def _price_nodes(draw: np.random.Generator, forest: _Forest, home: Ints, vacant: Ints) -> Steps:
    staff = np.bincount(home, minlength=len(forest.parent))
    nodes = np.arange(len(forest.parent))
    for child in nodes[forest.parent != NOWHERE]:
        staff[forest.parent[child]] += staff[child]
    seats = np.bincount(vacant, minlength=forest.posts)
    pools = nodes[forest.posts : forest.posts + 2 * forest.units]
    need = np.rint(staff[pools] / draw.normal(FILLED, 0.12, len(pools)).clip(0.3, 1.2)).clip(1)
    rows: list[tuple[int, bool, int, int]]
    rows = [(node, True, 1, -POINT // 5) for node in np.flatnonzero(seats).tolist()]
    rows += [
        (node, False, int(staff[node]), 0)
        for node in np.flatnonzero(staff[: forest.posts]).tolist()
    ]
    for node, needed in zip(pools, need, strict=True):
        floor = max(0, int(staff[node] - FLOOR * FILLED * needed))
        rows += _even_out(int(node), int(staff[node]), needed, floor)
    for node in nodes[pools[-1] + 1 :]:
        rows += [(node, True, FAR_AWAY, 0), (node, False, staff[node] // 3, 0)]
    node, gain, capacity, price = (np.array(column) for column in zip(*rows, strict=True))
    return Steps(
        node.astype(np.int32),
        gain.astype(np.bool_),
        capacity.astype(np.int32),
        price.astype(np.int64),
    )


def _even_out(node: int, staff: int, need: float, floor: int) -> list[tuple[int, bool, int, int]]:
    """Steps of need × (fill ratio − 1)², one person each and 15 at most."""

    def cost(people: int) -> float:
        return need * (people / need - 1) ** 2

    up = [
        (node, True, 1, round((cost(staff + n + 1) - cost(staff + n)) * POINT)) for n in range(15)
    ]
    down = [
        (node, False, 1, round((cost(staff - n - 1) - cost(staff - n)) * POINT))
        for n in range(min(15, floor))
    ]
    return up + down
