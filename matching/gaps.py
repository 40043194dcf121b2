"""A person's competencies beside a position's standard (PermenPANRB 38/2017), one by one."""

from dataclasses import dataclass

import numpy as np

from features.standards import KINDS, Assessments, Requirements
from matching.answers import Gap
from snapshots.coding import read_texts
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from wording import Fact, Language, say


@dataclass(frozen=True)
class Measure:
    """One competency of a standard: the level needed and the level assessed (None: never)."""

    competency_id: str
    name: str
    has: int | None
    needs: int

    @property
    def is_met(self) -> bool:
        """Whether the standard is reached."""
        return self.has is not None and self.has >= self.needs


def measure_competencies(
    history: History,
    requirements: Requirements,
    assessments: Assessments,
    person: int,
    position: int,
    day: int,
) -> tuple[Measure, ...]:
    """Return every competency that `position` asks, with the level known before `day`."""
    first = position * len(KINDS)
    rows = slice(int(requirements.start[first]), int(requirements.start[first + len(KINDS)]))
    competency, needs = requirements.competency[rows], requirements.level[rows]
    key = assessments.key(np.full(len(competency), person, np.int32), competency)
    has = assessments.levels.last(assessments.levels.before(key, day))
    names = name_competencies(history)
    return tuple(
        Measure(
            competency_id := requirements.competencies[code],
            names.get(competency_id, competency_id),
            None if level == UNKNOWN else int(level),
            int(need),
        )
        for code, level, need in zip(competency.tolist(), has, needs, strict=True)
    )


def name_competencies(history: History) -> dict[str, str]:
    """Return the name of each competency by its id."""
    snapshot = history.snapshot
    ids = read_texts(snapshot, "competencies", "competency_id")
    names = read_texts(snapshot, "competencies", "name")
    return {str(text): str(name) for text, name in zip(ids, names, strict=True)}


def advise(measures: tuple[Measure, ...], language: Language) -> tuple[Gap, ...]:
    """Return what is below the standard or was never assessed, the widest gap first."""
    short = [measure for measure in measures if not measure.is_met]
    short.sort(key=lambda measure: (measure.has is None, (measure.has or 0) - measure.needs))
    return tuple(_advise(measure, language) for measure in short)


def _advise(measure: Measure, language: Language) -> Gap:
    facts: dict[str, Fact] = {"name": measure.name, "needs": measure.needs}
    key = "gap_unassessed"
    if measure.has is not None:
        key, facts["has"] = "gap_below", measure.has
    advice = say(f"matching.{key}", language, **facts)
    return Gap(measure.competency_id, measure.has, measure.needs, advice)
