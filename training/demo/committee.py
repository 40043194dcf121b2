"""The past committees: what was open, who could lawfully be moved, and whom they picked.

Their picks are a habit, not merit: closeness, seniority and a planted liking for men and for the
own agency weigh in, and plenty of chance.
"""

from dataclasses import dataclass

import numpy as np

from snapshots.days import DAYS_PER_YEAR, add_months, birthdays
from snapshots.ladders import PREDICATE_CODES
from training.demo.facts import (
    Standing,
    due_years,
    total_years_at,
    true_levels,
)
from training.demo.people import REVIEW_YEARS
from training.demo.vectors import Flags, Floats, Ints
from training.demo.vocabulary import FUNCTIONAL, KINDS, TIER_NAMES, TIERS
from training.demo.world import World

MOST_CONSIDERED = 1500
"""A committee looks at no more people than this for one post."""

LADDER_YEARS = {"pengawas": 4.0, "administrator": 3.0, "jpt_pratama": 2.0}
"""Years on the level below before a step up to a managerial post (PP 11/2017 art. 54, 107)."""

FUNCTIONAL_CAPS = {tier: 53 for tier, rung in TIERS.items() if rung.kind == "fungsional"}
FUNCTIONAL_CAPS["ahli_madya"] = 55
JPT_CAP = 56
"""Ages up to which one enters a functional post (PermenPANRB 1/2023) and a JPT (PP 17/2020)."""


@dataclass(frozen=True)
class Habits:
    """What a committee likes at equal merit, in log-odds: men, and people of the own agency."""

    men: float
    own_agency: float


@dataclass(frozen=True)
class Picks:
    """The moves that a round decided; `men_considered` is their share among those looked at."""

    persons: Ints
    posts: Ints
    considered: Ints
    men_considered: Floats


