"""Who is the last with a skill in a unit: what its posts ask, and only one there is known to have.

A skill is a competency at the level that a post of the unit with seats asks for. It is last where
a person reaches it and every colleague in service there was assessed below it. A colleague who
was never assessed in it may have it: then nothing is said. Example: posts of a unit ask `C` at
levels 2 and 3, its three people have 3, 2 and 1. The first is the last with `C` at 3; at 2 two are.
"""

from dataclasses import dataclass

import numpy as np

from features.source import FeatureSource
from features.standards import KINDS
from snapshots.coding import Codes
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Rows
from snapshots.presence import in_service
from snapshots.view import View

Levels = dict[int, int]
"""The highest last level by competency, an index into the standards' competencies."""


class LastSkills:
    """The last with each skill as of a view's day; a unit is looked at once, when first asked."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._asked: _Asked | None = None
        self._units: dict[int, dict[int, Levels]] = {}

    def of(self, row: int, source: FeatureSource) -> Levels:
        """Return what the unit of a row of the view would lose with that person."""
        unit = int(self._view.unit[row])
        if unit not in self._units:
            self._asked = self._asked or _list_skills(self._view.history, source)
            self._units[unit] = _find_last(self._view, unit, self._asked, source)
        return self._units[unit].get(row, {})


@dataclass(frozen=True)
class _Asked:
    """Skills that posts with seats ask for: those of unit u lie at start[u] ≤ place < start[u + 1].

    Each stands once a unit, levels of a competency rising.
    """

    start: Rows
    competency: Codes
    level: Codes


def _list_skills(history: History, source: FeatureSource) -> _Asked:
    requirements, positions = source.requirements, history.positions
    of_post = np.where(positions.seats > 0, positions.unit, UNKNOWN)
    unit = np.repeat(of_post, np.diff(requirements.start[:: len(KINDS)]))
    columns = np.stack([requirements.level, requirements.competency, unit])[:, unit != UNKNOWN]
    level, competency, unit = columns[:, np.lexsort(columns)]
    first = np.ones(len(unit), np.bool_)
    first[1:] = (np.diff(unit) != 0) | (np.diff(competency) != 0) | (np.diff(level) != 0)
    start = np.searchsorted(unit[first], np.arange(len(history.units.name) + 1))
    return _Asked(start, competency[first], level[first])


def _find_last(view: View, unit: int, asked: _Asked, source: FeatureSource) -> dict[int, Levels]:
    """Return the last skills of each row of the view in service in a unit, of who has any."""
    own = slice(asked.start[unit], asked.start[unit + 1])
    competency, level, people = asked.competency[own], asked.level[own], _find_people(view, unit)
    if not (len(competency) and len(people)):
        return {}
    known = _read_levels(view, people, competency, source)
    others_below = ((known >= 0) & (known < level)).sum(axis=0) == len(people) - 1
    found: dict[int, Levels] = {}
    for place, skill in np.argwhere((known >= level) & others_below).tolist():
        found.setdefault(int(people[place]), {})[int(competency[skill])] = int(level[skill])
    return found


def _find_people(view: View, unit: int) -> Rows:
    """Return who is in service in a unit, by the view's people ordered by unit once."""
    order, ordered = view.derive(_order_by_unit), view.derive(_sort_units)
    within = order[np.searchsorted(ordered, unit) : np.searchsorted(ordered, unit, "right")]
    return np.asarray(within[view.derive(in_service)[within]])


def _order_by_unit(view: View) -> Rows:
    return np.argsort(view.unit, kind="stable")


def _sort_units(view: View) -> Codes:
    return np.sort(view.unit)


def _read_levels(view: View, people: Rows, competency: Codes, source: FeatureSource) -> Codes:
    """Return the level known of each (person, competency), UNKNOWN where never assessed."""
    assessments = source.assessments
    pairs = np.broadcast_arrays(view.person[people][:, None], competency)
    window = assessments.levels.before(assessments.key(*pairs), view.day[people][:, None])
    return assessments.levels.last(window).astype(np.int32)
