"""A what-if: factors on the workload, people who leave or arrive; it never changes the records."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from planning.errors import RepeatedScenarioKeyError

Level = Literal["activity", "position", "unit", "agency"]


@dataclass(frozen=True)
class Factor:
    """The workload of an activity (by name), position, unit or agency (by id), times `factor`."""

    level: Level
    key: str
    factor: float

    @property
    def subject(self) -> tuple[Level, str]:
        """What it speaks of: activities are told apart after trim and case-fold."""
        activity = self.level == "activity"
        return self.level, self.key.strip().casefold() if activity else self.key


@dataclass(frozen=True)
class Arrival:
    """So many people more in a position, from outside."""

    position_id: str
    people: int


@dataclass(frozen=True)
class Scenario:
    """A named what-if; `leaving` are person_ids of people taken to be gone."""

    name: str
    factors: tuple[Factor, ...] = ()
    leaving: tuple[str, ...] = ()
    arriving: tuple[Arrival, ...] = ()


def set_factor(scenario: Scenario, factor: Factor) -> Scenario:
    """Return the scenario with this factor in place of the one of its key; times 1 takes it out."""
    kept = [one for one in scenario.factors if one.subject != factor.subject]
    added = [] if factor.factor == 1 else [factor]
    return replace(scenario, factors=(*kept, *added))


def set_arrival(scenario: Scenario, arrival: Arrival) -> Scenario:
    """Return the scenario with so many people arriving at the position; 0 takes them out."""
    kept = [one for one in scenario.arriving if one.position_id != arrival.position_id]
    added = [] if arrival.people == 0 else [arrival]
    return replace(scenario, arriving=(*kept, *added))


def set_leaving(scenario: Scenario, person_id: str, leaves: bool) -> Scenario:
    """Return the scenario in which this person is gone, or is there after all."""
    kept = [one for one in scenario.leaving if one != person_id]
    return replace(scenario, leaving=(*kept, *([person_id] if leaves else [])))


def refuse_repeats(scenario: Scenario) -> None:
    """Raise RepeatedScenarioKeyError where two factors, or two arrivals, speak of one thing."""
    spoken = [("factors", *one.subject) for one in scenario.factors]
    spoken += [("arriving", "position", one.position_id) for one in scenario.arriving]
    for (field, level, key), times in Counter(spoken).items():
        if times > 1:
            raise RepeatedScenarioKeyError(level, key, field)
