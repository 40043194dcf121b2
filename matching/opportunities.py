"""One person and every open post: where the law lets the person go, how well it fits, what bars.

The same gates and the same scores as in lists, over pairs of one person. What is told is the
person's own view: public reasons, no place among others, nothing of anybody else. Reasons and
advice are made only for the posts that are shown.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from features.matrix import build_matrix
from matching.answers import Gap, MoveKind, Notice, PositionBrief, Purpose, Verdict, Wish
from matching.contest import Question, brief_position, open_contest
from matching.explaining.facts import enters_functional, name_move
from matching.explaining.gaps import advise
from matching.explaining.judging import explain_one
from matching.explaining.lineup import Lineup, line_up
from matching.explaining.remedies.advice import advise_development
from matching.explaining.remedies.answers import Advice
from matching.explaining.standing import (
    ADVICE_OF_OTHERS,
    NOTICES_TOLD,
    OwnReason,
    find_own_reasons,
)
from matching.matcher import Dates, Matcher
from matching.notices import notices_of_model, notices_of_records
from matching.pairs import VERDICTS
from matching.past import FEW
from matching.plain import to_plain
from matching.wishes import find_letters, find_met, hash_plain, tell_letters, tell_wish
from models.bundle import Basis
from rules.explanations import GateAnswer
from rules.gates import check_gates
from rules.results import FAIL
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats
from snapshots.surrogate import tie_break
from snapshots.view import view_rows
from wording import Language

OPEN = ("fail", "unknown", "waived")
"""Results of a rule that are told: what bars, what is to be cleared up, what a letter lifts."""


@dataclass(frozen=True)
class Openings:
    """The open posts for one person (an index), the best first; one entry a post.

    Eligible ones come first, by score; then undetermined ones; then those that fewest rules bar.
    `verdict` indexes `pairs.VERDICTS`, `score` is NaN without a model, `wished` tells which posts
    are all that the person wished for.
    """

    matcher: Matcher
    person: int
    dates: Dates
    position: Codes
    verdict: Codes
    score: Floats
    wished: Flags

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the posts, in their order."""
        ids = self.matcher.history.positions.position_id
        return tuple(ids[place] for place in self.position.tolist())

    def count(self, verdict: Verdict) -> int:
        """Return for how many posts the verdict was given."""
        return int((self.verdict == VERDICTS.index(verdict)).sum())


