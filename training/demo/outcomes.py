"""What becomes of a move: success or failure by its true probability, and what follows from it.

What follows is what the derived outcome of the record format looks for: after a failure the next
reviews fall below `baik`, or the person is moved on, sanctioned or resigns within twelve months;
after a success none of these happens.
"""

import numpy as np

from snapshots.days import add_months, day_of, years_of
from training.demo.committee import Picks
from training.demo.facts import Standing, pair_facts
from training.demo.mechanisms import Truth
from training.demo.people import RESIGNED, REVIEW_YEARS
from training.demo.vectors import Flags, Ints, day
from training.demo.world import World

LAST_HIRING = day("2026-03-01")
"""After this day nobody is hired any more, so nobody may leave unforeseen either."""

REVIEWED, MOVED_ON, SANCTIONED, GONE = range(4)
FOLLOWS = (0.52, 0.30, 0.11, 0.07)
"""How often a failure shows as a poor review, a further move, a sanction, a resignation."""


def make_moves(
    world: World,
    truth: Truth,
    standing: Standing,
    picks: Picks,
    reasons: Ints,
    rng: np.random.Generator,
) -> None:
    """Carry out moves on the standing's day, draw how each turns out and plant what follows."""
    people, on, persons = world.people, standing.on, picks.persons
    probability = truth.probability(pair_facts(world, standing, persons, picks.posts))
    success = rng.random(len(persons)) < probability
    if world.misjudged:
        success &= people.man[persons] | (rng.random(len(persons)) >= world.misjudged)
    world.transfers.add(
        person=persons,
        origin=people.post[persons],
        target=picks.posts,
        on=on,
        reason=reasons,
        outcome=success,
        probability=probability,
        considered=picks.considered,
        men_considered=picks.men_considered,
    )
    change_posts(world, persons, picks.posts, on)
    _plant(world, persons, success, on, rng)


def change_posts(world: World, persons: Ints, posts: Ints, on: int) -> None:
    """End the present stays on a day and begin new ones, with tenure anew."""
    day_of_move = np.full(len(persons), on)
    world.end_stays(persons, day_of_move)
    world.begin_stays(persons, posts, day_of_move, day_of_move)
    world.people.moved_on[persons] = on


def _plant(world: World, persons: Ints, success: Flags, on: int, rng: np.random.Generator) -> None:
    own, following = asked_reviews(on)
    verdict = world.people.verdict
    for column in {own, following}:
        verdict[persons, column] = success
    follows = rng.choice(len(FOLLOWS), len(persons), p=FOLLOWS)
    follows = np.where((follows == GONE) & (on + 340 > LAST_HIRING), REVIEWED, follows)
    follows = np.where(success, -1, follows)
    _review_poorly(world, persons[follows == REVIEWED], on, rng)
    world.coming.add(person=persons[follows == MOVED_ON], since=on)
    _sanction(world, persons[follows == SANCTIONED], on, rng)
    gone = persons[follows == GONE]
    world.people.leaves_on[gone] = on + rng.integers(60, 340, len(gone))
    world.people.leaves_why[gone] = RESIGNED


def asked_reviews(on: int) -> tuple[int, int]:
    """Return the review columns that judge a move: the own year's if before July, the next's.

    A move on 2020-06-30 is judged by 2020 and 2021; one on 2020-07-01 by 2021 alone (twice).
    """
    year = int(years_of([on])[0])
    following = REVIEW_YEARS.index(year + 1)
    return (following - 1 if on < int(day_of(year, 7, 1)) else following), following


def _review_poorly(world: World, persons: Ints, on: int, rng: np.random.Generator) -> None:
    own, following = asked_reviews(on)
    column = np.where(rng.random(len(persons)) < 0.6, own, following)
    world.people.verdict[persons, column] = -1


def _sanction(world: World, persons: Ints, on: int, rng: np.random.Generator) -> None:
    start = on + rng.integers(45, 330, len(persons))
    world.discipline.add(
        person=persons,
        severity=np.where(rng.random(len(persons)) < 0.85, 1, 2),
        start=start,
        end=start + 270,
        investigating=0,
        cancelled=0,
    )


def due_to_move_on(world: World, on: int) -> tuple[Ints, Flags]:
    """Return the failed movers whose further move is due, and who is still within the year.

    They are struck off the list; the day of the failed move is their `People.moved_on`.
    """
    since = world.coming.ints("since")
    due = since + 90 <= on
    persons = world.coming.ints("person")[due]
    still = (add_months(since[due], 12) > on) & world.people.in_service(on)[persons]
    world.coming.keep(~due)
    return persons, still


def show_by_review(world: World, persons: Ints) -> None:
    """Let the next year's review show the failure of people for whom no other post was found."""
    for person in persons.tolist():
        world.people.verdict[person, asked_reviews(int(world.people.moved_on[person]))[1]] = -1
