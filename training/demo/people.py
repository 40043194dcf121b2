"""Draws the made-up people: age, sex, education, rank and what they can do, all at once."""

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from snapshots.days import DAYS_PER_YEAR, OPEN_END
from snapshots.ladders import RANK_CODES
from training.demo.organisation import Posts
from training.demo.vectors import Flags, Floats, Ints, first_of_month
from training.demo.vocabulary import (
    COMMON,
    D3,
    FAMILIES,
    FIELDS,
    GENERAL_FIELD,
    S1,
    S2,
    SMA,
    TECHNICAL,
)

STATUSES = ("pns", "pppk", "pppk_part_time")
PNS, PPPK, PART_TIME = range(3)
LEAVING = ("retired", "died", "resigned", "dismissed", "moved_out")
RETIRED, DIED, RESIGNED, DISMISSED, MOVED_OUT = range(5)
REVIEW_YEARS = range(2014, 2028)
"""Years that performance is kept for; those after the snapshot stay empty."""

ENTRY_RANKS = {
    SMA: (RANK_CODES["II/a"], RANK_CODES["V"]),
    D3: (RANK_CODES["II/c"], RANK_CODES["VII"]),
    S1: (RANK_CODES["III/a"], RANK_CODES["IX"]),
    S2: (RANK_CODES["III/b"], RANK_CODES["X"]),
}
"""First rank by education, for PNS and for PPPK."""


@dataclass
class People:
    """Everybody who ever served; one entry a person, in the order of entry.

    `ability`, `diligence`, `aptitude` and `base` (float[people, COMPETENCIES]: true levels at
    entry into the records) are latent: records show them with noise or not at all. `tenure_from`
    is the day that time in the present post counts from. `predicate` and `agency_then` are
    int[people, REVIEW_YEARS]; `verdict` there says what a move's outcome asks of a review: +1 at
    least baik, -1 below.
    """

    man: Flags
    birth: Ints
    appointed: Ints
    status: Ints
    field: Ints
    education: Ints
    graduated: Ints
    rank: Ints
    rank_since: Ints
    ability: Floats
    diligence: Floats
    aptitude: Floats
    base: Floats
    post: Ints
    stay: Ints
    tenure_from: Ints
    moved_on: Ints
    leaves_on: Ints
    leaves_why: Ints
    left_on: Ints
    left_why: Ints
    predicate: Ints
    verdict: Ints
    agency_then: Ints

    def __len__(self) -> int:
        return len(self.birth)

    def __add__(self, others: "People") -> "People":
        """Return both groups as one, the others behind."""
        joined = {
            column.name: np.concatenate([getattr(self, column.name), getattr(others, column.name)])
            for column in dataclasses.fields(self)
        }
        return People(**joined)

    @classmethod
    def nobody(cls) -> "People":
        """Return an empty city's people."""
        empty: Any = np.zeros(0, dtype=np.int64)
        return cls(**{column.name: empty for column in dataclasses.fields(cls)})

    def in_service(self, on: int) -> Flags:
        """Tell who serves on a day: appointed by then and not yet left."""
        return (self.appointed <= on) & (self.left_on > on)


AFFINITY = np.array(
    [
        [
            1.0
            if field in family.fields
            else 0.5 * any(field in other.fields and set(other.technical) & set(family.technical)
                           for other in FAMILIES)
            for field in FIELDS
        ]
        for family in FAMILIES
    ]
)  # fmt: skip
"""How well a field of study suits a job family, float[FAMILIES, FIELDS]: 1, 0.5 or 0."""

USES = np.array(
    [[number in family.technical for number in range(1, len(TECHNICAL) + 1)] for family in FAMILIES]
)
"""Which technical competencies a job family uses, bool[FAMILIES, TECHNICAL]."""


