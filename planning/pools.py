"""Pools: the posts of a unit that may make up for one another.

A pool holds the posts of one licensed job family in a unit, or all posts of the unit that are not
licensed: a licence is not made up for by somebody who has none.
"""

from dataclasses import dataclass

import numpy as np

from snapshots.coding import Codes
from snapshots.history import History

FREE = -2
"""Stands for the family of all posts that are not licensed (-1: licensed, of unknown family)."""


@dataclass(frozen=True)
class Pools:
    """The pool of each post, int32[positions], and each pool's unit and family (`FREE` where none).

    Pools are in the order of their units, then families.
    """

    of_posts: Codes
    unit: Codes
    family: Codes


def find_pools(history: History) -> Pools:
    """Return the pools of all positions of the records."""
    positions, families = history.positions, len(history.families.words) + 2
    family = np.where(positions.licensed, positions.family, FREE).astype(np.int64)
    key, pool = np.unique(positions.unit * np.int64(families) + family - FREE, return_inverse=True)
    return Pools(
        of_posts=pool.astype(np.int32),
        unit=(key // families).astype(np.int32),
        family=(key % families + FREE).astype(np.int32),
    )
