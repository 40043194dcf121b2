"""The made-up city's units and posts as arrays, with the reorganisation it once went through."""

from dataclasses import dataclass

import numpy as np

from training.demo.layout import SHARES, Draft, Post, Unit, draft_city
from training.demo.vectors import Flags, Floats, Ints, day
from training.demo.vocabulary import (
    CITY,
    CLERKS,
    COMMON,
    COMPETENCIES,
    ECHELONS,
    FAMILIES,
    FAMILY,
    FIELDS,
    FUNCTIONAL,
    KINDS,
    MADE_UP,
    MERGED,
    TIER_NAMES,
    TIERS,
)

REORGANISED_ON = day("2022-01-03")
"""The day on which the last two offices of the list became one."""


@dataclass(frozen=True)
class Units:
    """One entry a unit; `agency` and `parent` are unit numbers, -1 for none."""

    unit_id: tuple[str, ...]
    name: tuple[str, ...]
    agency: Ints
    parent: Ints
    latitude: Floats
    longitude: Floats


@dataclass(frozen=True)
class Posts:
    """One entry a post; numbers stand for units, families, tiers and other posts.

    `fields` bool[posts, FIELDS] are the fields of study it asks; `required` float[posts,
    COMPETENCIES] is its competency standard, 0 where it asks none; ranks are ladder codes.
    """

    post_id: tuple[str, ...]
    title: tuple[str, ...]
    echelon: tuple[str, ...]
    unit: Ints
    agency: Ints
    kind: Ints
    tier: Ints
    level: Ints
    family: Ints
    job_class: Ints
    min_rank: Ints
    max_rank: Ints
    min_education: Ints
    fields: Flags
    licensed: Flags
    retires_at: Ints
    seats_before: Ints
    seats: Ints
    replaces: Ints
    by_task: Flags
    required: Floats

    def seats_on(self, on: int) -> Ints:
        """Return the seats before or after the reorganisation, int[posts]."""
        return self.seats_before if on < REORGANISED_ON else self.seats

    @property
    def structural(self) -> Flags:
        """Tell which posts are managerial."""
        return self.kind > FUNCTIONAL


@dataclass(frozen=True)
class Organisation:
    """Units and posts; `agencies` are the unit numbers of the agencies, in order."""

    units: Units
    posts: Posts
    agencies: Ints

    @property
    def agency_of_post(self) -> Ints:
        """Return for each post the place of its agency in `agencies`."""
        found: Ints = np.searchsorted(self.agencies, self.posts.agency)
        return found


def build_organisation(employees: int, rng: np.random.Generator) -> Organisation:
    """Return the organisation of a city with so many people in service."""
    draft = draft_city(employees, rng)
    seats = _share_out_seats(draft)
    replaces = [-1] * len(draft.posts)
    reorganised = _reorganise(draft, seats, replaces)
    agency = np.array([unit.agency for unit in draft.units], dtype=np.int64)
    posts = _number_posts(draft.posts, agency, seats, replaces, reorganised)
    return Organisation(_number_units(draft.units, agency), posts, np.unique(agency))


def _share_out_seats(draft: Draft) -> list[int]:
    """Turn weights into seats by group; posts that come out with no seat are struck off."""
    group = np.array([post.group for post in draft.posts])
    expected = np.array([post.weight for post in draft.posts])
    for name, share in SHARES.items():
        inside = group == name
        expected[inside] *= share * draft.scale.seats / expected[inside].sum()
    seats = np.floor(expected + draft.rng.random(len(expected)))
    seats = np.where(np.isin(group, list(SHARES)), seats, 1).astype(int)
    draft.posts = [draft.posts[number] for number in np.flatnonzero(seats)]
    return [int(count) for count in seats[seats > 0]]


def _reorganise(draft: Draft, seats: list[int], replaces: list[int]) -> frozenset[int]:
    """Merge the last two offices into a new one; return the posts that end by it."""
    offices = [number for number, unit in enumerate(draft.units) if unit.parent < 0]
    merging = offices[draft.scale.offices - 2 : draft.scale.offices]
    twin = _copy_units(draft, merging)
    old = [number for number, post in enumerate(draft.posts) if post.unit in twin]
    for number in old:
        post = draft.posts[number]
        is_head = post.tier == "jpt_pratama"
        if is_head and post.unit == merging[1]:  # one agency has one head
            post = post._replace(title="Staf Ahli Wali Kota", unit=offices[0])
        else:
            title = f"Kepala {MERGED}" if is_head else post.title
            post = post._replace(title=title, unit=twin[post.unit])
        draft.posts.append(post)
        seats.append(seats[number])
        replaces.append(number)
    return frozenset(old)


