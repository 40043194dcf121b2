"""Which chosen moves fall if others are refused."""

from dataclasses import replace

import numpy as np

from planning.errors import InfeasiblePlanError
from planning.optimum.instance import Instance, empty_flags, take_edges
from planning.optimum.network import solve_network
from snapshots.ledger import Ints


def find_dependents(instance: Instance, chosen: Ints, refused: Ints) -> Ints:
    """Return which of the other chosen edges cannot stand once these are refused, ascending.

    As few as possible, and of equally few those whose loss costs least. A seat may no longer be
    free, or a node may fall below its floor. Pinned moves may fall like any other. `chosen` must
    break no limit: then no part of it breaks one on moves or leaving, and the network is exact.
    """
    rest = np.setdiff1d(chosen, refused)
    alone = take_edges(instance, rest)
    nothing = empty_flags(len(rest))
    standing = solve_network(replace(_count_first(alone), pinned=nothing, barred=nothing))
    if standing is None:
        raise InfeasiblePlanError(())
    return np.setdiff1d(rest, rest[standing])


def _count_first(instance: Instance) -> Instance:
    """Return an instance in which one move more is worth more than all prices together."""
    edges, steps = instance.edges, instance.steps
    used = np.minimum(steps.capacity, len(edges)).astype(np.int64)
    most = int(np.abs(edges.price).sum() + (used * np.abs(steps.price)).sum())
    return replace(instance, edges=replace(edges, price=edges.price - 2 * most - 1))
