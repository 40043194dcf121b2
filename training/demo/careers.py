"""Ten years of the made-up city: hiring, leaving, promotion, rounds of moves, a reorganisation."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from snapshots.days import DAYS_PER_YEAR, OPEN_END, add_months, day_of
from training.demo.beginnings import hire, people_the_city
from training.demo.committee import Habits, Picks, Sitting, choose_openings
from training.demo.facts import pair_facts, stand
from training.demo.mechanisms import Mechanism, Truth, calibrate
from training.demo.organisation import REORGANISED_ON, Organisation, build_organisation
from training.demo.outcomes import LAST_HIRING, due_to_move_on, make_moves, show_by_review
from training.demo.people import (
    DIED,
    DISMISSED,
    MOVED_OUT,
    PART_TIME,
    PNS,
    PPPK,
    RESIGNED,
    RETIRED,
    REVIEW_YEARS,
    People,
)
from training.demo.reviews import assess_people, review_year, sanction_people, train_people
from training.demo.vectors import Flags, Floats, Ints, day
from training.demo.vocabulary import D3, S1, S2
from training.demo.world import (
    DEVELOPMENT,
    END,
    NEED,
    OTHER,
    OWN_REQUEST,
    PERFORMANCE,
    PROMOTION,
    REORGANISATION,
    UNJUDGED,
    World,
)

MOVES_A_YEAR = 0.068
"""Openings taken up in a year, as a share of the people."""

HEADCOUNT = {
    2017: 0.79, 2018: 0.80, 2019: 0.80, 2020: 0.81, 2021: 0.85,
    2022: 0.88, 2023: 0.92, 2024: 0.95, 2025: 0.985, 2026: 1.0,
}  # fmt: skip
"""People in service after each year's hiring, as a share of those at the end."""

CONTRACTS = {2021: PPPK, 2022: PPPK, 2023: PPPK, 2024: PPPK, 2025: PART_TIME}
"""Years in which two thirds of the recruits came on a contract, and of which sort."""

LEAVING_RATES = {DIED: 0.002, RESIGNED: 0.002, DISMISSED: 0.0004, MOVED_OUT: 0.003}


@dataclass
class Chronicle:
    """A city under way: what is the same for all its years."""

    world: World
    truth: Truth
    habits: Habits
    employees: int
    rng: np.random.Generator

    def live(self) -> None:
        """Go through all years up to the end of the records."""
        for year in range(2017, 2027):
            self._begin_year(year)
            for on, happen in sorted(self._calendar(year), key=lambda event: event[0]):
                if on <= END:
                    _let_leave(self.world, on)
                    happen(on)
            if int(day_of(year, 12, 31)) < END:
                _let_leave(self.world, int(day_of(year, 12, 31)))
                review_year(self.world, year, self.rng)
        _let_leave(self.world, END)

    def _begin_year(self, year: int) -> None:
        _let_leave(self.world, int(day_of(year, 1, 1)))
        _schedule_leaving(self.world, year, self.rng)
        sanction_people(self.world, year, self.rng)
        train_people(self.world, year, self.rng)
        assess_people(self.world, year, self.rng)

    def _calendar(self, year: int) -> list[tuple[int, Callable[[int], None]]]:
        rounds = _draw_rounds(year, self.rng)
        openings = round(MOVES_A_YEAR * self.employees / len(rounds))
        events: list[tuple[int, Callable[[int], None]]] = [
            (int(day_of(year, 3, 1)), lambda on: self._hire(on, year)),
            (int(day_of(year, 4, 1)), lambda on: _promote_ranks(self.world, on, self.rng)),
            (int(day_of(year, 10, 1)), lambda on: _promote_ranks(self.world, on, self.rng)),
            (int(day_of(year, 9, 1)), lambda on: _graduate(self.world, on, self.rng)),
        ]
        events += [(on, lambda on: self._hold_round(on, openings)) for on in rounds]
        if year == 2022:
            events.append((REORGANISED_ON, self._reorganise))
        return events

    def _hire(self, on: int, year: int) -> None:
        people = self.world.people
        staying = people.in_service(on)
        if on == LAST_HIRING:
            staying &= _leaving_days(self.world) > END
        count = max(0, round(HEADCOUNT[year] * self.employees) - int(staying.sum()))
        contracts = round(count * 0.65) if year in CONTRACTS else 0
        if contracts:
            hire(self.world, on, contracts, CONTRACTS[year], self.rng)
        hire(self.world, on, count - contracts, PNS, self.rng)

    def _hold_round(self, on: int, openings: int) -> None:
        world, rng = self.world, self.rng
        standing = stand(world, on)
        leaving = _find_places(world, on, rng)
        kinds = np.array([PERFORMANCE, OWN_REQUEST, OTHER])
        reasons = rng.choice(kinds, len(leaving.persons), p=[0.4, 0.35, 0.25])
        make_moves(world, self.truth, standing, leaving, reasons, rng)
        sitting = Sitting(world, standing, self.habits, rng)
        picks = sitting.decide(choose_openings(world, on, openings, rng))
        make_moves(world, self.truth, standing, picks, _draw_reasons(world, picks, rng), rng)

    def _reorganise(self, on: int) -> None:
        """Move everybody of the ending posts into the ones that replace them; tenure goes on."""
        world, people = self.world, self.world.people
        posts = world.organisation.posts
        successor = np.full(len(posts.title), -1)
        new = np.flatnonzero(posts.replaces >= 0)
        successor[posts.replaces[new]] = new
        persons = np.flatnonzero(people.in_service(on) & (successor[people.post] >= 0))
        origin, target = people.post[persons], successor[people.post[persons]]
        world.transfers.add(
            person=persons,
            origin=origin,
            target=target,
            on=on,
            reason=REORGANISATION,
            outcome=UNJUDGED,
            probability=np.nan,
            considered=0,
            men_considered=np.nan,
        )
        day_of_move = np.full(len(persons), on)
        world.end_stays(persons, day_of_move)
        world.begin_stays(persons, target, day_of_move, people.tenure_from[persons])


