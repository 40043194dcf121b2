"""What moves do to fill ratios: pools, units, agencies and the city, before and after.

A fill ratio is staff / need (bezetting : kebutuhan), None where nobody is needed.
"""

from dataclasses import dataclass

import numpy as np

from planning.answers import Filling, FillLevel
from planning.desk.desk import Desk
from planning.need.answers import NeedFrom
from planning.optimum.breaches import net_changes
from planning.pools import FREE
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats, Ints, Rows
from wording import Language, say

LEVELS: tuple[FillLevel, ...] = ("agency", "unit", "pool")
CITY = "city"
"""The id of the whole in a plan's fill ratios."""


@dataclass(frozen=True)
class Fill:
    """Need and staff of each node before and after, float64[nodes].

    `posts` counts the posts below each node, `analysed` those of them that have ABK rows.
    """

    need: Floats
    before: Floats
    after: Floats
    posts: Floats
    analysed: Floats


def measure_fill(desk: Desk, chosen: Ints) -> Fill:
    """Return need and staff of all nodes as they are (under the scenario), and after the moves."""
    forest, staffing = desk.forest, desk.staffing
    need, staff = forest.sum_up(staffing.need), forest.sum_up(staffing.staff)
    analysed = staffing.work_year != UNKNOWN
    return Fill(
        need=need,
        before=staff,
        after=staff + net_changes(desk.instance, chosen),
        posts=forest.sum_up(np.ones(len(analysed))),
        analysed=forest.sum_up(analysed.astype(np.float64)),
    )


def fillings(desk: Desk, chosen: Ints, language: Language = "id") -> tuple[Filling, ...]:
    """Return the city, then every agency, unit and pool, each level in the order of ids.

    The id of an agency or unit is its unit_id, that of a pool its unit_id, a colon, and the
    licensed job family, or "*" for all posts that are not licensed.
    """
    fill, forest = measure_fill(desk, chosen), desk.forest
    agencies = forest.layer("agency")
    city = Fill(*(column[agencies].sum(keepdims=True) for column in _columns(fill)))
    whole = _tell("city", CITY, say("plans.city", language), city, 0)
    return (
        whole,
        *(
            _tell(level, *_name(desk, level, node, language), fill, node)
            for level in LEVELS
            for node in forest.layer(level).tolist()
        ),
    )


def measure_agencies(desk: Desk, chosen: Ints) -> tuple[Floats, Floats]:
    """Return need and fill ratio after the moves of each agency that needs anybody."""
    fill = measure_fill(desk, chosen)
    needed: Rows = desk.forest.layer("agency")
    needed = needed[fill.need[needed] > 0]
    return fill.need[needed], fill.after[needed] / fill.need[needed]


def count_vacated(desk: Desk, chosen: Ints) -> int:
    """Return how many seats stand vacant because of these moves.

    A seat left is one of them unless a move fills it, or the post had more people than seats.
    """
    posts, seats = desk.forest.posts, desk.matcher.history.positions.seats
    free = seats - desk.seats.held_by - desk.staffing.additional
    left = np.maximum(-net_changes(desk.instance, chosen)[:posts], 0)
    return int((np.maximum(free + left, 0) - np.maximum(free, 0)).sum())


def spread(need: Floats, ratio: Floats) -> float:
    """Return the standard deviation of fill ratios weighed by need; 0 where nobody is needed."""
    if not len(need):
        return 0.0
    mean = np.average(ratio, weights=need)
    return float(np.sqrt(np.average((ratio - mean) ** 2, weights=need)))


def _columns(fill: Fill) -> tuple[Floats, ...]:
    return fill.need, fill.before, fill.after, fill.posts, fill.analysed


def _name(desk: Desk, level: FillLevel, node: int, language: Language) -> tuple[str, str]:
    """Return the id and the name of a node."""
    history, unit = desk.matcher.history, int(desk.forest.unit[node])
    unit_id, name = history.units.unit_id[unit], history.units.name[unit]
    if level != "pool":
        return unit_id, name
    family = int(desk.forest.family[node])
    if family == FREE:
        return f"{unit_id}:*", name
    word = history.families.words[family] if family >= 0 else ""
    return f"{unit_id}:{word}", say("plans.pool", language, unit=name, family=word or None)


def _tell(level: FillLevel, id_: str, name: str, fill: Fill, node: int) -> Filling:
    need, before, after = (float(one[node]) for one in (fill.need, fill.before, fill.after))
    return Filling(
        level=level,
        id=id_,
        name=name,
        need=need,
        need_from=_find_source(fill, node),
        staff_before=before,
        staff_after=after,
        ratio_before=before / need if need else None,
        ratio_after=after / need if need else None,
    )


def _find_source(fill: Fill, node: int) -> NeedFrom:
    if not fill.analysed[node]:
        return "seats"
    return "workload" if fill.analysed[node] == fill.posts[node] else "both"
