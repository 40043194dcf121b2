"""Finds what a factor can be put on, by a part of its name or id: agencies, units, posts, work."""

from dataclasses import dataclass

from matching.matcher import Matcher
from planning.scenario import Level
from planning.scenarios import name_keys
from snapshots.coding import fold
from snapshots.history import History

LEVELS: tuple[Level, ...] = ("agency", "unit", "position", "activity")


@dataclass(frozen=True)
class Subject:
    """Something that a factor can be put on; `where` is the unit or agency that it lies in."""

    level: Level
    key: str
    name: str
    where: str | None


def find_subjects(matcher: Matcher, q: str, most: int) -> tuple[tuple[Subject, ...], int]:
    """Return at most `most` subjects whose name or id holds `q`, and how many do.

    Agencies come first, then units (an agency is not told twice), positions, activities; each by
    name.
    """
    wanted, history = fold(q), matcher.history
    if wanted is None:
        return (), 0
    found = [
        (level, key, name)
        for level in LEVELS
        for key, name in sorted(name_keys(history, level).items(), key=lambda one: (one[1], one[0]))
        if wanted in (fold(name) or "") or wanted == fold(key)
        if not (level == "unit" and _is_agency(history, key))
    ]
    shown = [Subject(*one, _find_where(history, one[0], one[1])) for one in found[:most]]
    return tuple(shown), len(found)


def _is_agency(history: History, unit_id: str) -> bool:
    unit = history.unit_of[unit_id]
    return int(history.units.agency[unit]) == unit


def _find_where(history: History, level: Level, key: str) -> str | None:
    """Return the unit of a position, the agency of a unit; None for what lies in no one place."""
    units = history.units
    if level == "position":
        return str(units.name[history.positions.unit[history.position_of[key]]])
    if level == "unit":
        return str(units.name[units.agency[history.unit_of[key]]])
    return None