def simulate(
    employees: int,
    mechanism: Mechanism,
    habits: Habits,
    rng: np.random.Generator,
    misjudged: float = 0.0,
) -> tuple[World, Truth]:
    """Return a city after ten years, and the truth by which its moves succeeded."""
    organisation = build_organisation(employees, rng)
    world = World(
        organisation=organisation,
        people=People.nobody(),
        leniency=rng.normal(0.0, 0.6, (len(organisation.agencies), len(REVIEW_YEARS))),
        appeal=_draw_appeal(organisation, rng),
        granted=rng.uniform(0.62, 1.0, len(organisation.units.name)),
    )
    people_the_city(world, employees, rng)
    for year in (2014, 2015, 2016):
        train_people(world, year, rng)
        assess_people(world, year, rng)
        review_year(world, year, rng)
    truth = _calibrate(world, mechanism, rng)
    world.misjudged = misjudged
    Chronicle(world, truth, habits, employees, rng).live()
    return world, truth


def _draw_appeal(organisation: Organisation, rng: np.random.Generator) -> Floats:
    """Draw how readily units are staffed: agencies differ, and units within them."""
    by_agency = rng.normal(0.0, 0.6, len(organisation.agencies))
    by_unit = rng.normal(0.0, 0.35, len(organisation.units.name))
    agency = np.searchsorted(organisation.agencies, organisation.units.agency)
    appeal: Floats = np.exp(by_agency[agency] + by_unit)
    return appeal


def _calibrate(world: World, mechanism: Mechanism, rng: np.random.Generator) -> Truth:
    """Take the truth's scale from lateral and upward pairs within a trade, on a first day."""
    on, posts = day("2017-02-01"), world.organisation.posts
    persons = rng.integers(0, len(world.people), 20_000)
    targets = rng.integers(0, len(posts.title), 20_000)
    held = world.people.post[persons]
    step = posts.level[targets] - posts.level[held]
    ordinary = (step >= 0) & (step <= 1) & (posts.seats_before[targets] > 0)
    ordinary &= posts.licensed[targets] == posts.licensed[held]
    ordinary &= ~posts.licensed[targets] | (posts.family[targets] == posts.family[held])
    standing = stand(world, on)
    return calibrate(mechanism, pair_facts(world, standing, persons[ordinary], targets[ordinary]))


def _draw_rounds(year: int, rng: np.random.Generator) -> list[int]:
    """Draw two to four dates for a year's rounds, at least one in either half."""
    months = [2, 4, 6, 8, 10]
    count = int(rng.integers(2, 5))
    first, second = int(rng.choice(months[:3])), int(rng.choice(months[3:]))
    others = [month for month in months if month not in (first, second)]
    more = rng.choice(others, count - 2, replace=False).tolist()
    days = rng.integers(3, 26, count).tolist()
    return [int(day_of(year, m, d)) for m, d in zip((first, second, *more), days, strict=True)]


