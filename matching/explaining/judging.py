"""What all answers on a person for a position begin with: the gates, what is told, the place."""

from dataclasses import fields

import numpy as np

from matching.answers import Notice, Told
from matching.contest import Contest, brief_position, count_pool
from matching.explaining.answers import Judged
from matching.explaining.lineup import Lineup
from matching.explaining.shown import show_rows
from matching.notices import list_notices
from matching.wishes import hash_state
from rules.explanations import GateAnswer, explain_gates
from wording import Language, say


def judge(lineup: Lineup) -> tuple[Judged, ...]:
    """Return the beginning of the answer on each person; without a model the gates alone."""
    contest, people = lineup.contest, lineup.rows.tolist()
    matcher, dates, pool = contest.matcher, contest.dates, count_pool(contest)
    position = brief_position(matcher, contest.position, dates.day)
    notices = list_notices(contest, pool, lineup.language)
    shown = show_rows(lineup, [_find_rank(contest, person) for person in people])
    return tuple(
        Judged(
            **{field.name: getattr(one, field.name) for field in fields(Told)},
            position=position,
            present_position=one.position,
            as_of=dates.as_of,
            effective_on=dates.effective_on,
            snapshot_id=matcher.history.snapshot.snapshot_id,
            model_version=matcher.bundle.model_version if matcher.has_model else None,
            policy_version=matcher.policy.version,
            software_version=matcher.software_version,
            state_id=hash_state(matcher, contest.position, dates, (one,)),
            basis=matcher.bundle.basis if matcher.has_model else None,
            notices=(*notices, *_tell_unweighed(lineup, place)),
            verdict=contest.verdict(person),
            gates=explain_one(contest, person, lineup.language),
            eligible=pool.eligible,
            would_rank=_find_would_be_rank(contest, person, one.score),
        )
        for place, (person, one) in enumerate(zip(people, shown, strict=True))
    )


def _tell_unweighed(lineup: Lineup, place: int) -> tuple[Notice, ...]:
    """Say of who was yet to be appointed that there is nothing to weigh."""
    if lineup.weighed[place] or not lineup.contest.matcher.has_model:
        return ()
    as_of = lineup.contest.dates.as_of
    text = say("matching.notice_not_yet_appointed", lineup.language, as_of=as_of)
    return (Notice("not_yet_appointed", text),)


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
