"""How people come into the made-up city's records: those there at the start, and later recruits."""

import numpy as np

from snapshots.days import add_months
from snapshots.ladders import RANK_CODES
from training.demo.organisation import Organisation
from training.demo.people import (
    ENTRY_RANKS,
    People,
    draw_recruits,
    draw_veterans,
    make_birthdays_unique,
    name_keys,
)
from training.demo.vectors import Flags, Floats, Ints
from training.demo.vocabulary import LEVELS, S1
from training.demo.world import DEFINITIVE, START, World

AT_START = 0.80
"""Civil servants at the start of the records, as a share of the people at the end."""

EARLIER_STAYS = 8
"""At most so many stays before the one held at the start; the first fills what is left."""


def people_the_city(world: World, employees: int, rng: np.random.Generator) -> None:
    """Fill seats unevenly with veterans and write down what they did before."""
    posts = world.organisation.posts
    held = np.repeat(np.arange(len(posts.title)), np.where(posts.by_task, 0, posts.seats_before))
    favour = world.appeal[posts.unit[held]] * np.where(posts.structural[held], 12.0, 1.0)
    order = _by_appeal(favour, rng)
    seats = np.sort(held[order[: round(AT_START * employees)]])
    people = draw_veterans(rng, posts, seats, START)
    make_birthdays_unique(people, np.zeros(0, dtype=np.int64))
    world.people = people
    since = _log_earlier_stays(world, rng)
    world.begin_stays(np.arange(len(people)), seats, since, since)
    _log_earlier_ranks(world)
    _log_education(world, np.arange(len(people)))


def _log_earlier_stays(world: World, rng: np.random.Generator) -> Ints:
    """Log where veterans were before, one level lower each time; return when they came here."""
    people, posts = world.people, world.organisation.posts
    persons = np.arange(len(people))
    since = np.maximum(START - rng.integers(30, 2300, len(persons)), people.appointed)
    since = np.where(since - people.appointed < 400, people.appointed, since)
    finder = _PostFinder(world.organisation, rng)
    end, level = since, np.maximum(posts.level[people.post] - 1, 0)
    for turn in range(EARLIER_STAYS):
        persons = persons[end[persons] > people.appointed[persons]]
        first = people.appointed[persons]
        start = end[persons] - rng.integers(1500, 2900, len(persons))
        start = np.where((start - first < 400) | (turn == EARLIER_STAYS - 1), first, start)
        held = finder.find(people.post[persons], level[persons])
        world.stays.add(
            person=persons,
            post=held,
            start=start,
            end=end[persons],
            tenure_from=start,
            appointment=DEFINITIVE,
        )
        end = end.copy()
        end[persons] = start
        level = np.maximum(level - 1, 0)
    return since


class _PostFinder:
    """Finds posts of a level like a given one: same family if licensed, else mostly same agency."""

    def __init__(self, organisation: Organisation, rng: np.random.Generator) -> None:
        self.posts, self.rng = organisation.posts, rng
        self.agency = organisation.agency_of_post
        old = (self.posts.seats_before > 0) & ~self.posts.by_task
        self.by_family = _Groups(self.posts.family * LEVELS + self.posts.level, old)
        free = old & ~self.posts.licensed
        self.by_agency = _Groups(self.agency * LEVELS + self.posts.level, free)

    def find(self, present: Ints, level: Ints) -> Ints:
        """Return a post of the asked level for each present one, itself where there is none."""
        family = self.by_family.draw(self.posts.family[present] * LEVELS + level, self.rng)
        agency = self.by_agency.draw(self.agency[present] * LEVELS + level, self.rng)
        stays_near = ~self.posts.licensed[present] & (self.rng.random(len(present)) < 0.6)
        found = np.where(stays_near & (agency >= 0), agency, family)
        return np.where(found >= 0, found, present)


class _Groups:
    """Numbers grouped by a key, to draw one of a group at random."""

    def __init__(self, keys: Ints, members: Flags) -> None:
        inside = np.flatnonzero(members)
        self.members = inside[np.argsort(keys[inside], kind="stable")]
        self.keys = keys[self.members]

    def draw(self, keys: Ints, rng: np.random.Generator) -> Ints:
        """Return a member of each key's group, -1 where it has none."""
        low = np.searchsorted(self.keys, keys, side="left")
        size = np.searchsorted(self.keys, keys, side="right") - low
        place = low + np.floor(rng.random(len(keys)) * size).astype(np.int64)
        drawn: Ints = self.members[np.minimum(place, len(self.members) - 1)]
        return np.where(size > 0, drawn, -1)


def _log_earlier_ranks(world: World) -> None:
    """Log ranks backwards, a step every four years, to the first one on the day of entry."""
    people = world.people
    persons, rank, since = np.arange(len(people)), people.rank, people.rank_since
    while len(persons):
        appointed = people.appointed[persons]
        earlier = np.maximum(add_months(since, -48), appointed).astype(np.int64)
        first = (since <= appointed) | (rank == RANK_CODES["I/a"])
        world.ranks.add(person=persons, rank=rank, since=np.where(first, appointed, since))
        persons, rank, since = persons[~first], rank[~first] - 1, earlier[~first]


def _log_education(world: World, persons: Ints) -> None:
    people = world.people
    world.educations.add(
        person=persons, level=people.education[persons], on=people.graduated[persons]
    )


def hire(world: World, on: int, count: int, status: int, rng: np.random.Generator) -> None:
    """Bring recruits of one status into vacant entry seats on a day; as many as seats allow.

    Seats beyond what an agency is granted are filled last.
    """
    posts = world.organisation.posts
    entry = (posts.level == 0) & (posts.min_rank <= ENTRY_RANKS[S1][0])
    free = np.where(entry, np.clip(world.vacant_seats(on), 0, None), 0)
    held = np.repeat(np.arange(len(free)), free)
    place = np.arange(len(held)) - np.repeat(np.cumsum(free) - free, free)
    granted = place < (free - np.rint(posts.seats * (1 - world.granted[posts.agency])))[held]
    favour = world.appeal[posts.unit[held]] * np.where(granted, 1.0, 1e-9)
    seats = np.sort(held[_by_appeal(favour, rng)[: max(count, 0)]])
    recruits = draw_recruits(rng, posts, seats, on, status)
    make_birthdays_unique(recruits, name_keys(world.people))
    _enter(world, recruits, on)


def _by_appeal(appeal: Floats, rng: np.random.Generator) -> Ints:
    order: Ints = np.argsort(-(np.log(appeal) + rng.gumbel(size=len(appeal))), kind="stable")
    return order


def _enter(world: World, recruits: People, on: int) -> None:
    before = len(world.people)
    world.people = world.people + recruits
    persons = np.arange(before, len(world.people))
    day = np.full(len(persons), on)
    world.begin_stays(persons, recruits.post, day, day)
    world.ranks.add(person=persons, rank=recruits.rank, since=on)
    _log_education(world, persons)
