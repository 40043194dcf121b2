"""What a limit, loosened by one, would bring the whole plan, and which vacancies it would fill."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planning.answers import Loosening
from planning.optimum.instance import NOWHERE, POINT, Steps
from planning.optimum.loosening import Loosener
from planning.reasons.alternatives import classify
from planning.reasons.ground import Ground
from planning.reasons.stopped import Stop, price_loss
from snapshots.ledger import Ints
from wording import say

FLOOR = "min_fill_ratio"
MOST_LOOSENED = 150
"""Limits of one plan that are loosened in turn, those that stop most vacancies first."""


@dataclass(frozen=True)
class Loosened:
    """A plan with one limit loosened: what it brings in price units, and the posts it fills.

    `floors` are all nodes whose floor was loosened for it, from the lowest up.
    """

    brings: int
    fills: frozenset[int]
    floors: tuple[int, ...]


def loosen_all(ground: Ground, stops: Iterable[Stop]) -> dict[Stop, Loosened]:
    """Return what each of these limits, loosened alone by one, brings to a whole new plan.

    A floor is loosened for a pool, unit or agency and for all above it that are at their floor
    too: else somebody who may leave the pool could still not leave the unit.
    """
    asked = list(stops)
    floors = {stop: _find_floors_from(ground, stop[1]) for stop in asked if stop[0] == FLOOR}
    nodes = sorted({node for found in floors.values() for node in found})
    loosener = Loosener(ground.desk.instance, ground.solution, _price_losses(ground, nodes))
    loosened = {}
    for stop in asked:
        if stop[0] == FLOOR:
            again = loosener.loosen_nodes(np.searchsorted(nodes, floors[stop]))
        elif stop[0] == "max_share_leaving":
            again = loosener.loosen_leaving(stop[1])
        else:
            again = loosener.loosen_moves()
        filled, lowered = _find_filled(ground, again.chosen), tuple(floors.get(stop, ()))
        loosened[stop] = Loosened(-again.loses, filled, lowered)
    return loosened


def _find_floors_from(ground: Ground, node: int) -> list[int]:
    found = [node]
    while (node := int(ground.desk.instance.parent[node])) != NOWHERE:
        if ground.margins.spare_loss(np.array([node]))[0] <= 0:
            found.append(node)
    return found


def _price_losses(ground: Ground, nodes: list[int]) -> Steps:
    """Return one loss more at each node, priced as the node's evenness asks."""
    count = len(nodes)
    prices = [price_loss(ground, node) for node in nodes]
    return Steps(
        node=np.array(nodes, np.int32),
        gain=np.zeros(count, np.bool_),
        capacity=np.ones(count, np.int32),
        price=np.array(prices, np.int64),
    )


def _find_filled(ground: Ground, chosen: Ints) -> frozenset[int]:
    """Return the posts into which more people come than in the plan."""
    posts = ground.desk.instance.edges.post
    nodes = ground.desk.instance.nodes
    more = np.bincount(posts[chosen], minlength=nodes) > ground.margins.arrivals
    return frozenset(np.flatnonzero(more).tolist())


def tell_loosening(ground: Ground, stop: Stop, found: Loosened, post: int) -> Loosening:
    """Return one loosening as it is told of a vacancy."""
    code, (name, subject_id) = stop[0], _name_subject(ground, stop, found)
    end = "" if classify(-found.brings) == "gains" else "_nothing"
    text = say(
        f"plan_reasons.loosening_{code}{end}",
        ground.language,
        points=ground.points(found.brings),
        name=name,
    )
    if post in found.fills:
        text = f"{text} {say('plan_reasons.loosening_fills', ground.language)}"
    return Loosening(code, subject_id, found.brings / POINT, text)


def _name_subject(ground: Ground, stop: Stop, found: Loosened) -> tuple[str, str | None]:
    """Return the name and the id of what a limit is of; of floors the names of all, each once."""
    code, subject = stop
    if code == "max_share_leaving":
        units, agency = ground.desk.matcher.history.units, ground.agency_of_group(subject)
        return units.name[agency], units.unit_id[agency]
    if code == "min_fill_ratio":
        names = dict.fromkeys(ground.name_node(node) for node in found.floors)
        return ground.join(tuple(names)), ground.id_of_node(subject)
    return "", None
