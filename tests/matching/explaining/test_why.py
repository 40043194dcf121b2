"""Why or why not, and what puts one above another."""

from datetime import date
from unittest.mock import Mock

import pytest

from features.matrix import build_matrix
from matching.answers import ShortlistRequest
from matching.errors import NoModelError, UnknownPersonError
from matching.explaining.compare import compare_candidates
from matching.explaining.why import judge_candidate
from matching.matcher import Dates
from matching.shortlist import build_shortlist
from rules.gates import GATES
from tests.matching.office import DATES, make_matcher


def judge(nip, matcher=None):
    matcher = matcher or make_matcher()
    return judge_candidate(matcher, "OPEN", matcher.person(nip), DATES, "id")


def compare(a, b):
    matcher = make_matcher()
    return compare_candidates(matcher, "OPEN", [matcher.person(a), matcher.person(b)], DATES, "id")


def test_every_gate_answers_in_the_order_of_the_rules():
    assert tuple(gate.rule for gate in judge("1").gates) == GATES


def test_a_person_stands_where_the_list_says():
    made = build_shortlist(make_matcher(), ShortlistRequest("OPEN"), "id")
    for one in made.candidates:
        answer = judge(one.nip)
        assert (answer.rank, answer.score, answer.verdict) == (one.rank, one.score, "eligible")
        assert answer.reasons == one.reasons
        assert answer.person_id == one.person_id


def test_who_is_not_eligible_has_no_rank_but_a_cure():
    answer = judge("4")
    (failed,) = [gate for gate in answer.gates if gate.result == "fail"]
    assert (answer.verdict, answer.rank) == ("ineligible", None)
    assert failed.rule == "time_in_position"
    assert failed.cures_on.isoformat() == "2026-12-01"


def test_an_unknown_is_neither_a_pass_nor_a_fail():
    answer = judge("3")
    assert answer.verdict == "undetermined"
    assert [gate.rule for gate in answer.gates if gate.result == "unknown"] == ["performance_floor"]


def test_without_a_model_the_gates_answer_alone():
    answer = judge("1", make_matcher(rule=None))
    assert (answer.verdict, answer.score, answer.rank) == ("eligible", None, None)
    assert "no_model" in [notice.code for notice in answer.notices]


def test_a_comparison_scores_the_field_once(monkeypatch):
    counted = Mock(side_effect=build_matrix)
    monkeypatch.setattr("matching.contest.build_matrix", counted)
    found = compare("1", "2")
    assert (found.a.rank, found.b.rank, counted.call_count) == (1, 3, 1)


def test_the_parts_of_a_contrast_sum_to_the_difference_of_the_scores():
    found = compare("1", "2")
    assert found.difference == pytest.approx(found.a.score - found.b.score)
    assert sum(part.difference for part in found.parts) == pytest.approx(found.difference)
    assert found.text.startswith("Orang 1 berada di atas Orang 2")
    assert (found.parts[0].value_a, found.parts[0].value_b) == ("2/2", "1/2")


def test_a_contrast_turned_round_changes_its_sign():
    assert compare("2", "1").difference == -compare("1", "2").difference


def test_who_is_ineligible_is_answered_with_the_gates_alone():
    found = compare("1", "4")
    assert (found.difference, found.parts) == (None, ())
    assert "Orang 4" in found.text
    assert any(gate.result == "fail" for gate in found.b.gates)


def test_a_comparison_needs_a_model():
    matcher = make_matcher(rule=None)
    with pytest.raises(NoModelError):
        compare_candidates(matcher, "OPEN", [0, 1], DATES, "id")


def test_an_unknown_person_names_the_nearest():
    matcher = make_matcher(
        employees=[
            {
                "nip": "198001012005011001",
                "name": "Orang",
                "position_id": "HELD",
                "position_since": "2020-01-01",
            }
        ]
    )
    with pytest.raises(UnknownPersonError) as refused:
        matcher.person("198001012005011010")
    assert refused.value.nearest == (("198001012005011001", "Orang"),)


def test_a_person_is_found_by_the_surrogate_too():
    matcher = make_matcher()
    surrogate = matcher.person_id(matcher.person("2"))
    assert matcher.person_by_id(surrogate) == matcher.person("2")
    assert surrogate != "2"
    with pytest.raises(UnknownPersonError):
        matcher.person_by_id("nobody")


def test_who_was_not_yet_appointed_has_no_score_and_no_place():
    dates = Dates(date(1960, 1, 1), date(1960, 1, 1))
    matcher = make_matcher()
    answer = judge_candidate(matcher, "OPEN", matcher.person("1"), dates, "en")
    assert answer.verdict == "ineligible"
    assert (answer.score, answer.rank, answer.would_rank) == (None, None, None)
    assert (answer.contributions, answer.details, answer.reasons) == (None, (), ())
    assert (answer.precedents, answer.fit_why_not) == (None, "not_yet_appointed")
    assert "no appointment yet" in answer.notices[-1].text
