"""What is true of people, and of a person and a post, as of a day: strictly before it.

The same functions serve the past committees, the truth of every move and whoever asks later, so
the truth cannot depend on anything that happened on the day or after it.
"""

from dataclasses import dataclass

import numpy as np

from snapshots.days import DAYS_PER_YEAR, day_of, years_of
from training.demo.people import AFFINITY, REVIEW_YEARS, USES
from training.demo.vectors import Floats, Ints
from training.demo.vocabulary import COMMON, FAMILIES, KINDS, LEVELS
from training.demo.world import DEFINITIVE, START, World

HALF_LIFE = 4.0
"""Years after which experience counts half, where it fades."""


@dataclass(frozen=True)
class Standing:
    """Everybody's record as of a day; the first axis is people.

    `family_years`, `family_fresh` (faded by half-lives), `family_since` (since the records begin)
    and `trained_hours` (of the last three years) are float[people, FAMILIES]; `rung_years` is
    float[people, KINDS × LEVELS], `agency_years` float[people, agencies]. `performance` is the
    mean review of the last three years against the own agency's. `fill` is float[agencies] and
    `familiarity` float[agencies, agencies]: moves from one to the other so far.
    """

    on: int
    post: Ints
    tenure: Floats
    family_years: Floats
    family_fresh: Floats
    family_since: Floats
    rung_years: Floats
    agency_years: Floats
    performance: Floats
    trained_hours: Floats
    fill: Floats
    familiarity: Floats


@dataclass(frozen=True)
class PairFacts:
    """What is true of each pair of a person and a post as of a day; every entry float64[pairs].

    Gaps are shortfalls against the post's competency standard in levels (0 where met).
    """

    worst_gap: Floats
    mean_gap: Floats
    managerial_gap: Floats
    technical_gap: Floats
    family_years: Floats
    family_fresh: Floats
    rung_years: Floats
    agency_years: Floats
    tenure: Floats
    performance: Floats
    trained_hours: Floats
    field_match: Floats
    distance_km: Floats
    same_agency: Floats
    step: Floats
    fill: Floats
    familiarity: Floats
    managerial: Floats
    diligence: Floats
    aptitude: Floats


def stand(world: World, on: int) -> Standing:
    """Return everybody's standing as of a day (a day number)."""
    stays, posts = world.stays, world.organisation.posts
    begun = (stays.ints("start") < on) & (stays.ints("appointment") == DEFINITIVE)
    person, held = stays.ints("person")[begun], stays.ints("post")[begun]
    start, end = stays.ints("start")[begun], stays.ints("end")[begun]
    years = (np.minimum(end, on) - start) / DAYS_PER_YEAR
    ago = (on - np.minimum(end, on)) / DAYS_PER_YEAR
    since = np.clip((np.minimum(end, on) - np.maximum(start, START)) / DAYS_PER_YEAR, 0, None)
    family, rung = posts.family[held], posts.kind[held] * LEVELS + posts.level[held]
    agency = world.organisation.agency_of_post[held]
    count, families = len(world.people), len(FAMILIES)
    post, tenure = np.full(count, -1), np.zeros(count)
    present = end >= on
    post[person[present]] = held[present]
    tenure_from = stays.ints("tenure_from")[begun][present]
    tenure[person[present]] = (on - tenure_from) / DAYS_PER_YEAR
    return Standing(
        on=on,
        post=post,
        tenure=tenure,
        family_years=_sum(person, family, years, count, families),
        family_fresh=_sum(person, family, _faded(years, ago), count, families),
        family_since=_sum(person, family, since, count, families),
        rung_years=_sum(person, rung, years, count, len(KINDS) * LEVELS),
        agency_years=_sum(person, agency, years, count, len(world.organisation.agencies)),
        performance=_relative_performance(world, on),
        trained_hours=_trained_hours(world, on),
        fill=_fill(world, post, on),
        familiarity=_familiarity(world, on),
    )


def _sum(rows: Ints, columns: Ints, values: Floats, height: int, width: int) -> Floats:
    sums = np.bincount(rows * width + columns, values, height * width).astype(np.float64)
    return sums.reshape(height, width)


def _faded(years: Floats, ago: Floats) -> Floats:
    """Integrate 2^(-t / HALF_LIFE) over a stay of `years` that ended `ago` years before."""
    rate = np.log(2) / HALF_LIFE
    faded: Floats = (np.exp(-rate * ago) - np.exp(-rate * (ago + years))) / rate
    return faded


def due_years(on: int, count: int) -> list[int]:
    """Return the latest `count` review years due before `on`: due 31 January of the next year."""
    year = int(years_of([on])[0])
    last = year - 1 if int(day_of(year, 1, 31)) < on else year - 2
    return [year for year in range(last - count + 1, last + 1) if year in REVIEW_YEARS]


