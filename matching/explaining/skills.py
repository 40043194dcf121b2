"""Skills that a unit would lose: what its posts ask, and only one person there is known to have.

A skill is a competency at the level that a post of the unit with seats asks for. It is last where
the person reaches it and every colleague in service there was assessed below it. A colleague who
was never assessed in it may have it: then nothing is said. Example: posts of a unit ask `C` at
levels 2 and 3, its three people have 3, 2 and 1. The first is the last with `C` at 3; at 2 two are.
"""

from dataclasses import dataclass

import numpy as np

from features.standards import KINDS
from matching.contest import Question
from matching.staffing import in_service
from snapshots.coding import Codes
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Rows
from snapshots.view import View


@dataclass(frozen=True)
class Skill:
    """A competency at a level that a unit's posts ask for."""

    name: str
    level: int


def find_last_skills(question: Question) -> tuple[Skill, ...]:
    """Return what the origin unit would lose if the person left it, the highest level of each.

    Nothing where the person is not in service, the unit is unknown or the move stays within it.
    """
    unit = int(question.view.unit[question.row])
    positions = question.history.positions
    serves = bool(question.view.derive(in_service)[question.row])
    if unit == UNKNOWN or unit == int(positions.unit[question.position]) or not serves:
        return ()
    competency, level = _list_skills(question, unit)
    if not len(competency):
        return ()
    own = _read_levels(question, np.array([question.row]), competency)[0]
    others = _read_levels(question, _find_colleagues(question, unit), competency)
    below = np.logical_and.reduce((others >= 0) & (others < level), axis=0)
    return _name(question, competency, level, below & (own >= level))


def _list_skills(question: Question, unit: int) -> tuple[Codes, Codes]:
    """Return competency and level of every skill that posts of the unit ask for, each once."""
    requirements, positions = question.matcher.source.requirements, question.history.positions
    posts = np.flatnonzero((positions.unit == unit) & (positions.seats > 0))
    spans = requirements.start[np.stack([posts, posts + 1], axis=1) * len(KINDS)].tolist()
    rows = np.array([row for start, stop in spans for row in range(start, stop)], np.intp)
    asked = np.stack([requirements.competency[rows], requirements.level[rows]])
    competency, level = np.unique(asked, axis=1)
    return competency.astype(np.int32), level.astype(np.int32)


def _find_colleagues(question: Question, unit: int) -> Rows:
    """Return who else is in service in the unit, by the view's people ordered by unit once."""
    order = question.view.derive(_order_by_unit)
    ordered = question.view.derive(_sort_units)
    within = order[np.searchsorted(ordered, unit) : np.searchsorted(ordered, unit, "right")]
    serves = question.view.derive(in_service)[within]
    return np.asarray(within[serves & (within != question.row)])


def _order_by_unit(view: View) -> Rows:
    return np.argsort(view.unit, kind="stable")


def _sort_units(view: View) -> Codes:
    return np.sort(view.unit)


def _read_levels(question: Question, people: Rows, competency: Codes) -> Codes:
    """Return the level known of each (person, competency), UNKNOWN where never assessed."""
    assessments = question.matcher.source.assessments
    pairs = np.broadcast_arrays(people.astype(np.int32)[:, None], competency)
    window = assessments.levels.before(assessments.key(*pairs), question.day)
    return assessments.levels.last(window).astype(np.int32)


def _name(question: Question, competency: Codes, level: Codes, last: Flags) -> tuple[Skill, ...]:
    highest = dict(zip(competency[last].tolist(), level[last].tolist(), strict=True))
    ids = question.matcher.source.requirements.competencies
    names = question.matcher.circumstances.competency_names
    return tuple(Skill(names[ids[code]], need) for code, need in highest.items())
