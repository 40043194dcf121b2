"""What the pages of a plan show beside the answer itself: headline, ratios, steps at hand, bans."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, get_args

from matching.errors import UnknownPersonError, UnknownPositionError
from matching.matcher import Matcher
from planning.answers import Filling, Plan, PlannedMove
from planning.requests import Ban
from planning.work.steps import STOPS, MoveProgress, State, Step
from serving.plans.acting import Acting
from serving.plans.schemas import PlanInWork
from wording import Fact, Language, say, write_percent


@dataclass(frozen=True)
class Offer:
    """A step that `count` moves may take next by who looks; with `letter` for an agency, by its."""

    step: Step
    count: int
    letter: bool


@dataclass(frozen=True)
class BanShown:
    """What is refused or excluded, in words; `key` is it as a form sends it."""

    key: str
    text: str


def show_plan(
    plan: PlanInWork, matcher: Matcher, acting: Acting, language: Language
) -> dict[str, Any]:
    """Return what the page of a plan shows beside the plan, to who acts so."""
    decider = matcher.policy.steps.belongs_to.decided
    return {
        "headline": tell_headline(plan, language),
        "agencies": pick_fillings(plan, "agency"),
        "units": [one for one in pick_fillings(plan, "unit") if _changes(one)],
        "city": next((one for one in plan.fill if one.level == "city"), None),
        "progress_of": {one.move_id: one for one in plan.progress},
        "pinned": plan.pinned,
        "bans": tell_bans(matcher, plan.request.forbid, language),
        "reached": count_states(plan.progress),
        "offered": find_offers(plan.moves, plan.progress, acting),
        "decider": decider,
        "decides": decider in acting.roles,
    }


def tell_headline(plan: Plan, language: Language) -> str:
    """Return the plan in one sentence: how many move, how many succeed, how agencies fare."""
    if not plan.moves:
        return say("plan_pages.headline_nothing", language)
    own = next((one for one in plan.beside if one.way == "plan"), None)
    facts: dict[str, Fact] = {"moves": len(plan.moves), "balance": _tell_balance(plan, language)}
    if own is None or own.success is None:
        return say("plan_pages.headline_without_chance", language, **facts)
    chance: dict[str, Fact] = {"success": round(own.success, 1), "success_of": own.success_of}
    return say("plan_pages.headline", language, **facts, **chance)


def _tell_balance(plan: Plan, language: Language) -> str:
    """Return how the lowest ratio fares; where that cannot be seen, how many near the average."""
    known = [
        (one.ratio_before, one.ratio_after)
        for one in pick_fillings(plan, "agency")
        if one.ratio_before is not None and one.ratio_after is not None
    ]
    before, after = (
        write_percent(min(ratios, default=None), language)
        for ratios in ([old for old, _ in known], [new for _, new in known])
    )
    if before != after:
        return say("plan_pages.balance_lowest", language, before=before, after=after)
    average = next((one.ratio_before for one in plan.fill if one.level == "city"), None) or 0.0
    changes = [abs(new - average) - abs(old - average) for old, new in known if new != old]
    if not changes:
        return say("plan_pages.balance_same", language)
    nearer = sum(change < 0 for change in changes)
    facts: dict[str, Fact] = {"nearer": nearer, "further": len(changes) - nearer}
    average_told = write_percent(average, language)
    return say("plan_pages.balance_nearer", language, average=average_told, **facts)


def pick_fillings(plan: Plan, level: str) -> list[Filling]:
    """Return the fillings of a level, the shortest before the plan first."""
    found = [one for one in plan.fill if one.level == level]
    return sorted(found, key=lambda one: (_or_last(one.ratio_before), one.name, one.id))


def _or_last(ratio: float | None) -> float:
    return inf if ratio is None else ratio


def _changes(filling: Filling) -> bool:
    return filling.staff_before != filling.staff_after


def tell_bans(matcher: Matcher, bans: Sequence[Ban], language: Language) -> tuple[BanShown, ...]:
    """Return what was refused and excluded, by name where the records still know it."""
    return tuple(_tell_ban(matcher, ban, language) for ban in bans)


def _tell_ban(matcher: Matcher, ban: Ban, language: Language) -> BanShown:
    history = matcher.history
    name, title = say("plan_pages.anybody", language), say("plan_pages.anywhere", language)
    try:
        if ban.person_id is not None:
            name = history.people.name[matcher.person_by_id(ban.person_id)]
    except UnknownPersonError:
        name = ban.person_id or name
    try:
        if ban.position_id is not None:
            title = history.positions.title[matcher.position(ban.position_id)]
    except UnknownPositionError:
        title = ban.position_id or title
    key = f"{ban.person_id or ''}:{ban.position_id or ''}"
    return BanShown(key, say("plan_pages.ban", language, name=name, title=title))


def count_states(progress: Sequence[MoveProgress]) -> tuple[tuple[State, int], ...]:
    """Return how many moves stand at each step of their ways, and how many were stopped."""
    on_the_way = {step for one in progress for step in one.way}
    counts = Counter(one.state for one in progress)
    order: tuple[State, ...] = (*get_args(Step), "blocked")
    return tuple((state, counts[state]) for state in order if counts[state] or state in on_the_way)


def list_at_hand(
    move: PlannedMove, progress: MoveProgress, acting: Acting
) -> tuple[tuple[Step, bool], ...]:
    """Return the steps of a move that who acts may take, and which of them in an agency's place."""
    found = acting.list_steps(move, progress)
    return tuple((one.step, acting.stands_in(move, one.roles[0])) for one in found)


def find_offers(
    moves: Sequence[PlannedMove], progress: Sequence[MoveProgress], acting: Acting
) -> tuple[Offer, ...]:
    """Return the steps forward that moves (each with its progress) may take by who acts."""
    found = [
        one
        for move, each in zip(moves, progress, strict=True)
        for one in list_at_hand(move, each, acting)
        if one[0] not in STOPS
    ]
    order = get_args(Step)
    ordered = sorted(Counter(found).items(), key=lambda item: order.index(item[0][0]))
    steps = dict.fromkeys(step for (step, _), _ in ordered)
    return tuple(
        Offer(
            step,
            sum(count for (one, _), count in ordered if one == step),
            any(letter for (one, letter), _ in ordered if one == step),
        )
        for step in steps
    )
