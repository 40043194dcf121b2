"""Who is the last with a skill in a unit: what its posts ask, and only one there is known to have.

A skill is a competency at the level that a post of the unit with seats asks for. It is last where
a person reaches it and every colleague in service there was assessed below it. A colleague who
was never assessed in it may have it: then nothing is said. Example: posts of a unit ask `C` at
levels 2 and 3, its three people have 3, 2 and 1. The first is the last with `C` at 3; at 2 two are.
"""

import numpy as np

from features.source import FeatureSource
from features.standards import KINDS
from matching.staffing import in_service
from snapshots.coding import Codes
from snapshots.ledger import Rows
from snapshots.view import View

Levels = dict[int, int]
"""The highest last level by competency, an index into the standards' competencies."""


class LastSkills:
    """The last with each skill as of a view's day; a unit is looked at once, when first asked."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._units: dict[int, dict[int, Levels]] = {}

    def of(self, row: int, source: FeatureSource) -> Levels:
        """Return what the unit of a row of the view would lose with that person."""
        unit = int(self._view.unit[row])
        if unit not in self._units:
            self._units[unit] = _find_last(self._view, unit, source)
        return self._units[unit].get(row, {})


def _find_last(view: View, unit: int, source: FeatureSource) -> dict[int, Levels]:
    """Return the last skills of each row of the view in service in a unit, of who has any."""
    competency, level = _list_skills(view, unit, source)
    people = _find_people(view, unit)
    if not (len(competency) and len(people)):
        return {}
    known = _read_levels(view, people, competency, source)
    others_below = ((known >= 0) & (known < level)).sum(axis=0) == len(people) - 1
    found: dict[int, Levels] = {}
    for place, skill in np.argwhere((known >= level) & others_below).tolist():
        found.setdefault(int(people[place]), {})[int(competency[skill])] = int(level[skill])
    return found


def _list_skills(view: View, unit: int, source: FeatureSource) -> tuple[Codes, Codes]:
    """Return competency and level of every skill that posts of a unit ask for, levels rising."""
    requirements, positions = source.requirements, view.history.positions
    posts = np.flatnonzero((positions.unit == unit) & (positions.seats > 0))
    spans = requirements.start[np.stack([posts, posts + 1], axis=1) * len(KINDS)].tolist()
    asked: set[tuple[int, int]] = set()
    for rows in (slice(*span) for span in spans):
        codes, levels = requirements.competency[rows], requirements.level[rows]
        asked.update(zip(codes.tolist(), levels.tolist(), strict=True))
    competency, level = np.array(sorted(asked), np.int32).reshape(-1, 2).T
    return competency, level


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