def draw_veterans(rng: np.random.Generator, posts: Posts, seats: Ints, on: int) -> People:
    """Draw civil servants who hold the seats (post numbers) on `on` after years of service."""
    level, count = posts.level[seats], len(seats)
    youngest = np.array([25, 34, 41, 47])[level]
    oldest = posts.retires_at[seats] - 0.3
    age = youngest + (oldest - youngest) * rng.random(count) ** 0.9
    least = np.array([1.5, 8.0, 14.0, 20.0])[level]
    service = np.maximum(age - rng.uniform(22, 31, count), least)
    birth = np.floor(on - age * DAYS_PER_YEAR).astype(np.int64)
    appointed = first_of_month(np.floor(on - service * DAYS_PER_YEAR))
    education = _draw_education(rng, posts.min_education[seats], level)
    climbed = np.floor(service / 4 * rng.uniform(0.8, 1.1, count)).astype(np.int64)
    highest = posts.max_rank[seats] + (rng.random(count) < 0.35)
    rank = np.clip(_entry_rank(education, PNS) + climbed, posts.min_rank[seats], highest)
    since = np.maximum(first_of_month(on - rng.integers(30, 1400, count)), appointed)
    status = np.full(count, PNS)
    return _complete(rng, posts, seats, birth, appointed, status, education, rank, since)


def draw_recruits(
    rng: np.random.Generator, posts: Posts, seats: Ints, on: int, status: int
) -> People:
    """Draw people who enter service in the seats (post numbers) on `on`."""
    count = len(seats)
    youngest, oldest = (22.0, 34.0) if status == PNS else (25.0, 50.0)
    age = rng.uniform(youngest, oldest, count)
    birth = np.floor(on - age * DAYS_PER_YEAR).astype(np.int64)
    education = _draw_education(rng, posts.min_education[seats], np.zeros(count, dtype=np.int64))
    rank = _entry_rank(education, status)
    if status == PNS:
        rank = np.maximum(rank, posts.min_rank[seats])
    day = np.full(count, on)
    return _complete(rng, posts, seats, birth, day, np.full(count, status), education, rank, day)


def _draw_education(rng: np.random.Generator, least: Ints, level: Ints) -> Ints:
    luck = rng.random(len(least))
    above_sma = np.where(luck < 0.2, D3, np.where(luck < 0.35, S1, SMA))
    above_s1 = np.where(luck < np.array([0.08, 0.2, 0.45, 0.8])[level], S2, S1)
    above_d3 = np.where(luck < 0.25, S1, D3)
    chosen: Ints = np.select([least == SMA, least == D3], [above_sma, above_d3], above_s1)
    return chosen


def _entry_rank(education: Ints, status: int) -> Ints:
    ladder = 0 if status == PNS else 1
    ranks = np.zeros(S2 + 1, dtype=np.int64)
    for level, entry in ENTRY_RANKS.items():
        ranks[level] = entry[ladder]
    return ranks[education]


def _complete(
    rng: np.random.Generator,
    posts: Posts,
    seats: Ints,
    birth: Ints,
    appointed: Ints,
    status: Ints,
    education: Ints,
    rank: Ints,
    rank_since: Ints,
) -> People:
    """Add sex, field of study and latent qualities; careers start empty."""
    count = len(seats)
    women = np.array([family.women for family in FAMILIES])[posts.family[seats]]
    ability = rng.normal(size=count)
    field = _draw_fields(rng, posts, seats, education)
    years = (len(seats), len(REVIEW_YEARS))
    return People(
        man=rng.random(count) >= women,
        birth=birth,
        appointed=appointed,
        status=status,
        field=field,
        education=education,
        graduated=np.minimum(
            birth + np.array([18, 22, 23, 27])[_stage(education)] * 366, appointed
        ),
        rank=rank,
        rank_since=rank_since.copy(),
        ability=ability,
        diligence=0.6 * ability + 0.8 * rng.normal(size=count),
        aptitude=0.5 * ability + 0.87 * rng.normal(size=count),
        base=_draw_competencies(rng, posts, seats, field, ability),
        post=seats.copy(),
        stay=np.full(count, -1),
        tenure_from=appointed.copy(),
        moved_on=np.full(count, -OPEN_END),
        leaves_on=np.full(count, OPEN_END),
        leaves_why=np.zeros(count, dtype=np.int64),
        left_on=np.full(count, OPEN_END),
        left_why=np.zeros(count, dtype=np.int64),
        predicate=np.zeros(years, dtype=np.int64),
        verdict=np.zeros(years, dtype=np.int64),
        agency_then=np.full(years, -1),
    )


