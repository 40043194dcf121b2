"""What changed in the records and the rules since a plan was fixed; it changes nothing itself.

Every move is judged anew as of the records that serve now, on the plan's effective day, by the
rules now in force: whoever left, moved, was sanctioned or retires, posts that are gone, seats that
are not free, windows that opened. A plan that was made yesterday is told the same day.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from matching.drafts.findings import Move, find_troubles
from matching.matcher import Dates, Matcher
from planning.answers import Plan, PlannedMove
from planning.work.steps import SETTLED, MoveProgress
from planning.work.supposing import suppose_gone
from rules.explanations import GateAnswer, explain_gates
from rules.gates import GATES, check_gates
from rules.results import FAIL, UNKNOWN, Results
from snapshots.days import UNKNOWN_DAY
from wording import Fact, Language, say

CODES = {"discipline": "sanctioned", "lock_window": "lock_window"}
"""What a rule that is not met any more is called; every other: not_eligible."""
NOTHING: Mapping[str, Fact] = MappingProxyType({})
SEAT_TROUBLES = ("seat_twice", "seat_held")


@dataclass(frozen=True)
class RecordChange:
    """Something that changed since a plan was fixed, of one move (`move_id` None: of the plan).

    `rule` and `source` name the rule that is not met any more and its legal source. `stops` tells
    whether the move can't lawfully be decided as things stand now.
    """

    code: str
    move_id: str | None
    person_id: str | None
    position_id: str | None
    rule: str | None
    source: str | None
    stops: bool
    text: str


@dataclass(frozen=True)
class _Pair:
    """A move whose person and post the records still know, as indexes of the matcher's history."""

    move: PlannedMove
    person: int
    position: int


def find_changes(
    plan: Plan, progress: Sequence[MoveProgress], matcher: Matcher, language: Language
) -> tuple[RecordChange, ...]:
    """Return what changed since the plan was fixed, the whole first, then the moves in order.

    `matcher` is the one that serves now. A move that took place or was rejected need not be lawful
    any more; a rejected one frees no seat either. A seat of who leaves in
    the plan's scenario alone is no change of the records: see `planning.work.deciding`.
    """
    settled = {one.move_id for one in progress if one.state in SETTLED}
    judged = [move for move in plan.moves if move.move_id not in settled]
    made = list_standing(plan, progress)
    return (
        *_find_of_plan(plan, matcher, language),
        *_find_lost(judged, matcher, language),
        *_find_of_moves(judged, matcher, set_dates(plan, matcher), language),
        *_find_seats(plan, made, settled, matcher, language),
    )


def list_standing(plan: Plan, progress: Sequence[MoveProgress]) -> list[PlannedMove]:
    """Return the moves of a plan that were not rejected."""
    rejected = {one.move_id for one in progress if one.state == "rejected"}
    return [move for move in plan.moves if move.move_id not in rejected]


def set_dates(plan: Plan, matcher: Matcher) -> Dates:
    """Return the days as of which a plan's moves are judged now.

    The day of the present records, and the plan's effective day or that day if it has passed.
    """
    as_of = matcher.history.snapshot.as_of
    return Dates(as_of, max(plan.effective_on, as_of))


def list_pairs(moves: Sequence[PlannedMove], matcher: Matcher) -> list[Move]:
    """Return the moves still to be made as a draft has them, `line` being the place in `moves`.

    Left out: who or what the records do not know any more, and who already holds the post.
    """
    held = matcher.view(matcher.history.day).position
    known = _find_known(list(enumerate(moves)), matcher)
    return [
        Move(line, pair.person, pair.position)
        for line, pair in known
        if held[pair.person] != pair.position
    ]


def _find_known(
    moves: Sequence[tuple[int, PlannedMove]], matcher: Matcher
) -> list[tuple[int, _Pair]]:
    people, posts = matcher.history.person_of, matcher.history.position_of
    return [
        (line, _Pair(move, people[move.nip], posts[move.to_position_id]))
        for line, move in moves
        if move.nip in people and move.to_position_id in posts
    ]


def _find_of_plan(plan: Plan, matcher: Matcher, language: Language) -> Iterator[RecordChange]:
    snapshot = matcher.history.snapshot
    model = matcher.bundle.model_version if matcher.has_model else None
    if snapshot.snapshot_id != plan.snapshot_id:
        yield _change("records", language, {"old": plan.as_of, "new": snapshot.as_of})
    if model != plan.model_version:
        yield _change("model", language, NOTHING)
    if matcher.policy.version != plan.policy_version:
        yield _change("policy", language, NOTHING)
    if snapshot.as_of > plan.effective_on:
        yield _change("effective_passed", language, {"effective_on": plan.effective_on})


