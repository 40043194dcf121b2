"""Has this worked before: the past transfers nearest to a move, and how they ended.

Who was moved is not told: neither names nor NIPs, only posts, days and outcomes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from matching.contest import Contest
from matching.matcher import Matcher
from models.calibration import Rate, estimate_rate
from snapshots.days import to_date
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats
from snapshots.moves import SUCCESS
from wording import Fact, Language, say

SHOWN = 5

Outcome = Literal["success", "failure"]


@dataclass(frozen=True)
class Precedent:
    """One past transfer: posts by title, `likeness` in 0–1, `known_on` the day of its outcome.

    `near` tells whether it is alike enough to be counted, `ending` what came after it; titles and
    agencies are None where the records do not name them.
    """

    from_title: str | None
    from_agency: str | None
    to_title: str | None
    to_agency: str | None
    moved_on: date | None
    likeness: float
    near: bool
    outcome: Outcome
    known_on: date | None
    ending: str
    text: str


@dataclass(frozen=True)
class Precedents:
    """The near past transfers and how many `succeeded`; `rate` in 0–1 with its interval.

    `near` are at least `likeness` alike; a chance of success is told from `least` of them on.
    `nearest` are up to five of the same course, near or not, the most alike first.
    """

    near: int
    succeeded: int
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    likeness: float
    least: int
    nearest: tuple[Precedent, ...]
    text: str
    meaning: str


def find_precedents(contest: Contest, matrix: Floats, language: Language) -> Precedents | None:
    """Return the past transfers nearest to one row, float64[1, F], as of the contest's day.

    Only those whose outcome was known strictly before that day. None without a model, and for one
    in whose terms no transfer is like another: a rule.
    """
    matcher = contest.matcher
    past, limits = matcher.past if matcher.has_model else None, matcher.policy.precedents
    if past is None or past.cases is None:
        return None
    rows, likeness = past.cases.measure(matrix, contest.dates.day)
    moves, near = past.moves[rows], likeness >= limits.likeness
    success = matcher.moves.outcome[moves[near]] == SUCCESS
    rate = estimate_rate(success)
    nearest = np.lexsort((-moves, -likeness))[:SHOWN]
    return Precedents(
        near=len(success),
        succeeded=int(success.sum()),
        rate=rate.value if rate else None,
        rate_low=rate.low if rate else None,
        rate_high=rate.high if rate else None,
        likeness=limits.likeness,
        least=limits.least,
        nearest=tuple(
            _tell(contest, int(moves[place]), float(likeness[place]), bool(near[place]), language)
            for place in nearest
        ),
        text=_summarise(rate, int(success.sum()), limits.least, language),
        meaning=say("precedents.meaning", language, percent=round(100 * limits.likeness)),
    )


def _summarise(rate: Rate | None, succeeded: int, least: int, language: Language) -> str:
    """Say how many near ones there are, how many succeeded, and whether they are enough."""
    if rate is None:
        counted = say("precedents.none", language)
    else:
        counted = say(
            "precedents.counted",
            language,
            near=rate.count,
            succeeded=succeeded,
            percent=round(100 * rate.value),
            low=round(100 * rate.low),
            high=round(100 * rate.high),
        )
    few = (rate.count if rate else 0) < least
    return f"{counted} {say('precedents.withheld', language, least=least)}" if few else counted


def _tell(
    contest: Contest, move: int, likeness: float, near: bool, language: Language
) -> Precedent:
    matcher, moves = contest.matcher, contest.matcher.moves
    from_title, from_agency = _name_post(matcher, int(moves.from_position[move]))
    to_title, to_agency = _name_post(matcher, int(moves.to_position[move]))
    outcome: Outcome = "success" if moves.outcome[move] == SUCCESS else "failure"
    moved_on, known_on = to_date(int(moves.day[move])), to_date(int(moves.known_on[move]))
    facts: dict[str, Fact] = {
        "moved_on": moved_on,
        "origin": _write_post(from_title, from_agency, language),
        "target": _write_post(to_title, to_agency, language),
        "percent": round(100 * likeness),
        "known_on": known_on,
    }
    text = say(f"precedents.{outcome}", language, **facts)
    ending = _tell_ending(contest, move, language)
    return Precedent(
        from_title=from_title,
        from_agency=from_agency,
        to_title=to_title,
        to_agency=to_agency,
        moved_on=moved_on,
        likeness=likeness,
        near=near,
        outcome=outcome,
        known_on=known_on,
        ending=ending,
        text=f"{text} {ending}",
    )


def _tell_ending(contest: Contest, move: int, language: Language) -> str:
    """Say what the records tell of the time after a move, up to the contest's day."""
    matcher, moves, day = contest.matcher, contest.matcher.moves, contest.dates.day
    person = int(moves.person[move])
    later = (moves.person == person) & (moves.day > moves.day[move]) & (moves.day < day)
    left = int(matcher.history.people.left[person])
    if later.any():
        following = int(np.flatnonzero(later)[0])
        title, _ = _name_post(matcher, int(moves.to_position[following]))
        on = to_date(int(moves.day[following]))
        return say("precedents.moved_on", language, title=title, on=on)
    if left < day:
        return say("precedents.left", language, on=to_date(left))
    return say("precedents.stayed", language)


def _name_post(matcher: Matcher, position: int) -> tuple[str | None, str | None]:
    """Return the title of a position and the name of its agency."""
    if position == UNKNOWN:
        return None, None
    positions, units = matcher.history.positions, matcher.history.units
    return positions.title[position], units.name[positions.agency[position]]


def _write_post(title: str | None, agency: str | None, language: Language) -> str:
    return f"{title} ({agency})" if title else say("precedents.post_unknown", language)
