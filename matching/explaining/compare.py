"""What puts one person above another for a position: a difference of two rows, reason by reason."""

import numpy as np

from features.catalog import NAMES
from features.matrix import build_matrix
from matching.contest import Contest, Question, open_contest
from matching.explaining.answers import CandidateAnswer, Comparison, ContrastPart
from matching.explaining.gaps import measure_competencies, summarise
from matching.explaining.why import judge_in
from matching.matcher import Dates, Matcher
from models.reason_kinds import GROUPS, KINDS
from models.reasons import sum_kinds, tell
from wording import Language, say

HARDLY = 0.005
"""A difference that is written as 0.00."""


def compare_candidates(
    matcher: Matcher, position_id: str, a: int, b: int, dates: Dates, language: Language
) -> Comparison:
    """Return the contrast of two people (indexes) for a position; parts sum to score a − score b.

    Raises UnknownPositionError, NoModelError.
    """
    contest = open_contest(matcher, position_id, dates)
    first, second = judge_in(contest, a, language), judge_in(contest, b, language)
    barred = [one.name for one in (first, second) if one.verdict == "ineligible"]
    if barred:
        text = say("matching.compare_ineligible", language, names=", ".join(barred))
        return Comparison(first.position, first, second, None, (), text)
    parts = _contrast(contest, first, second, language)
    text = _conclude(first, second, parts, language)
    return Comparison(first.position, first, second, _subtract(first, second), parts, text)


def _contrast(
    contest: Contest, first: CandidateAnswer, second: CandidateAnswer, language: Language
) -> tuple[ContrastPart, ...]:
    """Return what each reason adds to the difference, the weightiest first."""
    matcher = contest.matcher
    people = [matcher.person(first.nip), matcher.person(second.nip)]
    view = contest.view.take(np.array(people))
    matrix = build_matrix(matcher.source, view, contest.position)
    a, b = (sum_kinds(row) for row in matcher.bundle.contributions(matrix))
    features = [dict(zip(NAMES, row, strict=True)) for row in matrix.tolist()]
    measures = [measure_competencies(Question(contest, person)) for person in people]
    standards = [summarise(found, language) for found in measures]
    parts = []
    for kind in KINDS:
        told_a, told_b = (
            tell(kind, values, standard, language)
            for values, standard in zip(features, standards, strict=True)
        )
        text = f"{first.name}: {told_a[1]} {second.name}: {told_b[1]}"
        difference = a[kind.code] - b[kind.code]
        parts.append(ContrastPart(kind.code, kind.group, difference, told_a[0], told_b[0], text))
    moving = [part for part in parts if part.difference]
    return tuple(sorted(moving, key=lambda part: -abs(part.difference)))


def _subtract(first: CandidateAnswer, second: CandidateAnswer) -> float:
    return (first.score or 0.0) - (second.score or 0.0)


def _conclude(
    first: CandidateAnswer,
    second: CandidateAnswer,
    parts: tuple[ContrastPart, ...],
    language: Language,
) -> str:
    """Say who stands above whom, and which group of reasons does most of it."""
    difference = _subtract(first, second)
    if abs(difference) < HARDLY:
        return say("matching.compare_equal", language, a=first.name, b=second.name)
    above, below = (first, second) if difference > 0 else (second, first)
    sums = {
        group: sum(part.difference for part in parts if part.group == group) for group in GROUPS
    }
    most = max(GROUPS, key=lambda group: sums[group] * np.sign(difference))
    return say(
        "matching.compare_above",
        language,
        a=above.name,
        b=below.name,
        difference=abs(difference),
        group=say(f"matching.group_{most}", language).lower(),
    )
