"""Two to four people beside each other for a position: the first one against each of the others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace

from matching.contest import open_contest
from matching.errors import PeopleCountError, SamePersonError
from matching.explaining.answers import Comparison, Further, Judged
from matching.explaining.contrast import Contrast, contrast_nobody, contrast_sides, take_side
from matching.explaining.judging import judge
from matching.explaining.lineup import Lineup, line_up
from matching.matcher import Dates, Matcher
from matching.wishes import hash_state
from wording import Language, say

ORIGINS = (
    *("as_of", "effective_on", "snapshot_id", "model_version"),
    *("policy_version", "software_version"),
)
"""What decides a comparison as it does the answer on each: all but the state, which is shared."""
LEAST, MOST = 2, 4
"""People in one comparison: as many as stand side by side on a page."""


def compare_candidates(
    matcher: Matcher, position_id: str, people: Sequence[int], dates: Dates, language: Language
) -> Comparison:
    """Return the contrast of the first of two to four people (indexes) with each of the others.

    Raises UnknownPositionError, NoModelError, PeopleCountError, SamePersonError.
    """
    check_people(matcher, people)
    lineup = line_up(open_contest(matcher, position_id, dates), people, language)
    first, *others = judge(lineup)
    contrasts = [_contrast(lineup, first, other, place) for place, other in enumerate(others, 1)]
    return Comparison(
        **{field.name: getattr(contrasts[0], field.name) for field in fields(Contrast)},
        **{name: getattr(first, name) for name in ORIGINS},
        position=first.position,
        state_id=hash_state(matcher, lineup.contest.position, dates, (first, *others)),
        a=first,
        b=others[0],
        further=tuple(map(Further, others[1:], contrasts[1:])),
    )


def check_people(matcher: Matcher, people: Sequence[int]) -> None:
    """Raise PeopleCountError or SamePersonError for people who make no comparison."""
    check_count(len(people))
    (person, times), *_ = Counter(people).most_common(1)
    if times > 1:
        raise SamePersonError(matcher.history.people.name[person])


def check_count(count: int) -> None:
    """Raise PeopleCountError for fewer or more people than stand beside each other."""
    if not LEAST <= count <= MOST:
        raise PeopleCountError(count, LEAST, MOST)


def _contrast(lineup: Lineup, first: Judged, second: Judged, place: int) -> Contrast:
    """Weigh the first of a lineup and the one at `place`; say who is barred or not settled."""
    pair, language = (first, second), lineup.language
    barred = [_name_rules(one, "fail", language) for one in pair if one.verdict == "ineligible"]
    if barred:
        return contrast_nobody(say("contrast.barred", language, people=", ".join(barred)))
    a, b = take_side(lineup, 0), take_side(lineup, place)
    found = contrast_sides(lineup.contest, a, b, language)
    return replace(found, text=" ".join([found.text, *_tell_unsettled(pair, language)]))


def _tell_unsettled(pair: Sequence[Judged], language: Language) -> tuple[str, ...]:
    return tuple(
        say("contrast.unsettled", language, person=_name_rules(one, "unknown", language))
        for one in pair
        if one.verdict == "undetermined"
    )


def _name_rules(one: Judged, result: str, language: Language) -> str:
    """Return a name with the rules that were answered so, as "Name (rule, rule)"."""
    rules = [gate.rule for gate in one.gates if gate.result == result]
    names = ", ".join(say(f"matching.rule_{rule}", language) for rule in rules)
    return say("contrast.person_with_rules", language, name=one.name, rules=names)
