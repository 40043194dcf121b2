"""What moves and net changes cost, in whole price units, from the weights of a plan.

Everything is rounded once, to millionths of a point, and only then added up: so the parts of a gain
sum to it exactly, whoever adds them.
"""

from dataclasses import dataclass

import numpy as np

from matching.matcher import Matcher
from matching.staffing import Staffing
from matching.wishes import PREFERENCES, find_met, read_wishes
from planning.desk.candidates import Candidates
from planning.desk.forest import Forest
from planning.desk.limits import bound_losses
from planning.desk.seats import Seats
from planning.optimum.instance import POINT, Steps
from planning.requests import Weights
from snapshots.coding import Codes, fold
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Floats, Ints, Rows
from snapshots.view import View

KILOMETRES = 10.0
"""What a unit of distance is."""
UNWILLING = PREFERENCES.index("unwilling")


@dataclass(frozen=True)
class EdgePrices:
    """What each edge brings, apart from what it does to nodes: price units, int64[edges].

    `met` and `unwilling` tell whose wish the move meets and who said not to be willing; `km` is the
    way between the units, NaN where the records do not tell it.
    """

    fit: Ints
    preference: Ints
    distance: Ints
    move: Ints
    met: Flags
    unwilling: Flags
    km: Floats

    @property
    def gain(self) -> Ints:
        """All of it; the price of an edge is its negative."""
        return self.fit + self.preference + self.distance + self.move


def price_edges(
    matcher: Matcher, view: View, candidates: Candidates, pair: Rows, weights: Weights
) -> EdgePrices:
    """Return what each pair of the candidates brings; rows of `view` are people.

    Who does the same work already brings no fit by doing it elsewhere: else two equals would
    change places for nothing.
    """
    person, post = candidates.person[pair], candidates.post[pair]
    met = find_met(view, person, post)
    unwilling = read_wishes(view)[person] == UNWILLING
    km = measure_ways(matcher, view, person, post)
    wish = (met & ~unwilling).astype(np.float64) - unwilling
    fit = weights.fit * (candidates.merit[pair] - candidates.usual)
    fit[_is_same_work(matcher.history, view.position[person], post) & (fit > 0)] = 0.0
    return EdgePrices(
        fit=_round(fit),
        preference=_round(weights.preference * wish),
        distance=_round(-weights.distance * np.nan_to_num(km) / KILOMETRES),
        move=np.full(len(pair), -round(weights.move * POINT), np.int64),
        met=met & ~unwilling,
        unwilling=unwilling,
        km=km,
    )


def _is_same_work(history: History, origin: Codes, post: Codes) -> Flags:
    """Tell where two posts (indexes, UNKNOWN: none) have the same title, kind and tier."""
    positions = history.positions
    _, title = np.unique([fold(text) or "" for text in positions.title], return_inverse=True)
    same = np.ones(len(post), np.bool_)
    for told in (title, positions.kind, positions.tier):
        same &= told[origin] == told[post]
    return np.asarray(same & (origin != UNKNOWN))


def measure_ways(matcher: Matcher, view: View, person: Codes, post: Codes) -> Floats:
    """Return the kilometres as the crow flies between old and new unit, NaN where unknown."""
    unit = matcher.history.positions.unit[post]
    return matcher.source.places.distance(view.unit[person], unit)


def price_steps(
    forest: Forest, staffing: Staffing, seats: Seats, floor: float, weights: Weights
) -> Steps:
    """Return the steps of every node: at pools the price of unevenness, at posts of empty ones.

    A node may gain what is open below it, and lose what `bound_losses` says.
    """
    need, staff = forest.sum_up(staffing.need), forest.sum_up(staffing.staff)
    gains = forest.sum_up(seats.open).astype(np.int64)
    losses = bound_losses(forest, staffing, seats, floor)
    parts = [
        _step_posts(staffing, seats, weights),
        _step_pools(forest.layer("pool"), need, staff, gains, losses, weights),
    ]
    for level in (forest.layer("unit"), forest.layer("agency")):
        free = np.zeros(len(level), np.int64)
        parts.append(_steps(level, True, gains[level], free))
        parts.append(_steps(level, False, losses[level], free))
    return Steps.join(parts)


def unevenness(need: Floats, staff: Floats) -> Floats:
    """Return need × (staff / need − 1)², which is (staff − need)² / need, of each pool.

    Where nobody is needed it is staff²: everybody there is one too many, the first one too.
    """
    return np.asarray((staff - need) ** 2 / np.maximum(need, 1.0))


def _step_posts(staffing: Staffing, seats: Seats, weights: Weights) -> Steps:
    """The first who comes to an empty post earns, the last who leaves costs; if one is needed."""
    posts = np.arange(len(seats.open))
    worth = np.where(staffing.need > 0, round(weights.empty_post * POINT), 0).astype(np.int64)
    empty = seats.held_by == 0
    first = np.minimum(seats.open, empty)
    last = np.minimum(seats.held_by, 1)
    return Steps.join(
        [
            _steps(posts, True, first, -worth),
            _steps(posts, True, seats.open - first, np.zeros_like(worth)),
            _steps(posts, False, seats.held_by - last, np.zeros_like(worth)),
            _steps(posts, False, last, worth),
        ]
    )


def _step_pools(
    pools: Rows, need: Floats, staff: Floats, gains: Ints, losses: Ints, weights: Weights
) -> Steps:
    parts = []
    for gain, room, sign in ((True, gains[pools], 1), (False, losses[pools], -1)):
        node = np.repeat(pools, room)
        place = np.arange(len(node)) - np.repeat(np.cumsum(room) - room, room)
        before = staff[node] + sign * place
        price = unevenness(need[node], before + sign) - unevenness(need[node], before)
        one = np.ones(len(node), np.int64)
        parts.append(_steps(node, gain, one, _round(weights.evenness * price)))
    return Steps.join(parts)


def _steps(node: Rows, gain: bool, capacity: Ints | Codes, price: Ints) -> Steps:
    kept = np.flatnonzero(np.greater(capacity, 0))
    return Steps(
        node=node[kept].astype(np.int32),
        gain=np.full(len(kept), gain, np.bool_),
        capacity=np.asarray(capacity)[kept].astype(np.int32),
        price=price[kept].astype(np.int64),
    )


def _round(points: Floats) -> Ints:
    return np.rint(points * POINT).astype(np.int64)