def _draw_reasons(world: World, picks: Picks, rng: np.random.Generator) -> Ints:
    level = world.organisation.posts.level
    up = level[picks.posts] > level[world.people.post[picks.persons]]
    kinds = np.array([NEED, DEVELOPMENT, OWN_REQUEST, OTHER])
    lateral = rng.choice(kinds, len(up), p=[0.5, 0.3, 0.15, 0.05])
    return np.where(up, PROMOTION, lateral)


def _find_places(world: World, on: int, rng: np.random.Generator) -> Picks:
    """Find vacant posts, not higher, for failed movers who are to move on within the year."""
    people = world.people
    due, still = due_to_move_on(world, on)
    vacant = world.vacant_seats(on)
    placed: list[tuple[int, int]] = []
    for person in due[still].tolist():
        suits = _suits(world, person) & (vacant > 0)
        if people.leaves_on[person] == OPEN_END and suits.any():
            post = int(rng.choice(np.flatnonzero(suits)))
            vacant[post] -= 1
            placed.append((person, post))
    pairs = np.array(placed, dtype=np.int64).reshape(-1, 2)
    show_by_review(world, np.setdiff1d(due, pairs[:, 0]))
    nobody = np.zeros(len(pairs), dtype=np.int64)
    return Picks(pairs[:, 0], pairs[:, 1], nobody, np.full(len(pairs), np.nan))


def _suits(world: World, person: int) -> Flags:
    people, posts = world.people, world.organisation.posts
    held, field = int(people.post[person]), int(people.field[person])
    suits: Flags = (posts.level <= posts.level[held]) & (posts.level >= posts.level[held] - 1)
    suits &= posts.retires_at == posts.retires_at[held]
    suits &= np.where(posts.licensed, posts.fields[:, field], not posts.licensed[held])
    suits[held] = False
    return suits


def _leaving_days(world: World) -> Ints:
    people = world.people
    retires = world.retirement(np.arange(len(people)), people.post)
    return np.minimum(people.leaves_on, retires)


def _let_leave(world: World, on: int) -> None:
    """Close the stays of people whose day to leave, or to retire, has come by `on`."""
    people, goes = world.people, _leaving_days(world)
    persons = np.flatnonzero((goes <= on) & (people.left_on == OPEN_END))
    world.end_stays(persons, goes[persons])
    people.left_on[persons] = goes[persons]
    foreseen = people.leaves_on[persons] <= goes[persons]
    people.left_why[persons] = np.where(foreseen, people.leaves_why[persons], RETIRED)


def _schedule_leaving(world: World, year: int, rng: np.random.Generator) -> None:
    """Settle who will die, resign, be dismissed or move out in the year; not after a fresh move."""
    people = world.people
    days = int(day_of(year, 1, 5)) + rng.integers(0, 355, len(people))
    quiet = people.in_service(int(day_of(year, 1, 1))) & (people.leaves_on == OPEN_END)
    quiet &= (days - people.moved_on > 400) & (days <= END)
    luck, bar = rng.random(len(people)), 0.0
    for reason, rate in LEAVING_RATES.items():
        chosen = quiet & (luck >= bar) & (luck < bar + rate)
        people.leaves_on[chosen], people.leaves_why[chosen] = days[chosen], reason
        bar += rate


def _promote_ranks(world: World, on: int, rng: np.random.Generator) -> None:
    """Raise ranks every four years or so, up to the post's highest and slowly one beyond it."""
    people, posts = world.people, world.organisation.posts
    ripe = people.in_service(on) & (people.status == PNS)
    ripe &= add_months(people.rank_since, 48) <= on
    above = people.rank - posts.max_rank[people.post]
    rate = np.where(above < 0, 0.8, np.where(above == 0, 0.3, 0.0))
    persons = np.flatnonzero(ripe & (rng.random(len(people)) < rate))
    people.rank[persons] += 1
    people.rank_since[persons] = on
    world.ranks.add(person=persons, rank=people.rank[persons], since=on)


def _graduate(world: World, on: int, rng: np.random.Generator) -> None:
    """Let a few finish the next degree of their field."""
    people = world.people
    early = people.in_service(on) & (on - people.appointed > 3 * DAYS_PER_YEAR)
    able = early & np.isin(people.education, (D3, S1))
    persons = np.flatnonzero(able & (rng.random(len(people)) < 0.012))
    people.education[persons] = np.where(people.education[persons] == D3, S1, S2)
    people.graduated[persons] = on
    world.educations.add(person=persons, level=people.education[persons], on=on)
