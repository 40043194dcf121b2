"""Why a plan cannot be decided now: every reason at once, each with the moves concerned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matching.drafts.findings import Move, find_troubles
from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.promised import Promise, find_due, list_promised
from planning.work.limits import find_broken_limits
from planning.work.since import SEAT_TROUBLES, RecordChange, list_pairs, list_standing, set_dates
from planning.work.steps import TOGETHER, Hindrance, MoveProgress
from planning.work.supposing import suppose_gone
from wording import Language, say


def find_hindrances(
    plan: Plan,
    progress: Sequence[MoveProgress],
    changes: Sequence[RecordChange],
    matcher: Matcher,
    language: Language,
    promises: Sequence[Promise] = (),
) -> tuple[Hindrance, ...]:
    """Return all that stands against deciding a plan; nothing where it may be decided.

    A move is blocked; a step before the decision is missing; a move is not lawful any more; with
    the rejected moves left out a seat would be used twice, or somebody be without a post; a seat is
    free in the plan's scenario alone (`scenario_seat`), as its holder leaves there and not in the
    records; another plan has decided to move somebody of this one, or into its seats (`promises`);
    by today's records, with what those plans have decided, a limit would be broken
    (`max_share_leaving`, `min_fill_ratio`).
    `matcher` is the one that serves now, `changes` what changed since the plan was fixed.
    """
    standing = list_standing(plan, progress)
    if not standing:
        return (Hindrance("nothing", (), say("plan_work.hindered_nothing", language)),)
    return (
        *_find_blocked(progress, language),
        *_find_missing(progress, language),
        *_find_unlawful(changes, {move.move_id for move in standing}),
        *_find_troubles(plan, standing, matcher, language),
        *find_rivals(plan, standing, promises, matcher, language),
        *find_broken_limits(plan, standing, promises, matcher, language),
    )


def find_rivals(
    plan: Plan,
    moves: Sequence[PlannedMove],
    promises: Sequence[Promise],
    matcher: Matcher,
    language: Language,
) -> tuple[Hindrance, ...]:
    """Return which of these moves of a plan use people or seats that others have decided on.

    One `other_plan` a plan, in the order of its first promise; what the records hold already counts
    no more.
    """
    due = find_due(matcher, promises)
    rivals: dict[str, set[str]] = {one.plan_id: set() for one in due}
    for move, one in _find_clashes(plan, moves, due, matcher, language):
        rivals[one.plan_id].add(move.move_id)
    days = {one.plan_id: one.effective_on for one in due}
    return tuple(
        Hindrance(
            "other_plan",
            tuple(move.move_id for move in moves if move.move_id in found),
            say(
                "plan_work.hindered_other_plan",
                language,
                moves=len(found),
                plan_id=plan_id,
                effective_on=days[plan_id],
            ),
        )
        for plan_id, found in rivals.items()
        if found
    )


def _find_clashes(
    plan: Plan,
    moves: Sequence[PlannedMove],
    due: Sequence[Promise],
    matcher: Matcher,
    language: Language,
) -> Iterator[tuple[PlannedMove, Promise]]:
    """Yield each move with each promise of its person, or of a seat that does not suffice for both.

    A seat clashes where there is trouble with the promises that there is not without them.
    """
    for move in moves:
        yield from ((move, one) for one in due if one.nip == move.nip)
    dates, own = set_dates(plan, matcher), list_pairs(moves, matcher)
    person, post = list_promised(matcher, due)
    lines = range(len(moves), len(moves) + len(due))
    theirs = [Move(*one) for one in zip(lines, person.tolist(), post.tolist(), strict=True)]
    alone = find_troubles(matcher, dates, own, language)
    known = {(one.code, line) for one in alone for line in one.lines}
    for trouble in find_troubles(matcher, dates, [*own, *theirs], language) if due else ():
        if trouble.code not in SEAT_TROUBLES:
            continue
        ours = [line for line in trouble.lines if line < len(moves)]
        for line in ours:
            if (trouble.code, line) not in known:
                others = (one for one in trouble.lines if one >= len(moves))
                yield from ((moves[line], due[one - len(moves)]) for one in others)


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
