"""Comparisons as they are printed: who stands where, what decides, and what it adds up to."""

import pytest

from commands.answer_tables import show_candidate
from commands.contrast_tables import show_comparison
from matching.explaining.compare import compare_candidates
from matching.explaining.why import judge_candidate
from tests.commands.test_tables import printed
from tests.matching.office import DATES, make_matcher
from wording import LANGUAGES


def shown(nips, language="en"):
    matcher = make_matcher()
    people = [matcher.person(nip) for nip in nips]
    answer = compare_candidates(matcher, "OPEN", people, DATES, language)
    return answer, " ".join(printed(show_comparison, answer, language).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_comparison_is_printed(language):
    answer, text = shown(["1", "2", "5"], language)
    contrasts = [answer, *(one.contrast for one in answer.further)]
    for found in contrasts:
        for sentence in (found.text, *found.decisive, *found.shared):
            assert sentence in text


def test_the_difference_is_printed_as_the_sum_of_its_groups():
    _, text = shown(["1", "2"])
    assert "+0.40 whole difference (Competency +0.40)" in text


def test_who_is_ineligible_is_printed_with_the_rules_instead_of_parts():
    _, text = shown(["1", "4"])
    assert "Requirements not met" in text
    assert "✗ time in" in text
    assert "the rank would be 4 of 4" in text
    assert "whole difference" not in text


def test_who_is_off_the_list_reads_by_what():
    matcher = make_matcher()
    answer = judge_candidate(matcher, "OPEN", matcher.person("2"), DATES, "en", 1)
    text = " ".join(printed(show_candidate, answer, "en").split())
    found = answer.against_list
    assert found is not None
    assert found.text in text
    assert found.decisive[0] in text


def test_who_fails_a_rule_reads_the_place_that_would_be_theirs():
    matcher = make_matcher()
    answer = judge_candidate(matcher, "OPEN", matcher.person("4"), DATES, "en")
    text = " ".join(printed(show_candidate, answer, "en").split())
    assert f"the rank would be {answer.would_rank} of {answer.eligible + 1}" in text
