"""Has this worked before: the past transfers nearest to a move, and how they ended.

Who was moved is not told, and cannot be read off: neither names nor NIPs, years instead of days,
and of a post with a single seat its kind and job family instead of its title and agency.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from matching.contest import Contest
from matching.matcher import Matcher
from models.calibration import Rate, estimate_rate
from snapshots.days import years_of
from snapshots.ladders import KINDS, UNKNOWN
from snapshots.ledger import Floats
from snapshots.moves import SUCCESS
from wording import Fact, Language, say

SHOWN = 5

Outcome = Literal["success", "failure"]


@dataclass(frozen=True)
class Precedent:
    """One past transfer: posts as they are written, `likeness` in 0–1, calendar years.

    `near` tells whether it is alike enough to be counted, `known_in` when its outcome was known,
    `ending` what came after it.
    """

    origin: str
    target: str
    moved_in: int
    likeness: float
    near: bool
    outcome: Outcome
    known_in: int
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
    outcome: Outcome = "success" if moves.outcome[move] == SUCCESS else "failure"
    origin, target = (
        _write_post(matcher, int(posts[move]), language)
        for posts in (moves.from_position, moves.to_position)
    )
    moved_in, known_in = (int(year) for year in years_of([moves.day[move], moves.known_on[move]]))
    facts: dict[str, Fact] = {"origin": origin, "target": target, "percent": round(100 * likeness)}
    years = {"moved_in": str(moved_in), "known_in": str(known_in)}
    text = say(f"precedents.{outcome}", language, **facts, **years)
    ending = _tell_ending(contest, move, language)
    return Precedent(
        origin=origin,
        target=target,
        moved_in=moved_in,
        likeness=likeness,
        near=near,
        outcome=outcome,
        known_in=known_in,
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
        post = _write_post(matcher, int(moves.to_position[following]), language)
        year = str(years_of(moves.day[following]))
        return say("precedents.moved_on", language, post=post, year=year)
    if left < day:
        return say("precedents.left", language, year=str(years_of(left)))
    return say("precedents.stayed", language)


def _write_post(matcher: Matcher, position: int, language: Language) -> str:
    """Write title and agency of a position; of one with a single seat, kind and job family alone.

    Title, agency and year of a post that one person holds would tell who it was.
    """
    if position == UNKNOWN:
        return say("precedents.post_unknown", language)
    positions, units = matcher.history.positions, matcher.history.units
    if positions.seats[position] > 1:
        return f"{positions.title[position]} ({units.name[positions.agency[position]]})"
    kind = say(f"pages.kind_{KINDS[positions.kind[position]]}", language)
    family = matcher.circumstances.job_families[position]
    key = "precedents.post_of_family" if family else "precedents.post_of_kind"
    return say(key, language, kind=kind, family=family)
