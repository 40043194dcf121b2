"""Why a plan cannot be decided now: every reason at once, each with the moves concerned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matching.drafts.findings import find_troubles
from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.work.since import RecordChange, list_pairs, list_standing, set_dates
from planning.work.steps import TOGETHER, Hindrance, MoveProgress
from planning.work.supposing import suppose_gone
from wording import Language, say


def find_hindrances(
    plan: Plan,
    progress: Sequence[MoveProgress],
    changes: Sequence[RecordChange],
    matcher: Matcher,
    language: Language,
) -> tuple[Hindrance, ...]:
    """Return all that stands against deciding a plan; nothing where it may be decided.

    A move is blocked; a step before the decision is missing; a move is not lawful any more; with
    the rejected moves left out a seat would be used twice, or somebody be without a post; a seat is
    free in the plan's scenario alone (`scenario_seat`), as its holder leaves there and not in the
    records. `matcher` is the one that serves now, `changes` what changed since the plan was fixed.
    """
    standing = list_standing(plan, progress)
    if not standing:
        return (Hindrance("nothing", (), say("plan_work.hindered_nothing", language)),)
    return (
        *_find_blocked(progress, language),
        *_find_missing(progress, language),
        *_find_unlawful(changes, {move.move_id for move in standing}),
        *_find_troubles(plan, standing, matcher, language),
    )


def _find_blocked(progress: Sequence[MoveProgress], language: Language) -> Iterator[Hindrance]:
    blocked = tuple(one.move_id for one in progress if one.state == "blocked")
    if blocked:
        text = say("plan_work.hindered_blocked", language, moves=len(blocked))
        yield Hindrance("blocked", blocked, text)


def _find_missing(progress: Sequence[MoveProgress], language: Language) -> Iterator[Hindrance]:
    """Tell by state which moves have not come to the decision yet."""
    by_state: dict[str, list[str]] = defaultdict(list)
    for one in progress:
        ready = one.way[one.way.index(TOGETHER) - 1]
        if one.state not in (ready, "rejected", "blocked"):
            by_state[one.state].append(one.move_id)
    for state, move_ids in by_state.items():
        name = say(f"plan_work.step_{state}", language)
        text = say("plan_work.hindered_steps", language, moves=len(move_ids), state=name)
        yield Hindrance("steps_missing", tuple(move_ids), text)


def _find_unlawful(changes: Sequence[RecordChange], standing: set[str]) -> Iterator[Hindrance]:
    """Repeat what changed of each move; seats are looked at for themselves."""
    for one in changes:
        if one.stops and one.move_id in standing and one.code != "seat_not_free":
            yield Hindrance(one.code, (str(one.move_id),), one.text)


def _find_troubles(
    plan: Plan, standing: Sequence[PlannedMove], matcher: Matcher, language: Language
) -> Iterator[Hindrance]:
    """Tell of seats and people used twice; apart, of seats that are free by the scenario alone."""
    dates, pairs = set_dates(plan, matcher), list_pairs(standing, matcher)
    gone = suppose_gone(matcher, plan.request.scenario)
    troubled: set[int] = set()
    for trouble in find_troubles(matcher, dates, pairs, language, gone):
        troubled.update(trouble.lines)
        move_ids = tuple(standing[line].move_id for line in trouble.lines)
        yield Hindrance(trouble.code, move_ids, trouble.text)
    if not gone:
        return
    recorded = find_troubles(matcher, dates, pairs, language)
    lines = sorted({line for trouble in recorded for line in trouble.lines} - troubled)
    if lines:
        text = say("plan_work.hindered_scenario_seat", language, moves=len(lines))
        yield Hindrance("scenario_seat", tuple(standing[line].move_id for line in lines), text)
