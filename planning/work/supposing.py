"""Who is gone in a plan's scenario alone, held against the records that serve now."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from matching.errors import UnknownPersonError
from matching.matcher import Matcher
from planning.scenarios.scenario import Scenario


def suppose_gone(matcher: Matcher, scenario: Scenario | None) -> frozenset[int]:
    """Return who leaves in a scenario, as person indexes; nobody without one.

    Whoever the records do not hold any more need not be supposed to leave.
    """
    return frozenset(_find_known(matcher, scenario.leaving)) if scenario else frozenset()


def _find_known(matcher: Matcher, people: Iterable[str]) -> Iterator[int]:
    for person_id in people:
        with suppress(UnknownPersonError):
            yield matcher.person_by_id(person_id)
