"""A what-if: factors on the workload, people who leave or arrive; it never changes the records."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["activity", "position", "unit", "agency"]


@dataclass(frozen=True)
class Factor:
    """The workload of an activity (by name), position, unit or agency (by id), times `factor`."""

    level: Level
    key: str
    factor: float


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
