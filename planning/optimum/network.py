"""The plan as a circulation: a person flows from the post left to the post taken, then the net on.

A post's net change flows on to its pool, unit and agency and ends above them, over parallel arcs
that carry the steps' prices: gains upwards, losses downwards. Limits that cut across the forest
(how many move, how many leave an agency) have no place in it: `solve_network` answers without them.
"""

from dataclasses import dataclass

import numpy as np

from planning.errors import UnsolvedPlanError
from planning.optimum.instance import NOWHERE, UNLIMITED, Instance
from planning.optimum.solvers import load_flows
from snapshots.coding import Codes
from snapshots.ledger import Flags, Ints


@dataclass(frozen=True)
class Arcs:
    """Arcs, one entry each: from `tail` to `head`, up to `capacity` people at `price` a head."""

    tail: Ints
    head: Ints
    capacity: Ints
    price: Ints


@dataclass(frozen=True)
class Network:
    """A circulation; vertices are the nodes, the top, the people, then the doors of posts.

    The first arcs are the edges `edges` (those neither barred nor pinned), in their order. A door
    stands before each post whose arrivals are bounded. `supply` int[vertices] holds what pinned
    moves carry already.
    """

    arcs: Arcs
    edges: Ints
    supply: Ints


def build_network(instance: Instance) -> Network:
    """Return the circulation of an instance."""
    edges, top = instance.edges, instance.nodes
    free = np.flatnonzero(~(instance.barred | instance.pinned))
    door = _place_doors(instance)
    person = top + 1 + np.arange(instance.people)
    bounded = np.flatnonzero(instance.arrivals != UNLIMITED)
    parts = (
        _arcs(person[edges.person[free]], door[edges.post[free]], 1, edges.price[free]),
        _arcs(np.where(instance.origin == NOWHERE, top, instance.origin), person, 1, 0),
        _arcs(door[bounded], bounded, instance.arrivals[bounded], 0),
        _step_arcs(instance),
    )
    supply = np.zeros(int(door.max(initial=int(person[-1]) if len(person) else top)) + 1, np.int64)
    pinned = np.flatnonzero(instance.pinned)
    np.add.at(supply, door[edges.post[pinned]], 1)
    np.subtract.at(supply, person[edges.person[pinned]], 1)
    return Network(_join(parts), free, supply)


def solve_network(instance: Instance) -> Ints | None:
    """Return the optimum without the limits on moves and leaving, ascending edge indexes.

    None where no choice holds every pinned move. Exact: all sums are of whole numbers. Raises
    UnsolvedPlanError where prices are too great for that.
    """
    if (instance.pinned & instance.barred).any():
        return None
    network = build_network(instance)
    flow = find_flow(network)
    if flow is None:
        return None
    taken = network.edges[flow[: len(network.edges)] > 0]
    return np.union1d(taken, np.flatnonzero(instance.pinned))


def find_flow(network: Network) -> Ints | None:
    """Return the flow of least price on each arc, None where none brings the supplies home."""
    flows, arcs = load_flows(), network.arcs
    solver = flows.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, arcs.head, arcs.capacity, arcs.price)
    solver.set_nodes_supplies(np.arange(len(network.supply), dtype=np.int32), network.supply)
    status = solver.solve()
    if status in (solver.INFEASIBLE, solver.UNBALANCED):
        return None
    if status != solver.OPTIMAL:
        raise UnsolvedPlanError("prices")
    found: Ints = solver.flows(np.arange(len(arcs.tail), dtype=np.int32))
    return found


def _place_doors(instance: Instance) -> Ints:
    door = np.arange(instance.nodes, dtype=np.int64)
    bounded: Flags = instance.arrivals != UNLIMITED
    door[bounded] = instance.nodes + 1 + instance.people + np.arange(bounded.sum())
    return door


def _step_arcs(instance: Instance) -> Arcs:
    steps = instance.steps
    above = np.where(instance.parent == NOWHERE, instance.nodes, instance.parent)[steps.node]
    tail, head = np.where(steps.gain, steps.node, above), np.where(steps.gain, above, steps.node)
    return _arcs(tail, head, np.minimum(steps.capacity, instance.people), steps.price)


def _arcs(tail: Ints, head: Ints, capacity: Codes | Ints | int, price: Ints | int) -> Arcs:
    shape = np.shape(tail)
    return Arcs(
        tail.astype(np.int32),
        head.astype(np.int32),
        np.broadcast_to(np.asarray(capacity, np.int64), shape),
        np.broadcast_to(np.asarray(price, np.int64), shape),
    )


def _join(parts: tuple[Arcs, ...]) -> Arcs:
    return Arcs(
        np.concatenate([part.tail for part in parts]),
        np.concatenate([part.head for part in parts]),
        np.concatenate([part.capacity for part in parts]),
        np.concatenate([part.price for part in parts]),
    )
