"""Vacancies that a plan leaves open: which limit stopped them, what loosening it would bring."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.answers import Pool
from matching.contest import count_pool
from planning.answers import Limit, Loosening, OpenVacancy
from planning.desk.desk import Desk
from planning.optimum.solve import Solution
from planning.reasons.ground import Ground
from planning.reasons.limits import tell_floor, tell_leaving_full, tell_moves_full
from planning.reasons.loosenings import MOST_LOOSENED, Loosened, loosen_all, tell_loosening
from planning.reasons.margins import is_full
from planning.reasons.stopped import Stop, Stopped, find_stops
from snapshots.days import OPEN_END, to_date
from snapshots.ledger import Flags, Ints
from wording import Language, say

RULES_TOLD = 3
"""Rules that one sentence names, those that turn most people away first."""


def tell_open(desk: Desk, solution: Solution, language: Language) -> tuple[OpenVacancy, ...]:
    """Return the vacancies of a solved plan that stay open, in the order of positions.

    A post that needs more than its seats under the scenario is told of too, as a limit `seats`, be
    a seat of it vacant or not. Each says what stopped it with all other moves as they are, and what
    that limit, loosened by one for the whole plan, would bring. Each limit is loosened once,
    whatever number of vacancies it stops.
    """
    ground = Ground(desk, solution, language)
    left = _count_left(ground)
    asked = _find_asked(ground)
    stopped = find_stops(ground, asked[(left[asked] > 0) & ~_find_filled(ground)[asked]])
    counts = Counter(stop for one in stopped.values() if one for stop in one.stops)
    worst = sorted(counts, key=lambda stop: (-counts[stop], stop))[:MOST_LOOSENED]
    telling = _Telling(ground, left, stopped, loosen_all(ground, worst))
    return tuple(telling.tell(post) for post in asked.tolist())


def _count_left(ground: Ground) -> Ints:
    """Return the seats of each post that the plan could fill and does not."""
    seats, posts = ground.desk.seats, ground.desk.forest.posts
    came = np.maximum(ground.margins.net[:posts], 0)
    return np.maximum(seats.open - came, 0)


def _find_filled(ground: Ground) -> Flags:
    """Tell the posts that take in as many people as a plan without chains may bring them."""
    bounds = ground.desk.instance.arrivals
    return is_full(bounds, ground.margins.arrivals)


def _find_asked(ground: Ground) -> Ints:
    """Return the posts asked for that have a vacant seat after the plan or lack one, ascending."""
    desk = ground.desk
    seats = desk.seats
    return np.flatnonzero(_count_left(ground) + seats.held + seats.tested + seats.missing > 0)


@dataclass(frozen=True)
class _Telling:
    """What the vacancies of one plan share; `left` has an entry a post."""

    ground: Ground
    left: Ints
    stopped: dict[int, Stopped | None]
    loosened: dict[Stop, Loosened]

    def tell(self, post: int) -> OpenVacancy:
        """Return one post with what stopped it."""
        ground, seats, place = self.ground, self.ground.desk.seats, self.ground.place(post)
        pool = self._count_pool(post)
        limits = (*self._list_fixed(post), *self._list_left(post, pool))
        loosenings = tuple(self._loosen(post))
        vacant = int(self.left[post] + seats.held[post] + seats.tested[post])
        reasons = " ".join([*(one.text for one in limits), *(one.text for one in loosenings)])
        text = say(
            "plan_reasons.open" if vacant else "plan_reasons.lacking",
            ground.language,
            title=place.title,
            unit=place.unit,
            seats=vacant,
            reasons=reasons,
        )
        return OpenVacancy(place, vacant, pool, limits, loosenings, text)

    def _count_pool(self, post: int) -> Pool | None:
        """Count verdicts where nobody may come; None where somebody may."""
        eligible = self.ground.desk.candidates.count_eligible(post)
        return count_pool(self.ground.contest(post)) if self.left[post] and not eligible else None

    def _list_fixed(self, post: int) -> Iterator[Limit]:
        """Return what keeps seats from any plan."""
        seats, language = self.ground.desk.seats, self.ground.language
        if seats.tested[post]:
            text = say("plan_reasons.limit_competency_test", language)
            yield Limit("competency_test", None, text)
        if seats.held[post]:
            yield Limit("seat_held", None, self._tell_held(int(seats.held_until[post])))
        if missing := int(seats.missing[post]):
            yield Limit("seats", None, say("plan_reasons.limit_seats", language, count=missing))

    def _tell_held(self, until: int) -> str:
        language = self.ground.language
        if until == OPEN_END:
            on = self.ground.desk.dates.effective_on
            return say("plan_reasons.limit_seat_held_unknown", language, on=on)
        return say("plan_reasons.limit_seat_held", language, until=to_date(until))

    def _list_left(self, post: int, pool: Pool | None) -> Iterator[Limit]:
        """Return what stopped the seats that the plan could fill."""
        if not self.left[post]:
            return
        stopped = self.stopped.get(post)
        if pool is not None:
            yield Limit("no_candidate", None, self._tell_nobody(pool))
        elif _find_filled(self.ground)[post]:
            yield Limit("chains", None, say("plan_reasons.limit_chains", self.ground.language))
        elif stopped is None:
            yield self._tell_nobody_left(post)
        elif stopped.stops:
            stops = [self._tell_stop(stop) for stop in stopped.stops]
            yield from {one.text: one for one in stops}.values()
        else:
            yield Limit("worth", None, self._tell_worth(stopped))

    def _tell_nobody_left(self, post: int) -> Limit:
        """Say that the planner excluded who could come, that all of them do come, or both."""
        barred = self.ground.desk.instance.barred[self.ground.edges_into(post)]
        code, key = "no_candidate", "all_come"
        if barred.any():
            code, key = "forbidden", "forbidden" if barred.all() else "others_come"
        return Limit(code, None, say(f"plan_reasons.limit_{key}", self.ground.language))

    def _tell_nobody(self, pool: Pool) -> str:
        language = self.ground.language
        worst = sorted(pool.failed, key=lambda one: (-one.count, one.rule))[:RULES_TOLD]
        if not worst:
            return say("plan_reasons.limit_no_candidate", language)
        rules = [
            say(
                "plan_reasons.rule_count",
                language,
                rule=say(f"matching.rule_{one.rule}", language),
                count=one.count,
            )
            for one in worst
        ]
        return say("plan_reasons.limit_no_candidate_rules", language, rules=", ".join(rules))

    def _tell_stop(self, stop: Stop) -> Limit:
        code, subject = stop
        if code == "max_moves":
            return tell_moves_full(self.ground)
        if code == "max_share_leaving":
            return tell_leaving_full(self.ground, subject, "stop_max_share_leaving")
        return tell_floor(self.ground, subject, "stop_min_fill_ratio")

    def _tell_worth(self, stopped: Stopped) -> str:
        ground = self.ground
        if stopped.nearest is None:
            return say("plan_reasons.limit_worth_taken", ground.language)
        points, name = ground.points(stopped.short), ground.name(stopped.nearest)
        return say("plan_reasons.limit_worth", ground.language, name=name, points=points)

    def _loosen(self, post: int) -> Iterator[Loosening]:
        """Return what loosening the limits brings that stopped this post, or that would fill it."""
        stopped = self.stopped.get(post)
        own = stopped.stops if stopped else ()
        for stop, found in self.loosened.items():
            if stop in own or (found.brings > 0 and post in found.fills):
                yield tell_loosening(self.ground, stop, found, post)
