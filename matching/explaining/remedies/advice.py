"""Advice for development: the nearest way onto the list, gaps by what they move, trainings.

Advice rests on records alone: on the position's standard, on what the model makes of a gap that is
closed, and on what those had been trained in who succeeded after moving into the job family.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from features.supposed import Supposition, build_supposed_matrix
from matching.contest import Question
from matching.explaining.gaps import Measure
from matching.explaining.remedies.answers import Advice, Remedy
from matching.explaining.remedies.changes import code_of, name_family
from snapshots.coding import Codes, read_days
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.moves import SUCCESS
from wording import Fact, Language, say, write_signed

FEWEST_TRAINED = 5
"""People who succeeded and had a training, below which it is no advice but chance."""
MOST_TRAININGS = 2
_HARDLY = 0.005
"""A change of the score that is written as 0.00."""


@dataclass(frozen=True)
class _Gap:
    """A competency short of the standard with what closing it today adds to the score."""

    measure: Measure
    moves: float | None

    @property
    def levels(self) -> int:
        """Levels short; an unknown level counts as none, since nobody knows."""
        return self.measure.needs - self.measure.has if self.measure.has is not None else 0


def advise_development(
    question: Question,
    measures: tuple[Measure, ...],
    remedy: Remedy | None,
    language: Language,
) -> tuple[Advice, ...]:
    """Return advice on one person for a position, the nearest way onto the list first.

    Gaps follow, the widest first and of those the one whose closing moves most; then trainings
    that are usual among who succeeded; then what to close first on taking up the post.
    """
    gaps = _find_gaps(question, measures)
    return (
        *_advise_standard(measures, language),
        *_advise_remedy(remedy, language),
        *(_advise_gap(gap, question, language) for gap in gaps),
        *_advise_trainings(question, language),
        *_advise_handover(gaps, language),
    )


def _find_gaps(question: Question, measures: tuple[Measure, ...]) -> list[_Gap]:
    short = [measure for measure in measures if not measure.is_met]
    gaps = [_Gap(*one) for one in zip(short, _measure_moves(question, short), strict=True)]
    return sorted(gaps, key=lambda gap: (-gap.levels, -(gap.moves or 0.0)))


def _measure_moves(question: Question, short: list[Measure]) -> list[float | None]:
    """Return what the score gains today where each level known to be short were as asked."""
    if not question.matcher.has_model:
        return [None] * len(short)
    known = [measure for measure in short if measure.has is not None]
    day = question.day
    closed = [
        Supposition(day, levels=((code_of(measure, question), measure.needs),)) for measure in known
    ]
    matrix = build_supposed_matrix(
        question.matcher.source,
        question.row,
        question.day,
        question.position,
        [Supposition(day), *closed],
    )
    score = question.matcher.bundle.score(matrix)
    moves = iter((score[1:] - score[0]).tolist())
    return [None if measure.has is None else next(moves) for measure in short]


def _advise_standard(measures: tuple[Measure, ...], language: Language) -> Iterator[Advice]:
    if not measures:
        yield Advice("no_standard", None, None, None, say("remedies.advice_no_standard", language))


def _advise_remedy(remedy: Remedy | None, language: Language) -> Iterator[Advice]:
    if remedy is None or remedy.state != "found":
        return
    changes = " ".join(change.text for change in remedy.changes)
    text = say(
        "remedies.advice_remedy",
        language,
        size=remedy.size,
        months=remedy.months,
        changes=changes,
    )
    moves = (remedy.score_after or 0.0) - (remedy.score_before or 0.0)
    yield Advice("remedy", None, remedy.months, moves, text)


def _advise_gap(gap: _Gap, question: Question, language: Language) -> Advice:
    bounds, measure = question.matcher.policy.development, gap.measure
    facts: dict[str, Fact] = {"name": measure.name, "needs": measure.needs}
    if measure.has is None:
        key, months = "advice_gap_unassessed", bounds.assessment_months
    else:
        raises = gap.moves is not None and gap.moves >= _HARDLY
        key = "advice_gap" if raises else "advice_gap_unmoved"
        months = gap.levels * bounds.level_months
        facts |= {"has": measure.has, "moves": write_signed(gap.moves or 0.0, 2, language)}
    text = say(f"remedies.{key}", language, months=months, **facts)
    return Advice("gap", measure.competency_id, months, gap.moves, text)


def _advise_trainings(question: Question, language: Language) -> Iterator[Advice]:
    family = int(question.history.positions.family[question.position])
    if family == UNKNOWN or not question.history.snapshot.has("trainings"):
        return
    months = question.matcher.policy.development.training_months
    counts, people, had = _count_trainings(question, family)
    usual = [code for code in np.argsort(-counts, kind="stable").tolist() if code not in had]
    for code in usual[:MOST_TRAININGS]:
        if counts[code] < FEWEST_TRAINED:
            return
        training = question.matcher.circumstances.training_names[code]
        text = say(
            "remedies.advice_usual_training",
            language,
            training=training,
            count=int(counts[code]),
            all=people,
            family=name_family(question),
            months=months,
        )
        yield Advice("usual_training", training, months, None, text)


def _count_trainings(question: Question, family: int) -> tuple[Codes, int, set[int]]:
    """Return who of those that succeeded in a family had each training before they moved.

    By training's code: how many people; then how many succeeded; then the codes that the person
    asked about has had. Nothing known on or after the day counts.
    """
    history, moves, day = question.history, question.matcher.moves, question.day
    names = question.matcher.circumstances.training_codes
    trained, completed = history.rows_of_people("trainings"), _read_completed(history)
    own = set(names[(trained == question.row) & (completed < day)].tolist())
    into = moves.trains & (history.positions.family[moves.to_position] == family)
    succeeded = into & (moves.outcome == SUCCESS) & (moves.known_on < day)
    began = np.full(len(history.people_ids), -1, np.int64)
    np.maximum.at(began, moves.person[succeeded], moves.day[succeeded])
    before = (began[trained] > completed) & (completed < day)
    pairs = np.unique(np.column_stack([names[before], trained[before]]), axis=0)
    size = len(question.matcher.circumstances.training_names)
    counts = np.bincount(pairs[:, 0], minlength=size).astype(np.int32)
    return counts, int((began >= 0).sum()), own


def _read_completed(history: History) -> Codes:
    return read_days(history.snapshot, "trainings", "completed_on")


def _advise_handover(gaps: list[_Gap], language: Language) -> Iterator[Advice]:
    known = [gap for gap in gaps if gap.levels]
    if known:
        widest = known[0].measure
        text = say("remedies.advice_handover", language, name=widest.name)
        yield Advice("handover", widest.competency_id, None, None, text)
