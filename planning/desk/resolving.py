"""A request made whole: defaults filled in, ids looked up, pins held against the law."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from matching.contenders import judge_pairs
from matching.matcher import Dates, Matcher
from planning.desk.seats import Seats
from planning.errors import UnlawfulPinError
from planning.requests import Ban, Pin, PlanRequest, Weights
from planning.scenarios.applying import check_scenario
from snapshots.coding import Codes
from snapshots.ledger import Flags

ANYBODY = -1
"""Stands for any person, or any position, of a ban."""


@dataclass(frozen=True)
class Fixed:
    """Pins and bans as indexes; one entry each. `ANYBODY` in a ban is any person or position."""

    pin_person: Codes
    pin_post: Codes
    ban_person: Codes
    ban_post: Codes


def resolve_request(matcher: Matcher, request: PlanRequest) -> tuple[Dates, PlanRequest]:
    """Return the dates, and the request with every default stated.

    Raises LaterThanSnapshotError, UnknownPositionError, and what `check_scenario` raises.
    """
    dates = matcher.date(request.as_of, request.effective_on)
    for position_id in request.positions:
        matcher.position(position_id)
    if request.scenario is not None:
        check_scenario(matcher, request.scenario)
    limits = matcher.policy.plan
    overall = matcher.staffing(dates.day).overall_ratio
    floor = limits.min_fill_share * (overall if isfinite(overall) else 0.0)
    share, ratio = request.max_share_leaving, request.min_fill_ratio
    return dates, replace(
        request,
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        max_share_leaving=limits.max_share_leaving if share is None else share,
        min_fill_ratio=floor if ratio is None else ratio,
        weights=request.weights or weigh_stance(matcher, request.stance),
    )


def weigh_stance(matcher: Matcher, stance: str) -> Weights:
    """Return the policy's weights of a stance."""
    return Weights(**getattr(matcher.policy.plan.stances, stance).model_dump())


def look_up(matcher: Matcher, pins: tuple[Pin, ...], bans: tuple[Ban, ...]) -> Fixed:
    """Return pins and bans as indexes. Raises UnknownPersonError, UnknownPositionError."""
    return Fixed(
        _codes([matcher.person_by_id(pin.person_id) for pin in pins]),
        _codes([matcher.position(pin.position_id) for pin in pins]),
        _codes([_or_any(ban.person_id, matcher.person_by_id) for ban in bans]),
        _codes([_or_any(ban.position_id, matcher.position) for ban in bans]),
    )


def find_banned(fixed: Fixed, person: Codes, post: Codes) -> Flags:
    """Tell which pairs some ban meets, bool[pairs]."""
    banned = np.zeros(len(person), np.bool_)
    for who, where in zip(fixed.ban_person.tolist(), fixed.ban_post.tolist(), strict=True):
        banned |= ((who == ANYBODY) | (person == who)) & ((where == ANYBODY) | (post == where))
    return banned


def check_pins(
    matcher: Matcher,
    request: PlanRequest,
    fixed: Fixed,
    seats: Seats,
    movable: Flags,
    promised: Codes,
) -> None:
    """Refuse the first pin that no plan may hold, whatever else it does; `seats` are those asked.

    Raises UnlawfulPinError: with the rules that are not met, or the limit in the way (`forbidden`,
    `competency_test`, `part_time`, `leaving`, `promised` for whom another plan moves, `person` for
    who is pinned twice, `not_asked` and `no_seat` for a post that the plan does not fill).
    """
    dates = matcher.date(request.as_of, request.effective_on)
    person, post = fixed.pin_person, fixed.pin_post
    unfilled = ~seats.fillable(request.chains)[post]
    asked = [matcher.position(one) for one in request.positions]
    times = Counter(person.tolist())
    in_the_way = {
        "person": np.array([times[who] > 1 for who in person.tolist()], np.bool_),
        "forbidden": find_banned(fixed, person, post),
        "competency_test": seats.executive[post],
        "part_time": matcher.history.people.fte[person] != 1,
        "leaving": ~movable[person],
        "promised": np.isin(person, promised),
        "not_asked": unfilled & bool(asked) & ~np.isin(post, asked),
        "no_seat": unfilled,
    }
    for place, judged in enumerate(judge_pairs(matcher, dates, person, post)):
        limit = next((limit for limit, stops in in_the_way.items() if stops[place]), None)
        if limit or not judged.eligible:
            who, where = int(person[place]), int(post[place])
            raise _refuse_pin(matcher, who, where, judged.rules, limit)


def _refuse_pin(
    matcher: Matcher, person: int, post: int, rules: tuple[str, ...], limit: str | None
) -> UnlawfulPinError:
    history = matcher.history
    return UnlawfulPinError(
        person_id=matcher.person_id(person),
        nip=history.people_ids[person],
        name=history.people.name[person],
        position_id=history.positions.position_id[post],
        title=history.positions.title[post],
        rules=tuple((rule, matcher.policy.rules[rule].source) for rule in rules),
        limit=limit,
    )


def _or_any(asked: str | None, find: Callable[[str], int]) -> int:
    return ANYBODY if asked is None else find(asked)


def _codes(values: list[int]) -> Codes:
    return np.array(values, np.int32)
