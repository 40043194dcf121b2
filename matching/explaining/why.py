"""Why or why not: every gate on one person for one position, and where that person stands."""

from dataclasses import fields

import numpy as np

from features.matrix import build_matrix
from matching.answers import Told
from matching.contest import Contest, brief_position, count_pool, open_contest
from matching.explaining.answers import CandidateAnswer
from matching.explaining.shown import show_rows
from matching.matcher import Dates, Matcher
from matching.notices import list_notices
from matching.shortlist import state_of
from rules.explanations import GateAnswer, explain_gates
from wording import Language


def judge_candidate(
    matcher: Matcher, position_id: str, person: int, dates: Dates, language: Language
) -> CandidateAnswer:
    """Return the whole answer on one person (an index) for a position.

    Without a model the gates answer alone. Raises UnknownPositionError.
    """
    contest = open_contest(matcher, position_id, dates)
    return judge_in(contest, person, language)


def judge_in(contest: Contest, person: int, language: Language) -> CandidateAnswer:
    """Return the answer on one person in a contest that is already judged."""
    matcher, dates, row = contest.matcher, contest.dates, np.array([person])
    matrix = build_matrix(matcher.source, contest.view.take(row), contest.position)
    rank = _find_rank(contest, person)
    (shown,) = show_rows(contest, row, matrix, [rank], language)
    pool = count_pool(contest)
    told = {field.name: getattr(shown, field.name) for field in fields(Told)}
    return CandidateAnswer(
        **told,
        position=brief_position(matcher, contest.position, dates.day),
        present_position=shown.position,
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        model_version=matcher.bundle.model_version if matcher.has_model else None,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        state_id=state_of(contest, (shown,)),
        basis=matcher.bundle.basis if matcher.has_model else None,
        notices=list_notices(contest, pool, language),
        verdict=contest.verdict(person),
        gates=explain_one(contest, person, language),
        eligible=pool.eligible,
    )


def explain_one(contest: Contest, person: int, language: Language) -> tuple[GateAnswer, ...]:
    """Return every rule's answer on one person, in the order of the rules."""
    return explain_gates(
        contest.view.take(np.array([person])),
        contest.position,
        contest.matcher.policy,
        contest.dates.effective_day,
        language,
    )


def _find_rank(contest: Contest, person: int) -> int | None:
    """Return the place among all eligible people; None for who is not, or without a model."""
    if not (contest.matcher.has_model and contest.verdicts.eligible[person]):
        return None
    return contest.field.place_of(person)
