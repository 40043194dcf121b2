"""What the records hold of one person, whatever post is asked about."""

from dataclasses import dataclass

from matching.answers import Facts, Preference, Wish
from matching.contest import Question, open_contest
from matching.directory import PersonRow, read_person
from matching.explaining.facts import read_facts
from matching.matcher import Matcher
from matching.wishes import find_preference, tell_wish
from snapshots.ladders import UNKNOWN


@dataclass(frozen=True)
class Profile:
    """Somebody with post, facts and wish on the records' own date; for who holds no post no facts.

    `origin_fill_ratio_after` is of a move, and there is none.
    """

    person: PersonRow
    facts: Facts | None
    preference: Preference
    wish: Wish | None
    origin_fill_ratio_after: None = None


def tell_profile(matcher: Matcher, person: int) -> Profile:
    """Return what is known of a person (an index)."""
    view = matcher.view(matcher.history.day)
    held = int(view.position[person])
    facts = None
    if held != UNKNOWN:
        position_id = matcher.history.positions.position_id[held]
        contest = open_contest(matcher, position_id, matcher.date(None, None))
        facts = read_facts(Question(contest, person), None, None)
    return Profile(
        person=read_person(matcher, person),
        facts=facts,
        preference=find_preference(view, person),
        wish=tell_wish(view, person),
    )
