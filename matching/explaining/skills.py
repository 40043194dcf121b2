"""Skills that somebody's unit would lose if that person left it, by name."""

from dataclasses import dataclass

from matching.contest import Question
from snapshots.ladders import UNKNOWN
from snapshots.presence import in_service


@dataclass(frozen=True)
class Skill:
    """A competency at a level that a unit's posts ask for."""

    name: str
    level: int


def find_last_skills(question: Question) -> tuple[Skill, ...]:
    """Return what the origin unit would lose if the person left it, the highest level of each.

    Nothing where the person is not in service, the unit is unknown or the move stays within it.
    """
    unit, matcher = int(question.view.unit[question.row]), question.matcher
    serves = bool(question.view.derive(in_service)[question.row])
    if unit in (UNKNOWN, int(question.history.positions.unit[question.position])) or not serves:
        return ()
    last = matcher.last_skills(question.day).of(question.row, matcher.source)
    ids, names = matcher.source.requirements.competencies, matcher.circumstances.competency_names
    return tuple(Skill(names[ids[code]], level) for code, level in last.items())
