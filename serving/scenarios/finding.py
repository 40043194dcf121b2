"""Finds what a factor can be put on, by words: agencies, units, positions, and activities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.matcher import Matcher
from planning.scenarios.applying import name_keys
from planning.scenarios.scenario import Level
from snapshots.coding import fold
from snapshots.history import History
from snapshots.ladders import UNKNOWN

_WORD = re.compile(r"\w+")
LEVELS: tuple[Level, ...] = ("agency", "unit", "position", "activity")


@dataclass(frozen=True)
class Subject:
    """Something that a factor can be put on; `where` is the unit or agency that it lies in."""

    level: Level
    key: str
    name: str
    where: str | None


def find_subjects(
    matcher: Matcher, q: str, most: int, level: Level | None = None
) -> tuple[tuple[Subject, ...], int]:
    """Return at most `most` subjects that hold every word of `q`, and how many do.

    `level` keeps those of one level (None: all). Words are looked for at the beginnings of those in
    name, id and where it lies. Whose name holds `q` as it stands comes first, then who holds its
    words whole; then agencies, units, positions and activities, by name. What has no posts
    (abolished units) is left out.
    """
    words = _WORD.findall(fold(q) or "")
    if not words:
        return (), 0
    ranked = []
    for place, one in enumerate(_list_subjects(matcher, LEVELS if level is None else (level,))):
        name = _WORD.findall(one.name.casefold())
        held = [*name, *_WORD.findall(f"{one.key} {one.where or ''}".casefold())]
        if all(any(other.startswith(word) for other in held) for word in words):
            elsewhere = f" {' '.join(words)} " not in f" {' '.join(name)} "
            ranked.append((elsewhere, not set(words) <= set(held), place, one))
    ranked.sort(key=lambda found: found[:3])
    return tuple(one for *_, one in ranked[:most]), len(ranked)


def _list_subjects(matcher: Matcher, levels: tuple[Level, ...]) -> Iterator[Subject]:
    history = matcher.history
    living = _find_living(matcher)
    for level in levels:
        names = name_keys(history, level)
        for key in sorted(names, key=lambda key: (names[key].casefold(), key)):
            if level == "activity" or key in living[level]:
                yield Subject(level, key, names[key], _find_where(history, level, key))


def _find_living(matcher: Matcher) -> dict[Level, set[str]]:
    """Return the ids of positions that are needed or held, and of what stands above them."""
    history, staffing = matcher.history, matcher.staffing(matcher.history.day)
    positions, units = history.positions, history.units
    posts = np.flatnonzero((staffing.need > 0) | (staffing.holders > 0))
    above = set(positions.unit[posts].tolist())
    while new := set(units.parent[list(above)].tolist()) - above - {UNKNOWN}:
        above |= new
    agencies = set(positions.agency[posts].tolist())
    return {
        "position": {positions.position_id[post] for post in posts},
        "unit": {units.unit_id[unit] for unit in above - agencies},
        "agency": {units.unit_id[unit] for unit in agencies},
    }


def _find_where(history: History, level: Level, key: str) -> str | None:
    """Return the unit of a position, the agency of a unit; None for what lies in no one place."""
    units = history.units
    if level == "position":
        return str(units.name[history.positions.unit[history.position_of[key]]])
    if level == "unit":
        return str(units.name[units.agency[history.unit_of[key]]])
    return None
