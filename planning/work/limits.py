"""A plan's limits held against today's records and against what other plans have decided since."""

from collections.abc import Iterator, Sequence

import numpy as np

from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.desk.forest import Forest, name_node, plant_forest
from planning.desk.limits import bound_leaving, bound_losses, count_lasting
from planning.desk.seats import find_seats, keep_promises
from planning.promised import Promise, count_net, find_due, read_promised
from planning.work.since import list_pairs, set_dates
from planning.work.steps import Hindrance
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints
from wording import Fact, Language, say, write_percent


def find_broken_limits(
    plan: Plan,
    moves: Sequence[PlannedMove],
    promises: Sequence[Promise],
    matcher: Matcher,
    language: Language,
) -> tuple[Hindrance, ...]:
    """Return `max_share_leaving` and `min_fill_ratio` of each agency or unit that breaks them.

    Staff and need are those of the records that serve now, whatever the plan's scenario supposes;
    the limits are the plan's own. What another plan has decided and the records do not hold yet
    counts as made. Nothing is broken where these moves take nobody away on balance: whoever is
    under the floor may still exchange one for one.
    """
    made = _Made(plan, moves, promises, matcher)
    return (*_find_leaving(made, language), *_find_floors(made, language))


class _Made:
    """The moves of a plan still to be made, of people whom no other plan moves, as indexes."""

    def __init__(
        self,
        plan: Plan,
        moves: Sequence[PlannedMove],
        promises: Sequence[Promise],
        matcher: Matcher,
    ) -> None:
        dates = set_dates(plan, matcher)
        recorded = matcher.staffing(dates.day)
        seats = find_seats(matcher, dates, recorded, recorded, None)
        self.promised = read_promised(matcher, dates, find_due(matcher, promises))
        self.seats, self.staffing = keep_promises(seats, recorded, self.promised)
        self.request, self.matcher = plan.request, matcher
        self.forest: Forest = plant_forest(matcher.history)
        free = seats.serves.copy()
        free[self.promised.person] = False
        pairs = [one for one in list_pairs(moves, matcher) if free[one.person]]
        person = np.array([one.person for one in pairs], np.int32)
        self.ids = [moves[one.line].move_id for one in pairs]
        self.origin = matcher.view(dates.day).position[person]
        self.post = np.array([one.position for one in pairs], np.int32)

    def name(self, where: Flags) -> tuple[str, ...]:
        """Return the ids of these moves."""
        return tuple(one for one, told in zip(self.ids, where.tolist(), strict=True) if told)

    def net(self) -> Ints:
        """Return how many people more (or fewer) the moves bring to each node."""
        own = count_net(self.origin, self.post, self.forest.posts)
        return self.forest.sum_up(own).astype(np.int64)


def _find_leaving(made: _Made, language: Language) -> Iterator[Hindrance]:
    units, agency = made.matcher.history.units, made.matcher.history.positions.agency
    share = made.request.max_share_leaving or 0.0
    room = bound_leaving(agency, made.staffing, share, made.promised)
    held = made.origin != UNKNOWN
    left = np.where(held, agency[made.origin], UNKNOWN)
    leaves = held & (left != agency[made.post])
    for unit, count in zip(*np.unique(left[leaves], return_counts=True), strict=True):
        if count > room[unit]:
            facts = {"name": units.name[unit], "moves": int(count), "most": int(room[unit])}
            move_ids = made.name(leaves & (left == unit))
            yield _hinder("max_share_leaving", move_ids, language, facts)


def _find_floors(made: _Made, language: Language) -> Iterator[Hindrance]:
    """Tell of each pool, unit or agency below its floor in which nothing smaller is told of."""
    forest, floor = made.forest, made.request.min_fill_ratio or 0.0
    room = bound_losses(forest, made.staffing, made.seats, floor)
    lasting, net = count_lasting(forest, made.staffing, made.seats), made.net()
    need, covered = forest.sum_up(made.staffing.need), set[int]()
    broken = np.flatnonzero(-net > room)
    for node in broken[broken >= forest.posts].tolist():
        if node in covered:
            continue
        above = int(forest.parent[node])
        covered |= {above, int(forest.parent[above])}
        facts: dict[str, Fact] = {
            "name": name_node(forest, made.matcher.history, node, language),
            "left": float(lasting[node] + net[node]),
            "need": float(need[node]),
            "floor": write_percent(floor, language),
        }
        below = np.array(
            [held != UNKNOWN and node in forest.above(held) for held in made.origin.tolist()]
        )
        yield _hinder("min_fill_ratio", made.name(below), language, facts)


def _hinder(
    code: str, move_ids: tuple[str, ...], language: Language, facts: dict[str, Fact]
) -> Hindrance:
    return Hindrance(code, move_ids, say(f"plan_work.hindered_{code}", language, **facts))
