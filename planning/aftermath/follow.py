"""Follows every inaugurated move of the plans given, by the records of today."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.answers import Notice, YearlyPredicate
from matching.matcher import Matcher
from matching.notices import notices_of_records
from planning.aftermath.answers import Aftermath, MoveAfter
from planning.aftermath.balance import balance
from planning.aftermath.outcomes import Outcomes
from planning.aftermath.returns import Returns
from planning.aftermath.units import Units, list_sides
from planning.answers import PlannedMove
from planning.rounds import Inaugurated, order_rounds
from snapshots.ladders import PREDICATES
from snapshots.reported import ReportedOutcome
from snapshots.view import view_rows
from wording import Language, say


@dataclass(frozen=True)
class _Sources:
    """What every move is followed by."""

    matcher: Matcher
    outcomes: Outcomes
    units: Units
    returns: Returns


def follow_moves(
    matcher: Matcher,
    rounds: Sequence[Inaugurated],
    reports: Sequence[ReportedOutcome],
    language: Language,
) -> Aftermath:
    """Return what became of the inaugurated moves; `reports` are those of a portal, by person_id.

    `matcher` is over the records of today and need hold no model.
    """
    sources = _Sources(
        matcher, Outcomes(matcher, reports, language), Units(matcher), Returns(matcher, language)
    )
    by_plan = [
        (one, tuple(_follow(sources, one, move) for move in one.moves))
        for one in order_rounds(rounds)
    ]
    items = tuple(move for _, moves in by_plan for move in moves)
    return Aftermath(
        as_of=matcher.history.snapshot.as_of,
        items=items,
        next_cursor=None,
        total=balance(items, language),
        plans=tuple(
            balance(moves, language, one.plan.id, one.plan.effective_on) for one, moves in by_plan
        ),
        teaching=_tell_teaching(sources.outcomes, items, language),
        notices=(
            *notices_of_records(matcher, language),
            Notice("no_cause", say("aftermath.notice_no_cause", language)),
        ),
    )


def _follow(sources: _Sources, round_: Inaugurated, move: PlannedMove) -> MoveAfter:
    plan, origin = round_.plan, move.origin
    row = sources.outcomes.find_row(move, plan.as_of)
    on = plan.effective_on
    sides = list_sides(move)
    return MoveAfter(
        plan_id=plan.id,
        move_id=move.move_id,
        person_id=move.person_id,
        nip=move.nip,
        name=move.name,
        position=move.target.title,
        agency=move.target.agency,
        from_position=None if origin is None else origin.title,
        from_agency=None if origin is None else origin.agency,
        effective_on=on,
        inaugurated_on=round_.days[move.move_id],
        fit=move.fit,
        outcome=sources.outcomes.tell(move, row, on),
        in_post=None if row is None else _is_in_post(sources.matcher, move),
        predicates=_read_predicates(sources.matcher, move, on.year),
        units=tuple(sources.units.follow(side, post, move, on) for side, post in sides),
        returns=sources.returns.find(move, on),
        results=tuple(
            result for side, post in sides for result in sources.units.results(side, post, on)
        ),
    )


def _is_in_post(matcher: Matcher, move: PlannedMove) -> bool:
    history = matcher.history
    held = int(matcher.view(history.day).position[matcher.person(move.nip)])
    return held == matcher.position(move.to_position_id)


def _read_predicates(matcher: Matcher, move: PlannedMove, year: int) -> tuple[YearlyPredicate, ...]:
    """Return the yearly predicates known since the year of the move, the oldest first."""
    history = matcher.history
    person = history.person_of.get(move.nip)
    if person is None or not history.snapshot.has("performance"):
        return ()
    view = view_rows(history, [person], history.day)
    years = range(year, history.snapshot.as_of.year + 1)
    found = ((one, int(view.predicate(one)[0])) for one in years)
    return tuple(YearlyPredicate(one, PREDICATES[code - 1]) for one, code in found if code > 0)


def _tell_teaching(outcomes: Outcomes, items: Sequence[MoveAfter], language: Language) -> str:
    """Return how many outcomes were learned from, and by which way the others get there."""
    known = [move.outcome for move in items if move.outcome.succeeded is not None]
    facts = {
        "known": len(known),
        "taught": sum(one.taught is True for one in known),
        "reported": sum(one.state == "reported" for one in known),
    }
    text = say("aftermath.teaching", language)
    if known:
        text = f"{say('aftermath.taught', language, **facts)} {text}"
    if outcomes.learned_until is None:
        return text
    learned = say("aftermath.learned_until", language, learned_until=outcomes.learned_until)
    return f"{text} {learned}"
