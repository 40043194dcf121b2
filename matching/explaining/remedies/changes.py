"""What somebody can change in their records, one step or several, within the policy's bounds.

Levels, assessments, trainings and yearly predicates alone: nothing that is fixed or protected (age,
sex, rank, education, past stays) is ever a step. Steps are taken one after another, so that their
months add up; a year's work goes on beside them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from features.standards import Trainings
from features.supposed import NONE
from matching.contest import Question
from matching.explaining.gaps import Measure, measure_competencies
from matching.explaining.remedies.answers import ChangeCode
from rules.policy_file import Development

HIGHEST_LEVEL = 5
_MINUTES = 60


@dataclass(frozen=True)
class Step:
    """One step with the records it adds: (competency, level) and (family, competency, minutes).

    `gain` are the levels it raises; an assessment of what was never assessed raises none.
    """

    code: ChangeCode
    subject: str
    name: str
    has: int | None
    reaches: int | None
    months: int
    gain: int = 0
    levels: tuple[tuple[int, int], ...] = ()
    trainings: tuple[tuple[int, int, int], ...] = ()


Steps = tuple[Step, ...]


def list_steps(question: Question, bounds: Development) -> tuple[Steps, ...]:
    """Return what can be changed for a position: alternatives of one subject stand together.

    A competency of the standard can be raised to each level above, up to 5. One that was never
    assessed can be assessed, and would have to show what the standard asks: its level is never
    guessed. Of trainings for a competency one stands for all: they count alike whatever it is.
    """
    measures = measure_competencies(question)
    raised = (_raise(measure, question, bounds) for measure in measures)
    trainings = _offer_trainings(question, measures, bounds)
    return tuple(steps for steps in (*raised, *trainings) if steps)


def combine_steps(groups: Sequence[Steps], changes: int, months: int) -> Iterator[Steps]:
    """Yield every choice of at most `changes` steps, each of another group, within `months`."""
    yield ()
    if not changes:
        return
    for place, steps in enumerate(groups):
        for step in steps:
            if step.months <= months:
                rest = combine_steps(groups[place + 1 :], changes - 1, months - step.months)
                yield from ((step, *more) for more in rest)


def _raise(measure: Measure, question: Question, bounds: Development) -> Steps:
    competency = code_of(measure, question)
    subject, name = measure.competency_id, measure.name
    if measure.has is None:
        shown = ((competency, measure.needs),)
        months = bounds.assessment_months
        return (Step("assessment", subject, name, None, measure.needs, months, 0, shown),)
    return tuple(
        Step(
            "level",
            subject,
            name,
            measure.has,
            level,
            (level - measure.has) * bounds.level_months,
            level - measure.has,
            ((competency, level),),
        )
        for level in range(measure.has + 1, HIGHEST_LEVEL + 1)
    )


def _offer_trainings(
    question: Question, measures: Sequence[Measure], bounds: Development
) -> Iterator[Steps]:
    trainings: Trainings = question.matcher.source.trainings
    family = int(question.history.positions.family[question.position])
    months, minutes = bounds.training_months, bounds.training_hours * _MINUTES
    if trainings.families_known and family != NONE:
        name = name_family(question)
        added = ((family, NONE, minutes),)
        yield (Step("family_training", name, name, None, None, months, trainings=added),)
    if trainings.subjects_known and measures:
        widest = min(measures, key=lambda one: (one.has or 0) - one.needs)
        added = ((NONE, code_of(widest, question), minutes),)
        subject = widest.competency_id
        yield (
            Step("competency_training", subject, widest.name, None, None, months, trainings=added),
        )


def name_family(question: Question) -> str:
    """Return the position's job family as the records write it; "" where they do not."""
    return question.matcher.circumstances.job_families[question.position] or ""


def code_of(measure: Measure, question: Question) -> int:
    """Return the code of a measured competency."""
    return bisect_left(question.matcher.source.requirements.competencies, measure.competency_id)
