"""Need, staff and vacancies under a what-if: its factors, who leaves, who arrives."""

from collections.abc import Mapping
from difflib import get_close_matches
from math import isfinite, prod

import numpy as np

from matching.matcher import Dates, Matcher
from matching.staffing import Staffing, Supposed
from planning.errors import (
    ImpossibleArrivalError,
    ImpossibleFactorError,
    UnknownScenarioKeyError,
)
from planning.scenarios.scenario import Arrival, Factor, Level, Scenario, refuse_repeats
from snapshots.coding import fold, read_texts
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Floats

MOST_TIMES = 100.0
"""The greatest factor: more is a slip of the hand (150 for 150 %)."""
MOST_ARRIVING = 1000
SUGGESTIONS = 3


def apply_scenario(matcher: Matcher, dates: Dates, scenario: Scenario | None) -> Staffing:
    """Return the staffing as of `dates` under a scenario; as recorded for None.

    Factors on an activity hold for the rows of that name, those on a unit for everything below it;
    all that meet multiply. Work is summed with its factors and rounded half up once; a position
    without rows needs its seats times the factor. `vacant` has a seat less for each person that is
    needed less and each who arrives, never below 0, and one more for who leaves; greater need makes
    no seats, which are those of the map of posts. Whoever is not in service as of the day cannot
    leave.

    Raises UnknownScenarioKeyError, UnknownPersonError, ImpossibleFactorError and
    ImpossibleArrivalError.
    """
    if scenario is None:
        return matcher.staffing(dates.day)
    return matcher.suppose(dates.day, _suppose(matcher, scenario))


def check_scenario(matcher: Matcher, scenario: Scenario) -> None:
    """Raise what `apply_scenario` would raise for what the records do not know or cannot be.

    Raises RepeatedScenarioKeyError too, for what would be supposed of one thing twice.
    """
    refuse_repeats(scenario)
    _suppose(matcher, scenario)


def name_keys(history: History, level: Level) -> Mapping[str, str]:
    """Return the name of each key of a level, by key; an activity's key is its folded name."""
    units, positions = history.units, history.positions
    if level == "activity":
        names = read_texts(history.snapshot, "workloads", "activity")
        return {folded: str(name).strip() for name in names if (folded := fold(name))}
    if level == "position":
        return dict(zip(positions.position_id, positions.title, strict=True))
    named = zip(units.unit_id, units.name, units.agency, strict=True)
    wanted = level == "unit"
    return {key: name for key, name, top in named if wanted or units.unit_id[top] == key}


def find_near(names: Mapping[str, str], key: str) -> tuple[tuple[str, str], ...]:
    """Return (key, name) of at most three keys whose own text or name looks like what was asked."""
    asked = fold(key) or ""
    by_text = {fold(name) or "": key for key, name in names.items()}
    by_text |= {fold(key) or "": key for key in names}
    near = get_close_matches(asked, by_text, SUGGESTIONS)
    near += [text for text in by_text if asked and asked in text]
    keys = dict.fromkeys(by_text[text] for text in near)
    return tuple((key, names[key]) for key in keys)[:SUGGESTIONS]


def find_below(history: History, unit_id: str) -> Flags:
    """Tell which units are this one or below it; bool[units]. A circle of parents ends."""
    parent = history.units.parent
    below = np.zeros(len(parent), np.bool_)
    below[history.unit_of[unit_id]] = True
    while True:
        grown = below | (below[parent] & (parent != UNKNOWN))
        if (grown == below).all():
            return below
        below = grown


def _suppose(matcher: Matcher, scenario: Scenario) -> Supposed:
    history = matcher.history
    for factor in scenario.factors:
        _check_factor(history, factor)
    leaving = np.zeros(len(history.people_ids), np.bool_)
    leaving[[matcher.person_by_id(person_id) for person_id in scenario.leaving]] = True
    arriving = np.zeros(len(history.positions.seats), np.int32)
    for arrival in scenario.arriving:
        _check_arrival(history, arrival)
        arriving[history.position_of[arrival.position_id]] += arrival.people
    named = [fold(one.key) or "" for one in scenario.factors if one.level == "activity"]
    activities = {
        name: prod(f.factor for f in scenario.factors if _names_activity(f, name)) for name in named
    }
    return Supposed(activities, _multiply(history, scenario.factors), leaving, arriving)


def _names_activity(factor: Factor, name: str) -> bool:
    return factor.level == "activity" and fold(factor.key) == name


def _multiply(history: History, factors: tuple[Factor, ...]) -> Floats:
    """Return the product of all factors that hold for a position; float[positions]."""
    positions, whole = history.positions, np.ones(len(history.positions.seats))
    for one in factors:
        if one.level == "position":
            whole[history.position_of[one.key]] *= one.factor
        elif one.level == "unit":
            whole[find_below(history, one.key)[positions.unit]] *= one.factor
        elif one.level == "agency":
            whole[positions.agency == history.unit_of[one.key]] *= one.factor
    return whole


def _check_factor(history: History, factor: Factor) -> None:
    if not isfinite(factor.factor) or not 0 <= factor.factor <= MOST_TIMES:
        raise ImpossibleFactorError(factor.key, factor.factor, MOST_TIMES)
    _check_key(history, factor.level, factor.key)


def _check_arrival(history: History, arrival: Arrival) -> None:
    if not 1 <= arrival.people <= MOST_ARRIVING:
        raise ImpossibleArrivalError(arrival.position_id, arrival.people, MOST_ARRIVING)
    _check_key(history, "position", arrival.position_id, "arriving")


def _check_key(history: History, level: Level, key: str, field: str = "factors") -> None:
    names = name_keys(history, level)
    if (fold(key) if level == "activity" else key) not in names:
        raise UnknownScenarioKeyError(level, key, find_near(names, key), field)