def _stage(education: Ints) -> Ints:
    found: Ints = np.searchsorted([SMA, D3, S1, S2], education)
    return found


def _draw_fields(rng: np.random.Generator, posts: Posts, seats: Ints, education: Ints) -> Ints:
    """Draw a field of study: the one that a licence asks, else mostly one that suits the family."""
    suits = AFFINITY[posts.family[seats]]
    general = np.arange(len(FIELDS)) == FIELDS.index(GENERAL_FIELD)
    weight = np.where(suits == 1, 4.0, suits + 0.06)
    weight = np.where((education == SMA)[:, None], 0.02 + 3.0 * general, weight)
    taught = AFFINITY[[f.licensed for f in FAMILIES]].max(axis=0) == 1
    weight = np.where(taught, 0.0, weight)
    licensed = posts.licensed[seats][:, None]
    weight = np.where(licensed, posts.fields[seats].astype(float), weight)
    luck = rng.random(len(seats))[:, None] * weight.sum(axis=1, keepdims=True)
    drawn: Ints = (weight.cumsum(axis=1) < luck).sum(axis=1)
    return drawn


def _draw_competencies(
    rng: np.random.Generator, posts: Posts, seats: Ints, field: Ints, ability: Floats
) -> Floats:
    """Draw true levels: around the standard of the present post, lower outside one's trade."""
    required = posts.required[seats]
    taught = (AFFINITY[:, field] == 1).T.astype(float) @ USES > 0
    level = np.where(required > 0, required + 0.1, 0.7)
    level[:, COMMON:] += np.where(taught & ~USES[posts.family[seats]], 0.7, -0.1)
    spread = np.where(np.arange(required.shape[1]) < COMMON, 0.55, 0.6)
    drawn: Floats = level + 0.45 * ability[:, None] + spread * rng.normal(size=required.shape)
    return np.clip(drawn, 0.0, 5.3)


def name_keys(people: People) -> Ints:
    """Return a number a person for what a NIP says: birth date, month of appointment and sex."""
    month = people.appointed.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    keys: Ints = (people.birth * 2000 + month) * 2 + people.man
    return keys


def make_birthdays_unique(people: People, taken: Ints) -> None:
    """Shift birth dates (in place) by days until no two people have the same NIP.

    A NIP of the city ends in 000 for everybody, so what stands before must differ. `taken` are
    the keys (`name_keys`) of the people already there.
    """
    repeated = np.ones(1, dtype=bool)
    while repeated.any():
        keys = np.concatenate([taken, name_keys(people)])
        fresh = np.zeros(len(keys), dtype=bool)
        fresh[np.unique(keys, return_index=True)[1]] = True
        repeated = ~fresh[len(taken) :]
        people.birth = people.birth + repeated


def write_nips(people: People) -> list[str]:
    """Return the NIPs: birth date, month of appointment, sex (1 or 2) and the serial 000."""
    birth = np.datetime_as_string(people.birth.astype("datetime64[D]"))
    since = np.datetime_as_string(people.appointed.astype("datetime64[D]").astype("datetime64[M]"))
    sex = np.where(people.man, "1", "2")
    return [f"{b}{s}{x}000".replace("-", "") for b, s, x in zip(birth, since, sex, strict=True)]
