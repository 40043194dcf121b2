"""What the person reads of a way onto the list: own steps, and no score or place of another."""

import re
import tomllib
from pathlib import Path

import pytest

from matching.contest import open_contest
from matching.explaining.remedies.own import find_own_remedy
from matching.explaining.remedies.search import find_remedy
from matching.explaining.standing import tell_standing
from matching.plain import to_json, to_plain
from tests.matching.explaining.remedies.test_remedies import open_office
from tests.matching.office import DATES
from wording import write_number

WORDING = Path(__file__).parents[4] / "wording"
ANOTHERS = {"{name}", "{size}", "{needed}", "{before}", "{after}"}


def find_both(nip, language="en", size=2, **office):
    """Return what the person reads and what the planner reads."""
    matcher = open_office(**office)
    contest, person = open_contest(matcher, "OPEN", DATES), matcher.person(nip)
    return (find(contest, person, size, language) for find in (find_own_remedy, find_remedy))


def list_numbers(value):
    """Return every number with a fraction in an answer."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [number for one in inner for number in list_numbers(one)]
    return [*found, value] if isinstance(value, float) else found


def test_the_steps_and_their_days_are_the_same():
    own, planners = find_both("2")
    assert own.state == planners.state == "found"
    assert (own.changes, own.ready_on) == (planners.changes, planners.ready_on)
    assert own.text.startswith("With the following changes Padan can propose you")


def test_who_is_on_the_list_is_not_told_so():
    own, planners = find_both("1")
    assert (own.state, planners.state) == ("nothing_needed", "on_list")
    assert "need no change" in own.text


def test_without_a_model_there_is_none():
    assert list(find_both("2", rule=None)) == [None, None]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("nip", ["1", "2", "3", "4", "9"])
def test_no_way_tells_whose_score_is_to_be_passed(nip, language):
    own, planners = find_both(nip, language)
    assert write_number(planners.score_needed, 3, language) not in own.text
    assert not {"score_needed", "score_after", "size"} & to_plain(own).keys()
    assert "Orang" not in own.text


@pytest.mark.parametrize("nip", ["1", "2", "5"])
def test_the_whole_view_holds_the_score_of_nobody_else(nip):
    matcher = open_office()
    field, person = open_contest(matcher, "OPEN", DATES).field, matcher.person(nip)
    view = to_plain(tell_standing(matcher, "OPEN", person, DATES, "id"))
    by_person = dict(zip(field.rows.tolist(), field.score.tolist(), strict=True))
    told, own = set(list_numbers(view)), by_person.pop(person)
    assert own in told
    assert not told & set(by_person.values())
    assert "teratas" not in to_json(view)


@pytest.mark.parametrize("language", ["id", "en"])
def test_whatever_names_somebody_or_a_score_has_words_of_its_own_for_the_person(language):
    texts = tomllib.loads((WORDING / language / "remedies.toml").read_text(encoding="utf-8"))
    named = {key for key, text in texts.items() if ANOTHERS & set(re.findall(r"\{\w+\}", text))}
    ways = {key for key in named if not key.startswith(("change_", "advice_"))}
    assert ways
    assert {f"own_{key}" for key in ways} <= texts.keys()
