"""Why or why not: every gate on one person for one position, and where that person stands."""

from dataclasses import fields, replace

from matching.contest import Contest, open_contest
from matching.explaining.answers import CandidateAnswer, Judged, Placed
from matching.explaining.contrast import AgainstList, Contrast, contrast_sides, take_side
from matching.explaining.judging import judge
from matching.explaining.lineup import Lineup, line_up, line_up_ranked
from matching.explaining.precedents import find_precedents
from matching.explaining.remedies.advice import advise_development
from matching.explaining.remedies.search import find_remedy
from matching.explaining.shown import tell_details
from matching.explaining.stability import measure_stability, rehearse
from matching.matcher import Dates, Matcher
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
    lineup = line_up(contest, [person], language)
    (judged,) = judge(lineup)
    firm = _add_stability(lineup, judged, size)
    remedy = find_remedy(contest, person, size, language)
    return CandidateAnswer(
        **{field.name: getattr(firm, field.name) for field in fields(Judged)},
        against_list=_contrast_with_last(lineup, judged.rank, size),
        list_ends=_find_ends(contest, person, size),
        precedents=find_precedents(contest, lineup.matrix, language) if lineup.weighed[0] else None,
        details=tell_details(lineup, 0),
        remedy=remedy,
        advice=advise_development(lineup.questions[0], lineup.measures[0], remedy, language),
    )


def _add_stability(lineup: Lineup, judged: Judged, size: int) -> Judged:
    """Return what is told of who is ranked with how firm the place is."""
    if judged.rank is None:
        return judged
    rehearsal = rehearse(lineup.contest.field, size)
    (firm,) = measure_stability(rehearsal, lineup.rows, lineup.language)
    return replace(judged, stability=firm)


def _contrast_with_last(lineup: Lineup, rank: int | None, size: int) -> AgainstList | None:
    """Return what separates who is ranked below a list of `size` from the last one on it."""
    if rank is None or rank <= size:
        return None
    contest, language, field = lineup.contest, lineup.language, lineup.contest.field
    last = line_up_ranked(field, field.top(size)[-1:], language)
    found = contrast_sides(contest, take_side(lineup, 0), take_side(last, 0), language)
    person_id, name = _name(contest, int(last.rows[0]))
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
