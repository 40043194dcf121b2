"""A person's competencies beside a position's standard (PermenPANRB 38/2017), one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.standards import KINDS
from matching.answers import Gap
from matching.contest import Contest, Question
from models.reasons import Standard
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Rows
from wording import Fact, Language, say

MOST_SHORT = 3
"""Competencies below the standard that one sentence names."""


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


def measure_competencies(question: Question) -> tuple[Measure, ...]:
    """Return every competency that the position asks, with the level known of one person."""
    (found,) = measure_rows(question.contest, np.array([question.row]))
    return found


def measure_rows(contest: Contest, rows: Rows) -> tuple[tuple[Measure, ...], ...]:
    """Return, for each row of the view, every competency that the position asks.

    Each with the level that was known before the contest's day.
    """
    source, asked = contest.matcher.source, _rows_of_standard(contest)
    requirements, assessments = source.requirements, source.assessments
    competency = requirements.competency[asked]
    key = assessments.key(rows.astype(np.int32)[:, None], competency)
    known = assessments.levels.last(assessments.levels.before(key, contest.dates.day)).tolist()
    names = contest.matcher.circumstances.competency_names
    ids = [requirements.competencies[code] for code in competency.tolist()]
    needs = requirements.level[asked].tolist()
    return tuple(
        tuple(
            Measure(competency_id, names[competency_id], None if has == UNKNOWN else has, need)
            for competency_id, has, need in zip(ids, levels, needs, strict=True)
        )
        for levels in known
    )


def asks_competencies(contest: Contest) -> bool:
    """Tell whether the records hold a competency standard of the position."""
    rows = _rows_of_standard(contest)
    return bool(rows.stop > rows.start)


def _rows_of_standard(contest: Contest) -> slice:
    start, first = contest.matcher.source.requirements.start, contest.position * len(KINDS)
    return slice(int(start[first]), int(start[first + len(KINDS)]))


def advise(measures: tuple[Measure, ...], language: Language) -> tuple[Gap, ...]:
    """Return what is below the standard or was never assessed, the widest gap first."""
    short = [measure for measure in measures if not measure.is_met]
    short.sort(key=lambda measure: (measure.has is None, (measure.has or 0) - measure.needs))
    return tuple(_advise(measure, language) for measure in short)


def write_gaps(gaps: Sequence[Gap], language: Language) -> tuple[str, ...]:
    """Return gaps as lines for a reader, all that was never assessed in one line."""
    unknown = [gap for gap in gaps if gap.has is None and gap.name]
    if len(unknown) < 2:
        return tuple(gap.advice for gap in gaps)
    names = ", ".join(gap.name for gap in unknown)
    line = say("matching.gaps_unassessed", language, count=len(unknown), names=names)
    return (*(gap.advice for gap in gaps if gap not in unknown), line)


def summarise(measures: tuple[Measure, ...], language: Language) -> Standard:
    """Return how many competencies are met, and which are not, as one line."""
    short = [measure for measure in measures if not measure.is_met]
    lines = [
        say("reasons.competency_unassessed", language, name=measure.name)
        if measure.has is None
        else say(
            "reasons.competency_short",
            language,
            name=measure.name,
            has=measure.has,
            needs=measure.needs,
        )
        for measure in short[:MOST_SHORT]
    ]
    if len(short) > MOST_SHORT:
        lines.append(say("reasons.competency_others", language, count=len(short) - MOST_SHORT))
    return Standard(len(measures) - len(short), len(measures), ", ".join(lines))


def _advise(measure: Measure, language: Language) -> Gap:
    facts: dict[str, Fact] = {"name": measure.name, "needs": measure.needs}
    key = "gap_unassessed"
    if measure.has is not None:
        key, facts["has"] = "gap_below", measure.has
    advice = say(f"matching.{key}", language, **facts)
    return Gap(measure.competency_id, measure.has, measure.needs, advice, measure.name)
