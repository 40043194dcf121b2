"""What is written down about people in a year: reviews, assessments, trainings, sanctions."""

import numpy as np

from snapshots.days import OPEN_END, day_of
from snapshots.ladders import PREDICATE_CODES, SEVERITIES
from training.demo.facts import stand, true_levels
from training.demo.people import AFFINITY, PNS, REVIEW_YEARS
from training.demo.vectors import Flags, Ints
from training.demo.vocabulary import COMMON, FAMILIES, TECHNICAL
from training.demo.world import END, World

END_YEAR = 2026
"""The year in which the records end."""

TECHNICAL_OF_FAMILY = np.array([family.technical for family in FAMILIES]) + COMMON - 1
"""The two technical competencies of each job family, as columns, int[FAMILIES, 2]."""


def review_year(world: World, year: int, rng: np.random.Generator) -> None:
    """Give everybody in service at the year's end a predicate.

    Agencies are lenient to different degrees and nearly all are `baik`; after a move its outcome
    has a say (`People.verdict`).
    """
    people, column = world.people, REVIEW_YEARS.index(year)
    present = people.in_service(int(day_of(year, 12, 31)))
    present &= people.appointed < int(day_of(year, 7, 1))
    agency = world.organisation.agency_of_post[people.post]
    count = len(people)
    score = 0.8 * people.diligence + world.leniency[agency, column] + 0.8 * rng.normal(size=count)
    luck, verdict = rng.random(count), people.verdict[:, column]
    below = np.where(luck < 0.78, PREDICATE_CODES["butuh_perbaikan"], PREDICATE_CODES["kurang"])
    below = np.where(luck < 0.03, PREDICATE_CODES["sangat_kurang"], below)
    fine = np.where(score > 1.1, PREDICATE_CODES["sangat_baik"], PREDICATE_CODES["baik"])
    is_below = (verdict < 0) | ((verdict == 0) & (score < -2.9))
    people.predicate[:, column] = np.where(present, np.where(is_below, below, fine), 0)
    people.agency_then[:, column] = np.where(present, agency, -1)


def _days_in(year: int, count: int, rng: np.random.Generator) -> Ints:
    return int(day_of(year, 1, 5)) + rng.integers(0, 350, count)


def _serving(world: World, year: int) -> Flags:
    return world.people.in_service(int(day_of(year, 1, 1)))


def train_people(world: World, year: int, rng: np.random.Generator) -> None:
    """Log the year's trainings: mostly in the family that people work in."""
    people = world.people
    chosen = np.flatnonzero(_serving(world, year) & (rng.random(len(people)) < 0.32))
    own = world.organisation.posts.family[people.post[chosen]]
    elsewhere = rng.integers(0, len(FAMILIES), len(chosen))
    family = np.where(rng.random(len(chosen)) < 0.75, own, elsewhere)
    competency = TECHNICAL_OF_FAMILY[family, rng.integers(0, 2, len(chosen))]
    hours = rng.choice([8, 16, 20, 32, 40, 80], len(chosen), p=[0.2, 0.2, 0.25, 0.15, 0.15, 0.05])
    days = _days_in(year, len(chosen), rng)
    keep = days <= END
    world.trainings.add(
        person=chosen[keep],
        on=days[keep],
        hours=hours[keep],
        family=family[keep],
        competency=competency[keep],
    )


def assess_people(world: World, year: int, rng: np.random.Generator) -> None:
    """Assess some people: the common nine, their family's technical ones and those they studied.

    A seventh of the people are never called; the level found is the true one with some error.
    """
    people = world.people
    called = _serving(world, year) & (people.birth % 7 > 0)
    rate = np.where(people.status == PNS, 0.30, 0.12)
    chosen = np.flatnonzero(called & (rng.random(len(people)) < rate))
    days = _days_in(year, len(chosen), rng)
    chosen, days = chosen[days <= END], days[days <= END]
    if year == END_YEAR:
        days[-1:] = END  # the latest news, so that every city's records speak up to the same day
    standing = stand(world, int(day_of(year, 1, 1)))
    found = true_levels(world, standing, chosen)
    found = np.clip(np.rint(found + rng.normal(0.0, 0.4, found.shape)), 0, 5)
    tested = np.ones(found.shape, dtype=bool)
    tested[:, COMMON:] = _technical_tested(world, chosen, rng)
    row, column = np.nonzero(tested)
    world.assessments.add(
        person=chosen[row], competency=column, level=found[row, column], on=days[row]
    )


def _technical_tested(world: World, chosen: Ints, rng: np.random.Generator) -> Flags:
    people, rows = world.people, np.arange(len(chosen))
    tested = np.zeros((len(chosen), len(TECHNICAL)), dtype=bool)
    own = TECHNICAL_OF_FAMILY[world.organisation.posts.family[people.post[chosen]]] - COMMON
    studied = TECHNICAL_OF_FAMILY[AFFINITY[:, people.field[chosen]].argmax(axis=0)] - COMMON
    for columns in (*own.T, *studied.T, rng.integers(0, len(TECHNICAL), len(chosen))):
        tested[rows, columns] = True
    return tested


def sanction_people(world: World, year: int, rng: np.random.Generator) -> None:
    """Log sanctions that have nothing to do with a move, and cases still open at the end."""
    people = world.people
    days = _days_in(year, len(people), rng)
    quiet = days - people.moved_on > 400
    chosen = np.flatnonzero(_serving(world, year) & quiet & (rng.random(len(people)) < 0.005))
    days, count = days[chosen], len(chosen)
    severity = rng.choice(len(SEVERITIES), count, p=[0.7, 0.22, 0.08])
    open_case = (year == END_YEAR) & (rng.random(count) < 0.4)
    lasts = np.array([90, 270, 365])[severity]
    world.discipline.add(
        person=chosen,
        severity=severity,
        start=days,
        end=np.where(open_case, OPEN_END, days + lasts),
        investigating=open_case,
        cancelled=~open_case & (rng.random(count) < 0.06),
    )
