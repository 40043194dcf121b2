"""What is printed beside lists: benchmarks and evaluation tables."""

import io

from rich.console import Console

from benchmarks.measuring import Measurement
from benchmarks.report import Conditions, Finding, Report
from commands.bench_tables import show_report
from commands.change_tables import show_change, show_groups
from commands.evaluation_notes import tell_findings
from commands.learning_tables import show_table, tell_refusal
from commands.shortlist_tables import draw_bars, tell_fit
from matching.answers import Contributions
from training.judging.change import Change, GroupChange, GroupLine, Split
from training.judging.comparing import Groups
from training.judging.evaluation import EvaluationTable, Line
from training.judging.measures import Estimate
from training.promotion import Check


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


CARD = {
    "policy_value": {
        "rankers": [
            {
                "ranker": name,
                "value": {"value": value, "low": 0.5, "high": 0.9, "count": 40},
                "matched": matched,
                "effective": 12.0,
            }
            for name, value, matched in (("learned", 0.8, 9), ("seniority", 0.6, 4))
        ],
        "difference": {"value": 0.2, "low": 0.05, "high": 0.35, "count": 40},
        "beside": "seniority",
        "overlap": {"openings": 40, "matched": 9, "effective": 12.0, "enough": False},
        "observed": {"value": 0.7, "low": 0.6, "high": 0.8, "count": 40},
    },
    "calibration": {
        "error": {"value": 0.041},
        "by_kind": [
            {
                "kind": "staff",
                "told": 0.7,
                "found": {"value": 0.6, "low": 0.5, "high": 0.7, "count": 9},
            }
        ],
    },
    "learning_curve": [
        {
            "openings": 50,
            "outcome_auc": {"value": 0.61},
            "best_rule": "seniority",
            "best_rule_auc": {"value": 0.58},
        }
    ],
    "advised": {
        "moves": 7,
        "with_outcome": 5,
        "lines": [
            {"advised": True, "success_rate": {"value": 0.8}, "outcome_auc": None},
            {"advised": False, "success_rate": None, "outcome_auc": None},
        ],
    },
}
"""What a card tells beside its table."""


def test_an_evaluation_says_in_sentences_what_else_was_found():
    line = Line("learned", {"outcome_auc": Estimate(0.7, 0.6, 0.8, 40)})
    gates = {"time_in_position": 0.12, "age_cap": 0.001}
    table = EvaluationTable((line,), 40, 20, None, 24.0, gates, 0.12, None, None)
    text = " ".join(printed(show_table, table, "learned", "en", CARD).split())
    assert "0.800" in text
    assert "an estimated 80% would have succeeded; by seniority, 60%" in text
    assert "+20 points (+5 to +35)" in text
    assert "in 9 of 40 transfers" in text
    assert "rests on the outcome model" in text
    assert "told 70%, succeeded 60% (50%–70%, 9 transfers)" in text
    assert "50: 0.610" in text
    assert "7 transfers were made from a Padan list" in text
    assert "time in position 12%." in text


def test_a_card_of_an_older_kind_is_shown_without_what_it_does_not_tell():
    assert list(tell_findings({}, "en")) == []
    assert list(tell_findings({"policy_value_why_not": "too_few_choices"}, "id")) != []


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
