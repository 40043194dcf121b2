"""Why or why not: every gate on one person for one position, and where that person stands."""

from dataclasses import fields

import numpy as np

from features.matrix import build_matrix
from matching.answers import Told
from matching.contest import Contest, Question, brief_position, count_pool, open_contest
from matching.explaining.answers import CandidateAnswer, Placed
from matching.explaining.contrast import AgainstList, Contrast, contrast_people
from matching.explaining.gaps import measure_competencies
from matching.explaining.precedents import find_precedents
from matching.explaining.remedies.advice import advise_development
from matching.explaining.remedies.search import find_remedy
from matching.explaining.shown import show_rows, tell_details
from matching.explaining.stability import add_stability, measure_stability, rehearse
from matching.matcher import Dates, Matcher
from matching.notices import list_notices
from matching.wishes import hash_state
from rules.explanations import GateAnswer, explain_gates
from wording import Language, say

LIST_SIZE = 10
"""Places on the list that somebody is held against, where nothing else is asked."""


def judge_candidate(
    matcher: Matcher,
    position_id: str,
    person: int,
    dates: Dates,
    language: Language,
    size: int = LIST_SIZE,
) -> CandidateAnswer:
    """Return the whole answer on one person (an index) for a position, against a list of `size`.

    Without a model the gates answer alone. Raises UnknownPositionError.
    """
    contest = open_contest(matcher, position_id, dates)
    return judge_in(contest, person, language, size)


def judge_in(
    contest: Contest, person: int, language: Language, size: int = LIST_SIZE
) -> CandidateAnswer:
    """Return the answer on one person in a contest that is already judged."""
    matcher, dates, row = contest.matcher, contest.dates, np.array([person])
    matrix = build_matrix(matcher.source, contest.view.take(row), contest.position)
    rank = _find_rank(contest, person)
    (shown,) = show_rows(contest, row, matrix, [rank], language)
    if rank is not None:
        firm = measure_stability(rehearse(contest.field, size), row, language)
        (shown,) = add_stability((shown,), firm)
    pool, question = count_pool(contest), Question(contest, person)
    remedy = find_remedy(contest, person, size, language)
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
        state_id=hash_state(matcher.history, contest.position, dates, (shown,)),
        basis=matcher.bundle.basis if matcher.has_model else None,
        notices=list_notices(contest, pool, language),
        verdict=contest.verdict(person),
        gates=explain_one(contest, person, language),
        eligible=pool.eligible,
        would_rank=_find_would_be_rank(contest, person, shown.score),
        against_list=_contrast_with_last(contest, person, rank, size, language),
        list_ends=_find_ends(contest, person, size),
        precedents=find_precedents(contest, matrix, language),
        details=tell_details(contest, matrix, language),
        remedy=remedy,
        advice=advise_development(question, measure_competencies(question), remedy, language),
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


def _find_would_be_rank(contest: Contest, person: int, score: float | None) -> int | None:
    """Return the place of who is not eligible if every rule were met: one after those above."""
    if score is None or contest.verdicts.eligible[person]:
        return None
    return contest.field.place_for(person, score)


def _contrast_with_last(
    contest: Contest, person: int, rank: int | None, size: int, language: Language
) -> AgainstList | None:
    """Return what separates who is ranked below a list of `size` from the last one on it."""
    if rank is None or rank <= size:
        return None
    *_, last = _list_top(contest, size)
    found = contrast_people(contest, person, last, language)
    person_id, name = _name(contest, last)
    text = say("contrast.against_list", language, rank=rank, size=size, name=name, text=found.text)
    told = {field.name: getattr(found, field.name) for field in fields(Contrast)} | {"text": text}
    return AgainstList(**told, size=size, person_id=person_id, name=name)


def _find_ends(contest: Contest, person: int, size: int) -> tuple[Placed, ...]:
    """Return the first and the last of the list, but for the person."""
    listed = _list_top(contest, size) if contest.matcher.has_model else []
    ends = sorted({1, len(listed)}) if listed else []
    return tuple(
        Placed(rank, person_id, name)
        for rank in ends
        if (found := listed[rank - 1]) != person
        for person_id, name in [_name(contest, found)]
    )


def _list_top(contest: Contest, size: int) -> list[int]:
    """Return the people (indexes) on a list of `size`, the best first."""
    field = contest.field
    return [int(row) for row in field.rows[field.top(size)]]


def _name(contest: Contest, person: int) -> tuple[str, str]:
    """Return the person_id and the name of a person."""
    return contest.matcher.person_id(person), contest.matcher.history.people.name[person]
