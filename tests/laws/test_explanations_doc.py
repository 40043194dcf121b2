"""docs/explanations.md tells what is told today, and its arithmetic comes out."""

import pytest

from tests.laws.worked_cases import PAGE, gather, write_page


@pytest.fixture(scope="module")
def told():
    return gather()


def test_every_figure_and_sentence_of_the_page_is_what_is_told_today():
    assert PAGE.read_text(encoding="utf-8") == write_page()


def test_the_page_is_read_at_one_sitting():
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 250


def test_the_parts_of_a_score_sum_to_it(told):
    parts = told["first"].contributions
    total = parts.base + parts.competency + parts.performance + parts.tenure + parts.career
    assert total == pytest.approx(told["first"].score, abs=1e-9)


def test_the_difference_of_two_is_the_difference_of_their_scores(told):
    scores = told["first"].score - told["second"].score
    assert told["compared"].difference == pytest.approx(scores, abs=1e-9)
    assert sum(part.difference for part in told["compared"].parts) == pytest.approx(scores)


def test_the_change_reaches_the_bar(told):
    remedy = told["remedy"]
    assert remedy.score_after == pytest.approx(0.1 + 0.6 + (13 / 3 - 3) / 2 - 0.1414, abs=2e-4)
    aged = told["second"].score - 0.1
    assert remedy.score_needed == pytest.approx(aged, abs=1e-3)
    assert remedy.score_before < remedy.score_needed < remedy.score_after


def test_a_ratio_is_a_share_over_a_share(told):
    assert told["ratio"].value == pytest.approx((4 / 40) / (8 / 40))
    assert not told["ratio"].is_low(0.8, 2)


def test_without_what_the_reason_names_the_score_falls_further(told):
    score = told["first"].score
    assert told["without_match"] < score < told["without_years"]
    assert told["without_match"] == pytest.approx(score - 1.0 - 0.2)


def test_nobody_else_is_named_in_the_own_view(told):
    assert "Orang 1" not in str(told["own"])
