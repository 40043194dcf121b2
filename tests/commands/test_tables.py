"""What is printed beside lists: benchmarks and evaluation tables."""

import io

from rich.console import Console

from benchmarks.measuring import Measurement
from benchmarks.report import Conditions, Finding, Report
from commands.bench_tables import show_report
from commands.learning_tables import show_table
from commands.shortlist_tables import draw_bars, tell_fit
from matching.answers import Contributions
from training.evaluation import EvaluationTable, Line
from training.measures import Estimate


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
    table = EvaluationTable((line,), 40, 20, None, 24.0, {}, None, None)
    text = printed(show_table, table, "seniority", "en")
    assert "0.250" in text
    assert "(0.200–0.300)" in text
    assert "40 later transfers (20 with outcome)" in text
    assert "90% intervals" in text


def test_the_longest_bar_is_the_greatest_contribution():
    bars = draw_bars(Contributions(0.0, 2.0, -1.0, 0.0, 0.1), 2.0)
    assert [bar.plain for bar in bars] == ["█████", "░░", "", ""]


def test_a_chance_is_told_with_its_range_or_not_at_all():
    assert tell_fit(0.81, 0.66, 0.9, "en") == "81% (66%–90%)"
    assert tell_fit(None, None, None, "en") == "–"
