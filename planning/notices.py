"""What the reader of a plan must know about it as a whole."""

from collections.abc import Iterator

import numpy as np

from matching.answers import Notice
from matching.notices import notices_of_model, notices_of_records
from planning.desk.desk import Desk
from planning.optimum.solve import Solution
from rules.gates import find_unchecked
from wording import Fact, Language, say

NEAR = 0.01
"""The greatest gap at which a plan that is not proven the best is called nearly that."""


def list_notices(desk: Desk, solution: Solution, language: Language) -> tuple[Notice, ...]:
    """Return the notices of a plan in a fixed order, those of the records first."""
    matcher = desk.matcher
    return (
        *notices_of_records(matcher, language),
        *notices_of_model(matcher, desk.dates.day, language),
        *(
            Notice(code, say(f"plans.notice_{code}", language, **facts))
            for code, facts in _of_plan(desk, solution, language)
        ),
    )


def _of_plan(
    desk: Desk, solution: Solution, language: Language
) -> Iterator[tuple[str, dict[str, Fact]]]:
    matcher = desk.matcher
    snapshot = matcher.history.snapshot
    if desk.dates.effective_on < desk.dates.as_of:
        yield "effective_past", _tell_dates(desk)
    if desk.request.scenario is not None:
        yield "scenario", {"name": desk.request.scenario.name}
    if not snapshot.has("workloads"):
        yield "need_is_seats", {}
    unchecked = find_unchecked(snapshot, matcher.policy)
    if unchecked:
        names = (say(f"matching.rule_{rule}", language) for rule in unchecked)
        yield "not_checked", {"rules": ", ".join(names)}
    if not desk.candidates.calibrated:
        yield "by_order", {}
    counts = _count(desk, solution).items()
    yield from ((code, dict[str, Fact](count=count)) for code, count in counts if count)
    if desk.request.chains:
        yield "chains", {}
    yield from _of_search(solution)


def _of_search(solution: Solution) -> Iterator[tuple[str, dict[str, Fact]]]:
    if solution.bound < solution.objective:
        gap = round(100 * solution.gap, 2)
        yield "near_best" if solution.gap <= NEAR else "search_ended", {"gap": gap}
    if not solution.keeps_most:
        yield "may_keep_more", {}


def _tell_dates(desk: Desk) -> dict[str, Fact]:
    return {"effective_on": desk.dates.effective_on, "as_of": desk.dates.as_of}


def _count(desk: Desk, solution: Solution) -> dict[str, int]:
    """Return what is told with a count, where there is any."""
    seats, people = desk.seats, desk.matcher.history.people
    return {
        "part_time": int((seats.serves & (people.fte != 1)).sum()),
        "competency_test": int(seats.tested.sum()),
        "seats_held": int(seats.held.sum()),
        "seats_missing": int(seats.missing.sum()),
        "promised": len(desk.facts.promised),
        "no_distance": int(np.isnan(desk.prices.km[solution.chosen]).sum()),
        "asked_without_seat": _count_without_seat(desk),
    }


def _count_without_seat(desk: Desk) -> int:
    seats, matcher = desk.seats, desk.matcher
    vacant = seats.open + seats.held + seats.tested
    asked = {matcher.position(one) for one in desk.request.positions}
    return sum(not vacant[post] for post in asked)
