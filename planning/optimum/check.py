"""Whether a choice may stand, what it is worth, and what falls if part of it is refused."""

from dataclasses import replace

import numpy as np

from planning.optimum.breaches import Breach, find_breaches, net_changes, value
from planning.optimum.instance import Instance
from planning.optimum.solve import solve_keeping
from snapshots.ledger import Ints

__all__ = ["Breach", "find_breaches", "find_dependents", "net_changes", "value"]


def find_dependents(instance: Instance, chosen: Ints, refused: Ints) -> Ints:
    """Return which of the other chosen edges cannot stand once these are refused, ascending.

    As few as possible, and of equally few those whose loss costs least. A seat may no longer be
    free, or a node may fall below its floor. Pinned moves may fall like any other.
    """
    rest = np.zeros(len(instance.edges), np.bool_)
    rest[np.setdiff1d(chosen, refused)] = True
    nothing = np.zeros(len(rest), np.bool_)
    standing = solve_keeping(replace(instance, barred=~rest, pinned=nothing), rest)
    return np.setdiff1d(np.flatnonzero(rest), standing.chosen)
