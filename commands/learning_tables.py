"""What was learned and how well, as it is printed: the evaluation table beside the baselines."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.console import say_if
from commands.evaluation_notes import read_values, tell_findings, tell_table
from matching.notices import name_candidate, name_model
from training.judging.evaluation import EvaluationTable
from training.judging.measures import Estimate
from training.promotion import Check
from training.report import TrainingReport
from training.run import Evaluation
from wording import Language, say, write_number

TOP_TAKEN = "top_taken"
SHOWN = ("outcome_auc", TOP_TAKEN, "ndcg_at_10", "recall_at_10", "brier")
"""Columns in their order; log loss, which says the same as Brier, is told as JSON alone."""


def show_training(console: Console, report: TrainingReport, language: Language) -> None:
    """Print which model was made, how it did beside the rules, and whether it serves."""
    show_model(console, report.version, report.basis, report.name, language)
    if report.why_rule is not None:
        why = say_if(f"training.why_{report.why_rule}", language, report.why_rule)
        console.print(say("terminal.why_rule", language, why=why))
    show_table(console, report.table, report.name, language, report.found)
    for check in report.checks:
        mark, style = ("✓", "green") if check.passed else ("✗", "red")
        numbers = say("training.found_and_needed", language, **_write_numbers(check, language))
        console.print(Text(f"{mark} {name_check(check, language)}: {numbers}", style))
    told = "terminal.promoted" if report.promoted else "terminal.not_promoted"
    console.print(Text(say(told, language, version=report.version), "bold"))
    if report.refusals and not report.promoted:
        console.print(say("evaluation.refused", language))
        for check in report.refusals:
            console.print(f"  {tell_refusal(check, language)}")


def name_check(check: Check, language: Language) -> str:
    """Return what a check asks, with what it was compared with."""
    told = say_if(f"training.check_{check.name}", language, check.name)
    return told if check.beside is None else f"{told} ({name_model(check.beside, language)})"


def tell_refusal(check: Check, language: Language) -> str:
    """Return the sentence that says which check failed and by how much."""
    key = "evaluation.refusal_at_most" if check.at_most else "evaluation.refusal"
    numbers = _write_numbers(check, language)
    short = write_number(check.short, 3, language)
    return say(key, language, check=name_check(check, language), short=short, **numbers)


def _write_numbers(check: Check, language: Language) -> dict[str, str]:
    return {
        "value": write_number(check.value, 3, language),
        "needed": write_number(check.needed, 3, language),
    }


def show_evaluation(console: Console, found: Evaluation, language: Language) -> None:
    """Print the stored table of one model, and the one on present records where it was made."""
    show_model(console, found.version, found.basis, found.name, language)
    show_table(console, found.stored, found.name, language, found.card)
    if found.fresh is not None:
        console.print(Text(say("terminal.evaluated_fresh", language), "bold"))
        show_table(console, found.fresh, found.name, language)


def show_model(console: Console, version: str, basis: str, name: str, language: Language) -> None:
    """Print the version of a model and what it is."""
    named = name_candidate(basis, name, language)
    told = say("terminal.trained", language, version=version, name=named)
    console.print()
    console.print(Text(told, "bold"))


def show_table(
    console: Console,
    found: EvaluationTable,
    serving: str,
    language: Language,
    card: Mapping[str, Any] | None = None,
) -> None:
    """Print every ranker's measures with their intervals, and what the card tells beside them."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    values = read_values(card or {})
    for name in ("ranker", *(name for name in SHOWN if values or name != TOP_TAKEN)):
        table.add_column(say(f"terminal.head_{name}", language), overflow="fold")
    for line in found.lines:
        style = "bold" if line.ranker in (serving, "learned") else ""
        measures = dict(line.measures)
        if values:
            measures[TOP_TAKEN] = values.get(line.ranker)
        cells = (tell_estimate(measures.get(name), language) for name in SHOWN)
        shown = [
            cell for name, cell in zip(SHOWN, cells, strict=True) if values or name != TOP_TAKEN
        ]
        table.add_row(Text(name_model(line.ranker, language), style), *shown)
    console.print(table)
    for sentence in (*tell_table(found, language), *tell_findings(card or {}, language)):
        console.print(sentence)


def tell_estimate(estimate: Estimate | None, language: Language) -> str:
    """Return a measure with its interval, "–" where there is none."""
    if estimate is None:
        return "–"
    value, low, high = (
        write_number(one, 3, language) for one in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low}–{high})"