def _find_lost(
    moves: Sequence[PlannedMove], matcher: Matcher, language: Language
) -> Iterator[RecordChange]:
    for move in moves:
        if move.nip not in matcher.history.person_of:
            yield _stop("person_gone", language, move)
        elif move.to_position_id not in matcher.history.position_of:
            yield _stop("post_gone", language, move)


def _find_of_moves(
    moves: Sequence[PlannedMove], matcher: Matcher, dates: Dates, language: Language
) -> Iterator[RecordChange]:
    pairs = [pair for _, pair in _find_known(list(enumerate(moves)), matcher)]
    if not pairs:
        return
    view = matcher.view(dates.day).take(np.array([pair.person for pair in pairs]))
    posts = np.array([pair.position for pair in pairs], np.int32)
    results = check_gates(view, posts, matcher.policy, dates.effective_day).results
    retires = matcher.find_retirements(view)
    for row, pair in enumerate(pairs):
        held = int(view.position[row])
        if held == pair.position:
            yield _stop("already_there", language, pair.move)
            continue
        if found := _find_whereabouts(pair, held, matcher, dates, language):
            yield found
        elif retires[row] != UNKNOWN_DAY and retires[row] <= dates.effective_day:
            yield _stop("retired", language, pair.move)
        else:
            yield from _find_unmet(pair, results[row], matcher, dates, language)


def _find_whereabouts(
    pair: _Pair, held: int, matcher: Matcher, dates: Dates, language: Language
) -> RecordChange | None:
    """Tell of who left, or holds another post than the plan takes them from."""
    history, move = matcher.history, pair.move
    if history.people.left[pair.person] <= dates.effective_day:
        return _stop("left", language, move)
    now = history.positions.position_id[held] if held >= 0 else None
    if now == move.from_position_id:
        return None
    title = history.positions.title[held] if held >= 0 else None
    return _stop("moved", language, move, {"held": title})


def _find_unmet(
    pair: _Pair, results: Results, matcher: Matcher, dates: Dates, language: Language
) -> Iterator[RecordChange]:
    """Tell of every rule that is not met, or cannot be judged, any more."""
    rules = [rule for rule, result in zip(GATES, results, strict=True) if result in (FAIL, UNKNOWN)]
    if not rules:
        return
    alone = matcher.view(dates.day).take(np.array([pair.person]))
    answers = explain_gates(alone, pair.position, matcher.policy, dates.effective_day, language)
    for answer in answers:
        if answer.rule in rules:
            code = CODES.get(answer.rule, "not_eligible") if answer.result == "fail" else "unsure"
            yield _stop(code, language, pair.move, gate=answer)


def _find_seats(
    plan: Plan,
    made: Sequence[PlannedMove],
    settled: Collection[str],
    matcher: Matcher,
    language: Language,
) -> Iterator[RecordChange]:
    """Tell of seats that are not free if these moves are made."""
    dates, pairs = set_dates(plan, matcher), list_pairs(made, matcher)
    gone = suppose_gone(matcher, plan.request.scenario)
    for trouble in find_troubles(matcher, dates, pairs, language, gone):
        for line in trouble.lines if trouble.code in SEAT_TROUBLES else ():
            move = made[line]
            if move.move_id not in settled:
                yield _stop("seat_not_free", language, move, {"why": trouble.text})


def _change(code: str, language: Language, facts: Mapping[str, Fact]) -> RecordChange:
    """Return a change of the plan as a whole, which stops nothing."""
    text = say(f"plan_work.changed_{code}", language, **facts)
    return RecordChange(code, None, None, None, None, None, stops=False, text=text)


def _stop(
    code: str,
    language: Language,
    move: PlannedMove,
    facts: Mapping[str, Fact] = NOTHING,
    gate: GateAnswer | None = None,
) -> RecordChange:
    """Return a change that stops a move, in words that may name its person, post and rule."""
    known: dict[str, Fact] = {"name": move.name, "title": move.target.title}
    if gate is not None:
        known["rule_name"] = say(f"rules.name_{gate.rule}", language)
        known |= {"found": gate.found, "source": gate.source}
    return RecordChange(
        code=code,
        move_id=move.move_id,
        person_id=move.person_id,
        position_id=move.to_position_id,
        rule=None if gate is None else gate.rule,
        source=None if gate is None else gate.source,
        stops=True,
        text=say(f"plan_work.changed_{code}", language, **known, **facts),
    )