def _copy_units(draft: Draft, merging: list[int]) -> dict[int, int]:
    agency = draft.add_unit(f"{MERGED} {CITY}", -1, 0.015)
    twin = dict.fromkeys(merging, agency)
    for number, unit in enumerate(draft.units[:agency]):
        if unit.agency not in merging or number in twin:
            continue
        twin[number] = len(draft.units)
        draft.units.append(unit._replace(agency=agency, parent=twin[unit.parent]))
    for number in twin:
        unit = draft.units[number]
        draft.units[number] = unit._replace(name=f"{unit.name} (sampai 2022)")
    return twin


def _number_units(units: list[Unit], agency: Ints) -> Units:
    return Units(
        unit_id=tuple(f"U{number:05d}" for number in range(1, len(units) + 1)),
        name=tuple(unit.name for unit in units),
        agency=agency,
        parent=np.array([unit.parent for unit in units], dtype=np.int64),
        latitude=np.array([unit.place[0] for unit in units]).round(5),
        longitude=np.array([unit.place[1] for unit in units]).round(5),
    )


def _number_posts(
    posts: list[Post],
    agency: Ints,
    seats: list[int],
    replaces: list[int],
    ended: frozenset[int],
) -> Posts:
    tiers = [TIERS[post.tier] for post in posts]
    unit = np.array([post.unit for post in posts], dtype=np.int64)
    family = np.array([FAMILY[post.family] for post in posts], dtype=np.int64)
    ranks = np.array([_ranks_of(post) for post in posts], dtype=np.int64)
    seated = np.array(seats, dtype=np.int64)
    begins = np.array(replaces, dtype=np.int64)
    ends = np.isin(np.arange(len(posts)), list(ended))
    competency = np.array([tier.competency for tier in tiers], dtype=np.float64)
    return Posts(
        post_id=tuple(f"P{number:06d}" for number in range(1, len(posts) + 1)),
        title=tuple(post.title + MADE_UP for post in posts),
        echelon=tuple(post.echelon for post in posts),
        unit=unit,
        agency=agency[unit],
        kind=np.array([KINDS.index(tier.kind) for tier in tiers]),
        tier=np.array([TIER_NAMES.index(post.tier) for post in posts]),
        level=np.array([tier.level for tier in tiers]),
        family=family,
        job_class=np.array([tier.job_class for tier in tiers]),
        min_rank=ranks[:, 0],
        max_rank=ranks[:, 1],
        min_education=np.array(
            [
                tier.min_education if p.education < 0 else p.education
                for p, tier in zip(posts, tiers, strict=True)
            ]
        ),
        fields=np.array([[field in post.fields for field in FIELDS] for post in posts]),
        licensed=np.array([bool(p.fields) and FAMILIES[FAMILY[p.family]].licensed for p in posts]),
        retires_at=np.array(
            [
                60 if post.group in ("guru", "task") else tier.retires_at
                for post, tier in zip(posts, tiers, strict=True)
            ]
        ),
        seats_before=np.where(begins >= 0, 0, seated),
        seats=np.where(ends, 0, seated),
        replaces=begins,
        by_task=np.array([post.by_task for post in posts]),
        required=_standard(family, competency),
    )


def _ranks_of(post: Post) -> tuple[int, int]:
    if post.echelon:
        return ECHELONS[post.echelon]
    return CLERKS[post.education][1] if post.education >= 0 else TIERS[post.tier].ranks


def _standard(family: Ints, competency: Floats) -> Floats:
    """Return the level that each post asks of each competency, 0 where none."""
    required = np.zeros((len(family), len(COMPETENCIES)))
    required[:, :COMMON] = competency[:, None]
    technical = np.array([f.technical for f in FAMILIES])[family] + COMMON - 1
    rows = np.arange(len(family))
    required[rows, technical[:, 0]] = np.minimum(competency + 1, 4)
    required[rows, technical[:, 1]] = competency
    return required
