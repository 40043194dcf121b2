"""Everything that is told of one person for one position: facts, score, reasons, warnings, gaps.

Asked only for whom is shown: reasons cost a hundred times what a score costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.catalog import NAMES
from matching.answers import Candidate, Contributions
from matching.explaining.cautions import (
    origin_fill_ratio_after,
    warn,
    warn_of_seat,
    warn_of_unknown,
)
from matching.explaining.facts import enters_functional, name_move, read_facts
from matching.explaining.gaps import advise
from matching.explaining.lineup import Lineup
from matching.past import FEW
from matching.wishes import find_preference, tell_wish
from models.details import Detail, list_details
from models.reasons import Reason, find_reasons, sum_groups
from models.usual import Usual
from snapshots.ladders import UNKNOWN

MATCH = NAMES.index("competency_match")
TALENT_BOX = NAMES.index("talent_box")
MOST_REASONS = 5
MOST_CONCERNS = 3


@dataclass(frozen=True)
class Scored:
    """What the model says of one row; all None or empty where none serves or nothing is known."""

    score: float | None = None
    fit: float | None = None
    low: float | None = None
    high: float | None = None
    why_not: str | None = "no_model"
    contributions: Contributions | None = None
    reasons: tuple[Reason, ...] = ()


def show_rows(lineup: Lineup, ranks: Sequence[int | None]) -> tuple[Candidate, ...]:
    """Return what is told of each person; `ranks` has the place of each, None for who has none."""
    scored = score_rows(lineup)
    return tuple(_show(lineup, place, rank, scored[place]) for place, rank in enumerate(ranks))


def score_rows(lineup: Lineup) -> list[Scored]:
    """Return score, fit and the reasons that are told of each row, the weightiest first."""
    contest, matrix = lineup.contest, lineup.matrix
    if not contest.matcher.has_model:
        return [Scored()] * len(matrix)
    bundle, past = contest.matcher.bundle, contest.matcher.past
    told = bundle.fit(lineup.score, bundle.spread(matrix))
    fit = past.withhold(told, matrix, contest.dates.day)
    return [
        Scored(
            score=float(lineup.score[place]),
            fit=_known(fit.fit[place]),
            low=_known(fit.low[place]),
            high=_known(fit.high[place]),
            why_not=fit.why_not or (FEW if np.isnan(fit.fit[place]) else None),
            contributions=Contributions(**sum_groups(lineup.contributions[place])),
            reasons=find_told_reasons(lineup, place, contest.usual),
        )
        if lineup.weighed[place]
        else Scored(why_not="not_yet_appointed")
        for place in range(len(matrix))
    ]


def find_told_reasons(lineup: Lineup, place: int, usual: Usual) -> tuple[Reason, ...]:
    """Return the reasons that are told of one person, beside what is `usual` of others."""
    return find_reasons(
        lineup.matrix[place],
        lineup.contributions[place],
        lineup.standards[place],
        usual,
        lineup.language,
        lineup.contest.matcher.bundle.direction_of,
        MOST_REASONS,
        MOST_CONCERNS,
    )


def tell_details(lineup: Lineup, place: int) -> tuple[Detail, ...]:
    """Return every column that moves the score of one person; nothing where there is no score."""
    if not lineup.weighed[place]:
        return ()
    row, usual = lineup.matrix[place], lineup.contest.usual
    return list_details(row, lineup.contributions[place], usual, lineup.language)


def _show(lineup: Lineup, place: int, rank: int | None, scored: Scored) -> Candidate:
    question, features, language = lineup.questions[place], lineup.matrix[place], lineup.language
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
        warnings=(
            *warn_of_unknown(question, language),
            *warn_of_seat(question, language),
            *warn(question, language),
        ),
        gaps=advise(lineup.measures[place], language),
        preference=find_preference(question.view, row),
        origin_fill_ratio_after=origin_fill_ratio_after(question),
        wish=tell_wish(question.view, row, question.position),
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
