"""The last one with a skill: known to have it, and everybody else in the unit known not to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.contest import Question, open_contest
from matching.explaining.cautions import warn
from matching.explaining.skills import Skill, find_last_skills
from rules.policy import load_policy
from tests.matching.office import DATES, TABLES, make_matcher, person

STANDARD = [
    {"position_id": "FAR", "competency_id": "C1", "level": 2},
    {"position_id": "NEAR", "competency_id": "C1", "level": 3},
    {"position_id": "OPEN", "competency_id": "C2", "level": 1},
]
NEAR = {"kind": "pengawas", "unit_id": "U2", "position_id": "NEAR", "title": "Camat", "seats": 1}


def ask(levels, position="OPEN", day="2024-05-01", people=None, **tables):
    """Return the question on person 1, whose unit has people with these levels of C1."""
    staff = people or [person(str(nip), "FAR") for nip, _ in enumerate(levels, 1)]
    assessed = [
        {"nip": str(nip), "competency_id": "C1", "level": level, "assessed_on": day}
        for nip, level in enumerate(levels, 1)
        if level is not None
    ]
    records = {
        "employees": [*staff, person("90")],
        "positions": [*TABLES["positions"], NEAR],
        "requirements": STANDARD,
        "assessments": assessed,
    }
    contest = open_contest(make_matcher(**records | tables), position, DATES)
    return Question(contest, contest.matcher.person("1"))


def test_who_alone_reaches_a_level_is_the_last_with_it():
    assert find_last_skills(ask([3, 2, 1])) == (Skill("Integritas", 3),)
    assert find_last_skills(ask([2, 1, 0])) == (Skill("Integritas", 2),)


def test_who_shares_a_skill_or_lacks_it_is_not():
    assert find_last_skills(ask([3, 3])) == ()
    assert find_last_skills(ask([1, 0])) == ()


def test_a_colleague_never_assessed_may_have_it_and_an_own_level_unknown_is_none():
    assert find_last_skills(ask([3, None])) == ()
    assert find_last_skills(ask([None, 1])) == ()


def test_what_is_assessed_on_the_day_itself_is_not_known_yet():
    assert find_last_skills(ask([3, 1], day="2025-06-01")) == ()
    assert find_last_skills(ask([3, 1], day="2025-05-31"))


def test_a_colleague_who_left_or_sits_elsewhere_keeps_no_skill_in_the_unit():
    left = person("2", "FAR", left_on="2025-01-01", left_reason="retired")
    for other in (left, person("2", "HELD")):
        assert find_last_skills(ask([3, 3], people=[person("1", "FAR"), other]))


def test_a_move_within_the_unit_loses_nothing():
    assert find_last_skills(ask([3, 1], "NEAR")) == ()


def test_a_post_without_seats_asks_for_nothing():
    closed = [*TABLES["positions"], {**NEAR, "seats": 0}]
    assert find_last_skills(ask([3, 2], positions=closed)) == ()
    shut = [{**post, "seats": 0} for post in closed]
    assert find_last_skills(ask([3, 2], positions=shut)) == ()


def test_without_standards_nothing_is_said():
    assert find_last_skills(ask([3, 1], requirements=[])) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Satu-satunya di Dinas Dua yang mencapai 1 standar kompetensi unit itu"),
        ("en", "Alone in Dinas Dua in reaching 1 of the competency levels"),
    ],
)
def test_the_warning_names_unit_skill_level_and_source(language, text):
    (found,) = [one for one in warn(ask([3, 1]), language) if one.code == "last_with_skill"]
    assert found.text.startswith(text)
    assert "Integritas (3)" in found.text
    assert found.source == load_policy().warnings.last_with_skill.source


@given(levels=st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=5))
@settings(max_examples=40)
def test_a_plain_count_over_the_unit_finds_the_same(levels):
    own, *others = levels
    expected = [
        need
        for need in (3, 2)
        if own is not None and own >= need and all(o is not None and o < need for o in others)
    ]
    assert [skill.level for skill in find_last_skills(ask(levels))] == expected[:1]