def _relative_performance(world: World, on: int) -> Floats:
    """Return the mean distance of the last three due reviews to the own agency's mean that year."""
    people, agencies = world.people, len(world.organisation.agencies)
    total, known = np.zeros(len(people)), np.zeros(len(people))
    for year in due_years(on, 3):
        column = REVIEW_YEARS.index(year)
        review, agency = people.predicate[:, column], people.agency_then[:, column]
        has = review > 0
        sums = np.bincount(agency[has], review[has], agencies)
        mean = sums / np.maximum(np.bincount(agency[has], minlength=agencies), 1)
        total[has] += review[has] - mean[agency[has]]
        known += has
    relative: Floats = total / np.maximum(known, 1)
    return relative


def _trained_hours(world: World, on: int) -> Floats:
    trainings = world.trainings
    done = trainings.ints("on")
    recent = (done < on) & (done >= on - 3 * DAYS_PER_YEAR)
    person, family = trainings.ints("person")[recent], trainings.ints("family")[recent]
    hours = trainings.ints("hours")[recent].astype(float)
    return _sum(person, family, hours, len(world.people), len(FAMILIES))


def _fill(world: World, post: Ints, on: int) -> Floats:
    organisation = world.organisation
    agencies = len(organisation.agencies)
    seats = organisation.posts.seats_on(on)
    need = np.bincount(organisation.agency_of_post, seats, agencies)
    staff = np.bincount(organisation.agency_of_post[post[post >= 0]], minlength=agencies)
    fill: Floats = staff / np.maximum(need, 1)
    return fill


def _familiarity(world: World, on: int) -> Floats:
    transfers, organisation = world.transfers, world.organisation
    before = transfers.ints("on") < on
    origin = organisation.agency_of_post[transfers.ints("origin")[before]]
    target = organisation.agency_of_post[transfers.ints("target")[before]]
    agencies = len(organisation.agencies)
    return _sum(origin, target, np.ones(len(origin)), agencies, agencies)


def true_levels(world: World, standing: Standing, persons: Ints) -> Floats:
    """Return the true competency levels of people, float[persons, COMPETENCIES].

    Common competencies grow slowly with time in service, technical ones with time in the families
    that use them.
    """
    people = world.people
    level = people.base[persons].copy()
    served = (standing.on - np.maximum(people.appointed[persons], START)) / DAYS_PER_YEAR
    level[:, :COMMON] += 0.04 * np.clip(served, 0, None)[:, None]
    level[:, COMMON:] += 0.10 * np.minimum(standing.family_since[persons] @ USES, 8.0)
    return np.minimum(level, 5.3)


def pair_facts(world: World, standing: Standing, persons: Ints, posts: Ints) -> PairFacts:
    """Return the facts of pairs of people and posts (numbers, equal lengths) as of a day."""
    org, people = world.organisation, world.people
    origin, family, agency = standing.post[persons], org.posts.family[posts], org.agency_of_post
    required = org.posts.required[posts]
    gap = np.clip(required - true_levels(world, standing, persons), 0, None) * (required > 0)
    placed = origin >= 0
    rung = org.posts.kind[posts] * LEVELS + org.posts.level[posts]
    from_agency, to_agency = agency[origin], agency[posts]
    step = org.posts.level[posts] - np.where(placed, org.posts.level[origin], 0)
    return PairFacts(
        worst_gap=gap.max(axis=1),
        mean_gap=gap.sum(axis=1) / (required > 0).sum(axis=1),
        managerial_gap=gap[:, :COMMON].mean(axis=1),
        technical_gap=gap[:, COMMON:].sum(axis=1) / 2,
        family_years=standing.family_years[persons, family],
        family_fresh=standing.family_fresh[persons, family],
        rung_years=standing.rung_years[persons, rung],
        agency_years=standing.agency_years[persons, to_agency],
        tenure=standing.tenure[persons],
        performance=standing.performance[persons],
        trained_hours=standing.trained_hours[persons, family],
        field_match=AFFINITY[family, people.field[persons]],
        distance_km=_distance(world, origin, posts),
        same_agency=((from_agency == to_agency) & placed).astype(float),
        step=step.astype(float),
        fill=standing.fill[to_agency],
        familiarity=np.where(placed, standing.familiarity[from_agency, to_agency], 0.0),
        managerial=org.posts.structural[posts].astype(float),
        diligence=people.diligence[persons],
        aptitude=people.aptitude[persons],
    )


def _distance(world: World, origin: Ints, target: Ints) -> Floats:
    """Return the distance between the units of two posts in km, flat at the city's latitude."""
    units, unit = world.organisation.units, world.organisation.posts.unit
    north = units.latitude[unit[target]] - units.latitude[unit[origin]]
    east = units.longitude[unit[target]] - units.longitude[unit[origin]]
    distance: Floats = 111.2 * np.hypot(north, east)
    return np.where(origin >= 0, distance, 0.0)


def total_years_at(standing: Standing, level: int, persons: Ints) -> Floats:
    """Return the years that people spent in posts of exactly this level, of any kind."""
    columns = np.arange(len(KINDS)) * LEVELS + level
    years: Floats = standing.rung_years[persons[:, None], columns].sum(axis=1)
    return years
