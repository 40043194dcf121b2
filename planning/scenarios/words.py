"""A scenario in sentences, each with the part of the scenario that it tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from matching.errors import UnknownPersonError
from matching.matcher import Matcher
from planning.scenarios.applying import name_keys
from planning.scenarios.scenario import Arrival, Factor, Scenario
from snapshots.coding import fold
from snapshots.ladders import UNKNOWN
from wording import Language, say


@dataclass(frozen=True)
class ScenarioLine:
    """One thing that is supposed; `key` is an id or an activity, `known` whether it is recorded.

    `level` is that of a factor, None otherwise.
    """

    part: Literal["factor", "leaving", "arriving"]
    level: str | None
    key: str
    known: bool
    text: str


def tell_scenario(
    matcher: Matcher, scenario: Scenario, language: Language
) -> tuple[ScenarioLine, ...]:
    """Return a sentence for everything that a scenario supposes, in its order."""
    return tuple(_tell(matcher, scenario, language))


def _tell(matcher: Matcher, scenario: Scenario, language: Language) -> Iterator[ScenarioLine]:
    for factor in scenario.factors:
        yield _tell_factor(matcher, factor, language)
    for person_id in scenario.leaving:
        yield _tell_leaving(matcher, person_id, language)
    for arrival in scenario.arriving:
        yield _tell_arrival(matcher, arrival, language)


def _tell_factor(matcher: Matcher, factor: Factor, language: Language) -> ScenarioLine:
    names = name_keys(matcher.history, factor.level)
    name = names.get(fold(factor.key) or "" if factor.level == "activity" else factor.key)
    key = "line_unknown" if name is None else f"line_{factor.level}"
    facts = {"name": name, "code": factor.key, "times": factor.factor}
    text = say(f"scenarios.{key}", language, **facts)
    return ScenarioLine("factor", factor.level, factor.key, name is not None, text)


def _tell_leaving(matcher: Matcher, person_id: str, language: Language) -> ScenarioLine:
    history = matcher.history
    try:
        person = matcher.person_by_id(person_id)
    except UnknownPersonError:
        text = say("scenarios.line_person_unknown", language)
        return ScenarioLine("leaving", None, person_id, False, text)
    place = int(history.people.position[person])
    key = "line_leaving_none" if place == UNKNOWN else "line_leaving"
    title = None if place == UNKNOWN else history.positions.title[place]
    facts = {"name": history.people.name[person], "position": title}
    text = say(f"scenarios.{key}", language, **facts)
    return ScenarioLine("leaving", None, person_id, True, text)


def _tell_arrival(matcher: Matcher, arrival: Arrival, language: Language) -> ScenarioLine:
    place = matcher.history.position_of.get(arrival.position_id)
    name = None if place is None else matcher.history.positions.title[place]
    key = "line_unknown" if name is None else "line_arriving"
    facts = {"name": name, "code": arrival.position_id, "people": arrival.people}
    text = say(f"scenarios.{key}", language, **facts)
    return ScenarioLine("arriving", None, arrival.position_id, place is not None, text)