class Sitting:
    """One round of a committee: everything that is the same for all its openings."""

    def __init__(
        self, world: World, standing: Standing, habits: Habits, rng: np.random.Generator
    ) -> None:
        self.world, self.standing, self.habits, self.rng = world, standing, habits, rng
        self.posts = world.organisation.posts
        self.agency = world.organisation.agency_of_post
        people = world.people
        self.movable = may_move(world, standing)
        self.level = self.posts.level[people.post]
        self.structural = self.posts.structural
        self.taken = np.zeros(len(people), dtype=bool)
        self.known = true_levels(world, standing, np.arange(len(people)))
        served = (standing.on - people.appointed) / DAYS_PER_YEAR
        self.liking = (
            habits.men * people.man
            + 0.3 * people.rank / 4
            + 0.2 * served / 10
            + rng.normal(0.0, 0.3, len(people))
        )
        ages = {cap: birthdays(people.birth, cap) for cap in (53, 55, 56, 58, 60)}
        year_on = int(add_months([standing.on], 12)[0])
        self.within = {cap: reached >= standing.on for cap, reached in ages.items()}
        self.serves = {age: ages[age] >= year_on for age in (58, 60)}
        late = self.posts.retires_at[people.post] == 60
        self.serves_here = np.where(late, self.serves[60], self.serves[58])
        self._pools: dict[tuple[bytes, int], Ints] = {}

    def decide(self, openings: Ints) -> Picks:
        """Pick a person for each opening in turn; openings with nobody lawful stay open."""
        rows: list[tuple[int, int, int, float]] = []
        for post in openings.tolist():
            able = self.able_for(post)
            if not len(able):
                continue
            person = self._pick(post, able)
            self.taken[person] = True
            men = float(self.world.people.man[able].mean())
            rows.append((person, post, len(able), men))
        table = np.array(rows, dtype=np.float64).reshape(-1, 4)
        whole = table[:, :3].astype(np.int64)
        return Picks(whole[:, 0], whole[:, 1], whole[:, 2], table[:, 3])

    def able_for(self, post: int) -> Ints:
        """Return the people who could lawfully be moved to the post, at most MOST_CONSIDERED."""
        pool = self._pool(post)
        if len(pool) > MOST_CONSIDERED:
            pool = self.rng.choice(pool, MOST_CONSIDERED, replace=False)
        pool = pool[~self.taken[pool]]
        return pool[self._lawful(post, pool)]

    def _pool(self, post: int) -> Ints:
        """Return movable people of the right licence, on the post's level or one below."""
        posts, people = self.posts, self.world.people
        level = int(posts.level[post])
        structural = bool(self.structural[post])
        key = (posts.fields[post].tobytes() if posts.licensed[post] else bytes([structural]), level)
        if key not in self._pools:
            if posts.licensed[post]:
                suits = posts.fields[post][people.field]
            else:
                suits = ~posts.licensed[people.post] | (structural & (self.level > 0))
            step = level - self.level
            self._pools[key] = np.flatnonzero(self.movable & suits & ((step == 0) | (step == 1)))
        return self._pools[key]

    def _lawful(self, post: int, pool: Ints) -> Flags:
        posts, people = self.posts, self.world.people
        rank = people.rank[pool]
        lawful: Flags = (
            (rank >= posts.min_rank[post])
            & (rank <= posts.max_rank[post])
            & (people.education[pool] >= posts.min_education[post])
            & (people.post[pool] != post)
            & self._climbed(post, pool)
            & self._young_enough(post, pool)
        )
        return lawful

    def _climbed(self, post: int, pool: Ints) -> Flags:
        level = int(self.posts.level[post])
        lateral = self.level[pool] == level
        least = LADDER_YEARS.get(KINDS[self.posts.kind[post]])
        if least is None:
            return np.ones(len(pool), dtype=bool)
        climbed: Flags = lateral | (total_years_at(self.standing, level - 1, pool) >= least)
        return climbed

    def _young_enough(self, post: int, pool: Ints) -> Flags:
        """Check the age caps and a year to serve, in the present post's terms and the new ones'."""
        posts, held = self.posts, self.world.people.post[pool]
        serves = self.serves[int(posts.retires_at[post])][pool] & self.serves_here[pool]
        if self.structural[post]:
            enters = self.level[pool] != posts.level[post]
            cap = JPT_CAP if KINDS[posts.kind[post]] == "jpt_pratama" else None
        else:
            enters = posts.kind[held] != FUNCTIONAL
            cap = FUNCTIONAL_CAPS.get(TIER_NAMES[posts.tier[post]])
        return serves & (~enters | self.within[cap][pool]) if cap else serves

    def _pick(self, post: int, able: Ints) -> int:
        """Draw one of them, with odds that follow the committee's liking."""
        required = self.posts.required[post]
        asked = np.flatnonzero(required)
        gap = np.clip(required[asked] - self.known[able[:, None], asked], 0, None).mean(axis=1)
        own = self.agency[self.world.people.post[able]] == self.agency[post]
        family = int(self.posts.family[post])
        utility = (
            self.liking[able]
            + self.habits.own_agency * own
            + 0.4 * np.log1p(self.standing.family_years[able, family])
            - 0.5 * gap
            + self.rng.gumbel(size=len(able))
        )
        return int(able[utility.argmax()])


def may_move(world: World, standing: Standing) -> Flags:
    """Tell who passes the gates that do not depend on the post, bool[people]."""
    people, on = world.people, standing.on
    settled = add_months(people.tenure_from, 24) <= on
    clear: Flags = world.movable_status(on) & settled & (standing.post == people.post)
    for year in due_years(on, 2):
        clear &= people.predicate[:, REVIEW_YEARS.index(year)] >= PREDICATE_CODES["baik"]
    clear[_sanctioned(world, on)] = False
    return clear


def _sanctioned(world: World, on: int) -> Ints:
    """Return people with a case: running, ended within two years, or already under way."""
    log = world.discipline
    ended = np.where(log.ints("severity") > 0, add_months(log.ints("end"), 24), log.ints("end"))
    counts = (log.ints("cancelled") == 0) & ((ended >= on) | (log.ints("investigating") == 1))
    sanctioned: Ints = log.ints("person")[counts]
    return sanctioned


def choose_openings(world: World, on: int, count: int, rng: np.random.Generator) -> Ints:
    """Draw posts with a vacant seat to be filled; managerial and higher ones come first."""
    posts = world.organisation.posts
    vacant = np.flatnonzero(world.vacant_seats(on) > 0)
    weight = np.where(posts.structural[vacant], 8.0, 1.0 + 2.0 * posts.level[vacant])
    order = np.argsort(-(np.log(weight) + rng.gumbel(size=len(vacant))), kind="stable")
    chosen: Ints = vacant[order[:count]]
    return chosen