@dataclass(frozen=True)
class Opportunity:
    """One open post as the person reads of it.

    `gates` are the rules that bar, that could not be answered, or that a letter lifts, each with
    what would cure it. `fit` is the chance that the move succeeds, supposing that it were lawful.
    `wished`: it is all that the person wished for. `reasons` and `advice` say nothing of others.
    """

    position: PositionBrief
    purpose: Purpose
    move_kind: MoveKind
    needs_competency_test: bool
    wished: bool
    verdict: Verdict
    gates: tuple[GateAnswer, ...]
    score: float | None
    fit: float | None
    fit_low: float | None
    fit_high: float | None
    fit_why_not: str | None
    reasons: tuple[OwnReason, ...]
    concerns: tuple[OwnReason, ...]
    gaps: tuple[Gap, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Opportunities:
    """A piece of the open posts for one person; `next_cursor` is None on the last.

    `eligible`, `undetermined` and `ineligible` count all open posts but the one held.
    """

    person_id: str
    name: str
    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str | None
    policy_version: str
    software_version: str
    state_id: str
    basis: Basis | None
    notices: tuple[Notice, ...]
    wish: Wish | None
    eligible: int
    undetermined: int
    ineligible: int
    items: tuple[Opportunity, ...]
    next_cursor: str | None


def find_openings(matcher: Matcher, person: int, dates: Dates) -> Openings:
    """Judge and score one person for every post with a free seat but the one held."""
    history = matcher.history
    whole = matcher.view(dates.day)
    free = matcher.staffing(dates.day).vacant > 0
    if whole.position[person] >= 0:
        free[whole.position[person]] = False
    position = np.flatnonzero(free).astype(np.int32)
    view = view_rows(history, np.full(len(position), person), dates.day)
    verdicts = check_gates(view, position, matcher.policy, dates.effective_day)
    verdict = (verdicts.eligible * 2 + verdicts.undetermined).astype(np.int32)
    score = np.full(len(position), np.nan)
    if matcher.has_model and len(position):
        score = matcher.bundle.score(build_matrix(matcher.source, view, position))
    barred = (verdicts.results == FAIL).sum(axis=1)
    nip, ids = history.people_ids[person], history.positions.position_id
    lots = np.array([tie_break(matcher.secret, ids[place], nip) for place in position], np.uint64)
    order = np.lexsort((lots, -np.nan_to_num(score), barred, -verdict))
    wished = find_met(whole, np.full(len(position), person), position)
    return Openings(
        matcher, person, dates, position[order], verdict[order], score[order], wished[order]
    )


def tell_openings(
    openings: Openings, start: int, stop: int, next_cursor: str | None, language: Language
) -> Opportunities:
    """Return the posts from `start` up to `stop` with reasons and advice."""
    matcher, person, dates = openings.matcher, openings.person, openings.dates
    history, view = matcher.history, matcher.view(dates.day)
    places = range(start, min(stop, len(openings.position)))
    wish = tell_wish(view, person)
    notices = (*notices_of_records(matcher, language), *_of_model(openings, language))
    return Opportunities(
        person_id=matcher.person_id(person),
        name=history.people.name[person],
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        snapshot_id=history.snapshot.snapshot_id,
        model_version=matcher.bundle.model_version if matcher.has_model else None,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        state_id=_hash_state(openings, wish),
        basis=matcher.bundle.basis if matcher.has_model else None,
        notices=tuple(one for one in notices if one.code in NOTICES_TOLD),
        wish=wish,
        eligible=openings.count("eligible"),
        undetermined=openings.count("undetermined"),
        ineligible=openings.count("ineligible"),
        items=tuple(_tell(openings, place, language) for place in places),
        next_cursor=next_cursor,
    )


def _of_model(openings: Openings, language: Language) -> tuple[Notice, ...]:
    return notices_of_model(openings.matcher, openings.dates.day, language)


def _tell(openings: Openings, place: int, language: Language) -> Opportunity:
    matcher, person, dates = openings.matcher, openings.person, openings.dates
    index = int(openings.position[place])
    contest = open_contest(matcher, matcher.history.positions.position_id[index], dates)
    lineup = line_up(contest, [person], language)
    (question,), reasons = lineup.questions, find_own_reasons(lineup)
    fit, low, high, why_not = _find_chance(lineup)
    gates = explain_one(contest, person, language)
    return Opportunity(
        position=brief_position(matcher, index, dates.day),
        purpose=contest.purpose,
        move_kind=name_move(question),
        needs_competency_test=enters_functional(question),
        wished=bool(openings.wished[place]),
        verdict=VERDICTS[openings.verdict[place]],
        gates=tuple(gate for gate in gates if gate.result in OPEN),
        score=float(lineup.score[0]) if lineup.weighed[0] else None,
        fit=fit,
        fit_low=low,
        fit_high=high,
        fit_why_not=why_not,
        reasons=tuple(one for one in reasons if one.contribution > 0),
        concerns=tuple(one for one in reasons if one.contribution < 0),
        gaps=advise(lineup.measures[0], language),
        advice=_advise(question, lineup, language),
    )


def _advise(question: Question, lineup: Lineup, language: Language) -> tuple[Advice, ...]:
    found = advise_development(question, lineup.measures[0], None, language)
    return tuple(one for one in found if one.code not in ADVICE_OF_OTHERS)


def _find_chance(lineup: Lineup) -> tuple[float | None, float | None, float | None, str | None]:
    """Return the chance with its range, or why none is told: as a list would tell it."""
    matcher, matrix = lineup.contest.matcher, lineup.matrix
    if not matcher.has_model:
        return None, None, None, "no_model"
    if not lineup.weighed[0]:
        return None, None, None, "not_yet_appointed"
    told = matcher.bundle.fit(lineup.score, matcher.bundle.spread(matrix))
    told = matcher.past.withhold(told, matrix, lineup.contest.dates.day)
    fit, low, high = (float(one[0]) for one in (told.fit, told.low, told.high))
    if np.isnan(fit):
        return None, None, None, told.why_not or FEW
    return fit, low, high, None


def _hash_state(openings: Openings, wish: Wish | None) -> str:
    """Return the id of the person's letters, for whatever post, and wish."""
    matcher, dates = openings.matcher, openings.dates
    held = find_letters(matcher.history, None, openings.person, dates)
    return hash_plain([tell_letters(matcher, held), to_plain(wish)])
