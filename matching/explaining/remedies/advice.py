"""Advice for development: the nearest way onto the list, gaps by what they move, trainings.

Advice rests on records alone: on the position's standard, on what the model makes of a gap that is
closed, and on what those had been trained in who succeeded after moving into the job family.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from features.supposed import Supposition, build_supposed_matrix
from matching.contest import Question
from matching.explaining.gaps import Measure
from matching.explaining.remedies.answers import Advice, Remedy
from matching.explaining.remedies.changes import code_of, name_family
from matching.explaining.remedies.prospects import list_barring
from rules.explanations import GateAnswer
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
    """A competency assessed below the standard, and what a level as asked adds to the score."""

    measure: Measure
    moves: float | None

    @property
    def levels(self) -> int:
        """Levels short."""
        return self.measure.needs - (self.measure.has or 0)


def advise_development(
    question: Question,
    measures: tuple[Measure, ...],
    remedy: Remedy | None,
    language: Language,
) -> tuple[Advice, ...]:
    """Return advice on one person for a position, the nearest way onto the list first.

    Gaps follow, the widest first and of those the one whose closing moves most; then what is to be
    assessed; then trainings that are usual among who succeeded; then what to close first on taking
    up the post. Whom a rule keeps out that no development meets is told that rule and nothing else.
    """
    if remedy is None or remedy.state in ("not_curable", "past_date"):
        barring = list_barring(question, language)
        if barring:
            return (_advise_nothing(barring, language),)
    gaps = _find_gaps(question, [one for one in measures if one.has is not None])
    return (
        *_advise_standard(measures, language),
        *_advise_remedy(remedy, language),
        *(_advise_gap(gap, question, language) for gap in gaps),
        *_advise_assessment([one for one in measures if one.has is None], question, language),
        *_advise_trainings(question, language),
        *_advise_handover(gaps, language),
    )


def _advise_nothing(barring: Sequence[GateAnswer], language: Language) -> Advice:
    rules = [f"{say(f'matching.rule_{one.rule}', language)} ({one.source})" for one in barring]
    text = say("remedies.advice_nothing", language, rules=", ".join(rules))
    return Advice("nothing", ", ".join(one.rule for one in barring), None, None, text)


def _find_gaps(question: Question, known: list[Measure]) -> list[_Gap]:
    short = [measure for measure in known if not measure.is_met]
    gaps = [_Gap(*one) for one in zip(short, _measure_moves(question, short), strict=True)]
    return sorted(gaps, key=lambda gap: (-gap.levels, -(gap.moves or 0.0)))


def _measure_moves(question: Question, short: list[Measure]) -> list[float | None]:
    """Return what the score gains today if each level short had been found as asked."""
    if not question.matcher.has_model or not short:
        return [None] * len(short)
    day = question.day
    closed = [
        Supposition(day, corrected=((code_of(measure, question), measure.needs),))
        for measure in short
    ]
    matrix = build_supposed_matrix(
        question.matcher.source, question.row, day, question.position, [Supposition(day), *closed]
    )
    score = question.matcher.bundle.score(matrix)
    moves: list[float | None] = (score[1:] - score[0]).tolist()
    return moves


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
    measure, months = gap.measure, gap.levels * question.matcher.policy.development.level_months
    facts: dict[str, Fact] = {"name": measure.name, "has": measure.has, "needs": measure.needs}
    text = say("remedies.advice_gap", language, months=months, **facts)
    if gap.moves is not None:
        text = f"{text} {_tell_moves(gap.moves, language)}"
    return Advice("gap", measure.competency_id, months, gap.moves, text)


def _tell_moves(moves: float, language: Language) -> str:
    if abs(moves) < _HARDLY:
        return say("remedies.advice_gap_unmoved", language)
    key = "raises" if moves > 0 else "lowers"
    return say(f"remedies.advice_gap_{key}", language, moves=write_signed(moves, 2, language))


def _advise_assessment(
    unknown: list[Measure], question: Question, language: Language
) -> Iterator[Advice]:
    """Name all that was never assessed in one piece of advice: nobody knows what it would show."""
    if not unknown:
        return
    months = question.matcher.policy.development.assessment_months
    text = say(
        "remedies.advice_assessment",
        language,
        count=len(unknown),
        names=", ".join(one.name for one in unknown),
        months=months,
    )
    yield Advice("assessment", ", ".join(one.competency_id for one in unknown), months, None, text)


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
    if gaps:
        widest = gaps[0].measure
        text = say("remedies.advice_handover", language, name=widest.name)
        yield Advice("handover", widest.competency_id, None, None, text)
