"""Everything that is told of one person for one position: facts, score, reasons, warnings, gaps.

Asked only for whom is shown: reasons cost a hundred times what a score costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.catalog import NAMES
from matching.answers import Candidate, Contributions
from matching.contest import Contest, Question
from matching.explaining.cautions import origin_fill_ratio_after, warn, warn_of_unknown
from matching.explaining.facts import enters_functional, name_move, read_facts
from matching.explaining.gaps import Measure, advise, measure_competencies, summarise
from matching.past import FEW
from matching.wishes import PREFERENCES, read_wishes
from models.details import Detail, list_details
from models.reasons import Reason, find_reasons, sum_groups
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats, Rows
from wording import Language

MATCH = NAMES.index("competency_match")
TALENT_BOX = NAMES.index("talent_box")
MOST_REASONS = 5
MOST_CONCERNS = 3


@dataclass(frozen=True)
class Scored:
    """What the model says of one row; everything is None or empty where none serves."""

    score: float | None = None
    fit: float | None = None
    low: float | None = None
    high: float | None = None
    why_not: str | None = "no_model"
    contributions: Contributions | None = None
    reasons: tuple[Reason, ...] = ()


def show_rows(
    contest: Contest, rows: Rows, matrix: Floats, ranks: Sequence[int | None], language: Language
) -> tuple[Candidate, ...]:
    """Return what is told of each row of the contest's view.

    `matrix` has one row for each, `ranks` its place, None for who has none.
    """
    questions = [Question(contest, int(row)) for row in rows]
    measures = [measure_competencies(question) for question in questions]
    scored = score_rows(contest, matrix, measures, language)
    return tuple(map(_show, questions, ranks, matrix, measures, scored, [language] * len(rows)))


def score_rows(
    contest: Contest, matrix: Floats, measures: list[tuple[Measure, ...]], language: Language
) -> list[Scored]:
    """Return score, fit and the reasons that are told of each row, the weightiest first."""
    if not contest.matcher.has_model:
        return [Scored()] * len(matrix)
    bundle = contest.matcher.bundle
    score, contributions = bundle.score(matrix), bundle.contributions(matrix)
    past, day = contest.matcher.past, contest.dates.day
    fit = past.withhold(bundle.fit(score, bundle.spread(matrix)), matrix, day)
    return [
        Scored(
            score=float(score[place]),
            fit=_known(fit.fit[place]),
            low=_known(fit.low[place]),
            high=_known(fit.high[place]),
            why_not=fit.why_not or (FEW if np.isnan(fit.fit[place]) else None),
            contributions=Contributions(**sum_groups(contributions[place])),
            reasons=find_reasons(
                matrix[place],
                contributions[place],
                summarise(found, language),
                contest.usual,
                language,
                bundle.direction_of,
                MOST_REASONS,
                MOST_CONCERNS,
            ),
        )
        for place, found in enumerate(measures)
    ]


def tell_details(contest: Contest, matrix: Floats, language: Language) -> tuple[Detail, ...]:
    """Return every column that moves the score of the one row of float64[1, F]."""
    if not contest.matcher.has_model:
        return ()
    contributions = contest.matcher.bundle.contributions(matrix)
    return list_details(matrix[0], contributions[0], contest.usual, language)


def _show(
    question: Question,
    rank: int | None,
    features: Floats,
    measures: tuple[Measure, ...],
    scored: Scored,
    language: Language,
) -> Candidate:
    history, row, origin = question.history, question.row, question.origin
    talent_box = _known(features[TALENT_BOX])
    return Candidate(
        rank=rank,
        person_id=question.matcher.person_id(row),
        nip=history.people_ids[row],
        name=history.people.name[row],
        position=None if origin == UNKNOWN else history.positions.title[origin],
        agency=None if origin == UNKNOWN else history.units.name[history.positions.agency[origin]],
        move_kind=name_move(question),
        needs_competency_test=enters_functional(question),
        score=scored.score,
        fit=scored.fit,
        fit_low=scored.low,
        fit_high=scored.high,
        fit_why_not=scored.why_not,
        facts=read_facts(
            question, _known(features[MATCH]), None if talent_box is None else int(talent_box)
        ),
        contributions=scored.contributions,
        reasons=tuple(one for one in scored.reasons if one.contribution > 0),
        concerns=tuple(one for one in scored.reasons if one.contribution < 0),
        warnings=(*warn_of_unknown(question, language), *warn(question, language)),
        gaps=advise(measures, language),
        preference=PREFERENCES[int(question.view.derive(read_wishes)[row])],
        origin_fill_ratio_after=origin_fill_ratio_after(question),
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
