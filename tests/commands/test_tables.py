"""What is printed beside lists: benchmarks and evaluation tables."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from benchmarks.measuring import Measurement
from benchmarks.report import Conditions, Finding, Report
from commands.bench_tables import show_report
from commands.change_tables import show_change, show_groups
from commands.learning_tables import show_evaluation, show_findings, show_table, tell_refusal
from commands.shortlist_tables import draw_bars, tell_fit
from matching.answers import Contributions
from models.card.results import tell_advised, tell_calibration, tell_learning, tell_value
from models.card.words import Words
from tests.models.made_cards import make_card
from training.judging.change import Change, GroupChange, GroupLine, Split
from training.judging.comparing import Groups
from training.judging.evaluation import EvaluationTable, Line
from training.judging.measures import Estimate
from training.promotion import Check
from training.run import Evaluation
from wording import LANGUAGES


def printed(show, *arguments):
    """Return what `show` prints at a hundred columns."""
    text = io.StringIO()
    show(Console(file=text, width=100), *arguments)
    return text.getvalue()


def test_a_benchmark_tells_its_ratio_and_whether_the_goal_is_met():
    fast = Measurement((1.0, 1.1, 1.2), (1.0, 1.0, 1.0))
    conditions = Conditions(2, 0.5, "3.11", {"numpy": "2"})
    findings = tuple(
        Finding("explanations", "400×31", 10, 5, 5, fast, goal) for goal in (1.15, 1.05, None)
    )
    text = printed(show_report, Report(conditions, findings), "en")
    lines = [line for line in text.splitlines() if "1.10" in line]
    marks = [next(mark for mark in "✓✗–" if mark in line) for line in lines]
    assert marks == ["✓", "✗", "–"]


def test_an_evaluation_shows_intervals_and_leaves_out_what_was_not_measured():
    line = Line("seniority", {"ndcg_at_10": Estimate(0.25, 0.2, 0.3, 40)})
    table = EvaluationTable((line,), 40, 20, None, 24.0, {}, 0.0, None, None)
    text = printed(show_table, table, "seniority", "en")
    assert "0.250" in text
    assert "(0.200–0.300)" in text
    assert "40 later transfers (20 with outcome)" in text
    assert "90% intervals" in text


def test_an_evaluation_says_whom_the_gates_turn_away():
    line = Line("learned", {"outcome_auc": Estimate(0.7, 0.6, 0.8, 40)})
    gates = {"time_in_position": 0.12, "age_cap": 0.001}
    table = EvaluationTable((line,), 40, 20, None, 24.0, gates, 0.125, None, None)
    text = " ".join(printed(show_table, table, "learned", "en").split())
    assert "Of those moved in the past 12% would now fail" in text
    assert "time in position 12%." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_else_was_found_is_printed_in_the_words_of_the_card(language):
    card, words = make_card(), Words(language)
    text = " ".join(printed(show_findings, card, language).split())
    for tell in (tell_value, tell_calibration, tell_learning, tell_advised):
        section = tell(card, words)
        assert section is not None
        for sentence in (section.title, *section.sentences):
            assert " ".join(sentence.split()) in text
    assert "84% (79%" in text
    assert " 657 " in text


def test_a_card_of_an_older_kind_is_shown_without_what_it_does_not_tell():
    assert printed(show_findings, {}, "en") == ""
    why_not = {"policy_value": None, "policy_value_why_not": "too_few_choices"}
    assert "too few openings had other candidates" in printed(show_findings, why_not, "en")


def test_a_model_that_follows_past_choices_is_said_to():
    table = EvaluationTable((), 40, 20, None, 24.0, {}, 0.0, None, None)
    named = Evaluation("2", "learned", "learned", "nothing_foretold", table, None, {}, False)
    text = " ".join(printed(show_evaluation, named, "en").split())
    assert "the order follows whom committees chose, not who succeeded" in text
    follows_success = replace(named, why_named=None)
    assert "committees chose" not in printed(show_evaluation, follows_success, "en")


def test_a_refusal_says_which_check_failed_and_by_how_much():
    off = Check("calibrated", False, 0.125, 0.05, gates=True, at_most=True)
    assert "found 0.125, at most 0.050, over by 0.075" in tell_refusal(off, "en")
    few = Check("enough_unseen", False, 12, 30, "7", gates=True)
    assert tell_refusal(few, "id").endswith("(7): ditemukan 12, ambang 30, kurang 18.")


def test_a_change_is_printed_with_its_parts_and_the_groups_of_one_side():
    split = Split("outcome_auc", 0.8, 0.7, -0.06, -0.05, 0.01)
    staff = GroupLine("staff", 30, {"success_rate": 0.5, "outcome_auc": None, "brier": 0.2})
    group = GroupChange("staff", None, staff, staff)
    change = Change("kind", (split,), (group,), ("managing",), ("staff",), 20, 30, 4)
    text = " ".join(printed(show_change, "2", "1", change, "en").split())
    assert "From version 1 (20 transfers judged) to version 2 (30 transfers judged)" in text
    assert "0.800 0.700 −0.100 −0.060 −0.050 +0.010" in text
    assert "0 → 30" in text
    assert "Before only: Managerial." in text
    assert "4 newer transfers are left out" in text
    groups = " ".join(printed(show_groups, "2", Groups("kind", (staff,)), "en").split())
    assert "Staff 30 0.500 – 0.200" in groups


def test_the_longest_bar_is_the_greatest_contribution():
    bars = draw_bars(Contributions(0.0, 2.0, -1.0, 0.0, 0.1), 2.0)
    assert [bar.plain for bar in bars] == ["█████", "░░", "", ""]


def test_a_chance_is_told_with_its_range_or_not_at_all():
    assert tell_fit(0.81, 0.66, 0.9, "en") == "81% (66%–90%)"
    assert tell_fit(None, None, None, "en") == "–"


def test_a_refusal_for_fairness_names_the_group_and_the_fairer_model():
    check = Check(
        "fair", False, 0.61, 0.8, "2", gates=True, attribute="sex", group="f", theirs=0.87
    )
    told = tell_refusal(check, "id")
    assert "Daftarnya tidak adil — Jenis kelamin, Perempuan" in told
    assert "0,61" in told
    assert "0,87" in told
