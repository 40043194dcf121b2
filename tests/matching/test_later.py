"""The list of a later day is the one that the same records give when that day has come."""

from datetime import date

import numpy as np
import pytest

from matching.contest import open_contest
from matching.matcher import Dates, Matcher
from models.baselines import make_baseline
from rules.policy import load_policy
from tests.matching.office import AS_OF, SECRET, TABLES, person
from tests.records import make_history

PEOPLE = 120
NOBODY = -1


def hire(seed):
    """Return people of whom many reach the ten years together that seniority counts at most."""
    rng = np.random.default_rng(seed)
    return [
        person(
            f"{number:03}",
            since=f"{rng.integers(2010, 2018)}-01-01",
            rank_since=f"{rng.integers(2013, 2018)}-04-01",
            birth_date=f"{rng.integers(1967, 1985)}-0{rng.integers(1, 10)}-10",
        )
        for number in range(PEOPLE)
    ]


def open_on(on, employees):
    tables = {name: TABLES[name] for name in ("units", "positions")}
    history = make_history({**tables, "employees": employees}, on)
    bundle = make_baseline("seniority")
    return open_contest(
        Matcher(history, load_policy(), bundle, SECRET, "0.0.0"), "OPEN", Dates(on, on)
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("on", [AS_OF, date(2026, 6, 1), date(2027, 3, 9), date(2028, 6, 1)])
def test_the_last_one_is_who_it_will_be(seed, on):
    employees = hire(seed)
    later, then = open_on(AS_OF, employees).later, open_on(on, employees)
    day = then.dates.day
    for size in (1, 10, 40):
        place = then.field.top(size)[-1]
        last = later.find_last(day, size, NOBODY)
        assert (last.row, last.score) == (then.field.rows[place], then.field.score[place])
        assert (later.bound(np.array([day], np.int32), size, NOBODY) <= last.score).all()


def test_the_person_asked_about_is_not_one_of_the_others():
    contest = open_on(AS_OF, hire(0))
    first, second = contest.field.rows[contest.field.top(2)].tolist()
    assert contest.later.find_last(contest.dates.day, 1, first).row == second
    assert contest.later.find_last(contest.dates.day, 1, second).row == first


def test_where_places_stay_free_nobody_has_to_be_passed():
    contest = open_on(AS_OF, hire(0)[:3])
    assert contest.later.find_last(contest.dates.day, 3, 0) is None
    assert contest.later.bound(np.array([contest.dates.day], np.int32), 3, 0) == -np.inf
