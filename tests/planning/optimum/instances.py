"""Small made-up instances with every kind of limit, and what trying everything finds."""

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import strategies as st

from planning.optimum.breaches import find_breaches, value
from planning.optimum.instance import NOWHERE, UNLIMITED, Edges, Instance, Steps, empty_flags

PRICE = st.integers(-3_000_000, 3_000_000)


@st.composite
def instances(draw, fixed=True):
    """Draw an instance of up to 6 people and 5 posts in pools, units and agencies.

    `fixed`: some edges may be pinned or barred.
    """
    parent, posts, agency_of = _draw_forest(draw)
    people = draw(st.integers(0, 6))
    origin = [draw(st.sampled_from([NOWHERE, *posts])) for _ in range(people)]
    group = [NOWHERE if post == NOWHERE else agency_of[post] for post in origin]
    edges = _draw_edges(draw, posts, origin, agency_of)
    agencies = max(agency_of.values()) + 1
    return Instance(
        parent=np.array(parent, np.int32),
        arrivals=np.array(_draw_arrivals(draw, len(parent), posts), np.int32),
        steps=_draw_steps(draw, len(parent)),
        origin=np.array(origin, np.int32),
        group=np.array(group, np.int32),
        edges=edges,
        most_moves=draw(st.none() | st.integers(0, 4)),
        most_leaving=np.array(
            [draw(st.sampled_from([UNLIMITED, 0, 1, 2])) for _ in range(agencies)], np.int32
        ),
        pinned=_draw_flags(draw, len(edges), 10 if fixed else 0),
        barred=_draw_flags(draw, len(edges), 20 if fixed else 0),
    )


def _draw_forest(draw):
    """Return parents, the posts, and the agency (from 0) of each post; nodes in a drawn order."""
    agencies = draw(st.integers(1, 2))
    units = [draw(st.integers(0, agencies - 1)) for _ in range(draw(st.integers(1, 3)))]
    posts = [draw(st.integers(0, len(units) - 1)) for _ in range(draw(st.integers(1, 5)))]
    count = agencies + len(units) + len(posts)
    place = draw(st.permutations(range(count)))
    parent = [NOWHERE] * count
    for number, agency in enumerate(units):
        parent[place[agencies + number]] = place[agency]
    for number, unit in enumerate(posts):
        parent[place[agencies + len(units) + number]] = place[agencies + unit]
    where = {place[agencies + len(units) + n]: units[unit] for n, unit in enumerate(posts)}
    return parent, list(where), where


def _draw_edges(draw, posts, origin, agency_of):
    pairs = [(p, post) for p in range(len(origin)) for post in posts if post != origin[p]]
    pairs = [pair for pair in pairs if draw(st.integers(0, 2)) < 2][:12]
    leaves = [
        origin[person] != NOWHERE and agency_of[origin[person]] != agency_of[post]
        for person, post in pairs
    ]
    return Edges(
        person=np.array([person for person, _ in pairs], np.int32),
        post=np.array([post for _, post in pairs], np.int32),
        price=np.array([draw(PRICE) for _ in pairs], np.int64),
        leaves=np.array(leaves, np.bool_),
    )


def _draw_steps(draw, nodes):
    rows = []
    for node in range(nodes):
        base = draw(st.integers(-2_000_000, 2_000_000))
        for gain in (True, False):
            price = (base if gain else -base) + draw(st.integers(0, 500_000))
            for _ in range(draw(st.integers(0, 3))):
                rows.append((node, gain, draw(st.integers(1, 3)), price))
                price += draw(st.integers(0, 2_000_000))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Steps(
        np.array(columns[0], np.int32),
        np.array(columns[1], np.bool_),
        np.array(columns[2], np.int32),
        np.array(columns[3], np.int64),
    )


def _draw_arrivals(draw, nodes, posts):
    return [
        draw(st.sampled_from([UNLIMITED, 0, 1, 2])) if node in posts else UNLIMITED
        for node in range(nodes)
    ]


def _draw_flags(draw, count, percent):
    return np.array([draw(st.integers(1, 100)) <= percent for _ in range(count)], np.bool_)


def bar(instance, edges):
    """Return the instance in which these edges must not be chosen either."""
    barred = instance.barred.copy()
    barred[edges] = True
    return replace(instance, barred=barred, pinned=instance.pinned & ~barred)


def every_choice(instance):
    """Yield every choice that breaks nothing."""
    own = [[NOWHERE, *np.flatnonzero(instance.edges.person == p)] for p in range(instance.people)]
    for taken in product(*own):
        chosen = np.array(sorted(edge for edge in taken if edge != NOWHERE), np.int64)
        if not find_breaches(instance, chosen):
            yield chosen


def find_best(instance, rank=lambda chosen: 0):
    """Return the least (rank, value) over every choice, None where there is none."""
    found = [(rank(chosen), value(instance, chosen)) for chosen in every_choice(instance)]
    return min(found, default=None)


def shuffle(instance, people, edges, nodes):
    """Return the same instance with people, edges and nodes in other orders (permutations)."""
    person = np.argsort(people)
    node = np.argsort(nodes)
    old, steps = instance.edges, instance.steps

    def renumber(places):
        return np.where(places == NOWHERE, NOWHERE, node[places]).astype(np.int32)

    return replace(
        instance,
        parent=renumber(instance.parent)[nodes],
        arrivals=instance.arrivals[nodes],
        steps=replace(steps, node=renumber(steps.node)),
        origin=renumber(instance.origin)[people],
        group=instance.group[people],
        edges=Edges(
            person[old.person].astype(np.int32)[edges],
            renumber(old.post)[edges],
            old.price[edges],
            old.leaves[edges],
        ),
        pinned=instance.pinned[edges],
        barred=instance.barred[edges],
    )


def nothing_marked(instance):
    """Return a mask of edges that marks none."""
    return empty_flags(len(instance.edges))


def make_pairs(price, most_moves):
    """Three people from outside, each of whom may come to either of two posts of two seats."""
    return Instance(
        parent=np.full(2, NOWHERE, np.int32),
        arrivals=np.full(2, 2, np.int32),
        steps=Steps(
            np.arange(2, dtype=np.int32),
            np.ones(2, np.bool_),
            np.full(2, 2, np.int32),
            np.zeros(2, np.int64),
        ),
        origin=np.full(3, NOWHERE, np.int32),
        group=np.full(3, NOWHERE, np.int32),
        edges=Edges(
            np.repeat(np.arange(3), 2).astype(np.int32),
            np.tile(np.arange(2), 3).astype(np.int32),
            np.full(6, price, np.int64),
            np.zeros(6, np.bool_),
        ),
        most_moves=most_moves,
        most_leaving=np.zeros(0, np.int32),
        pinned=empty_flags(6),
        barred=empty_flags(6),
    )
