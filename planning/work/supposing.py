"""What a plan's scenario supposes of seats, held against the records that serve now."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from matching.drafts.findings import Supposed
from matching.errors import UnknownPersonError
from matching.matcher import Dates, Matcher
from planning.errors import UnknownScenarioKeyError
from planning.scenarios.applying import apply_scenario
from planning.scenarios.scenario import Scenario
from snapshots.coding import Codes


def suppose_today(matcher: Matcher, dates: Dates, scenario: Scenario | None) -> Supposed | None:
    """Return the seats that a scenario adds and who leaves in it; None without a scenario.

    Whoever the records do not hold any more need not be supposed to leave.
    """
    if scenario is None:
        return None
    leaving = frozenset(_find_known(matcher, scenario.leaving))
    return Supposed(_count_added(matcher, dates, scenario), leaving)


def _find_known(matcher: Matcher, people: Iterable[str]) -> Iterator[int]:
    for person_id in people:
        with suppress(UnknownPersonError):
            yield matcher.person_by_id(person_id)


def _count_added(matcher: Matcher, dates: Dates, scenario: Scenario) -> Codes:
    """Return by position how many people more are needed; none where a factor's key is gone."""
    recorded = matcher.staffing(dates.day).need
    try:
        factors = replace(scenario, leaving=(), arriving=())
        need = apply_scenario(matcher, dates, factors).need
    except UnknownScenarioKeyError:
        return np.zeros_like(recorded)
    return np.asarray(np.maximum(need - recorded, 0), np.int32)
