"""What was learned and how well, as it is printed: the evaluation table beside the baselines."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.console import say_if
from matching.notices import name_candidate, name_model
from models.calibration import COVERAGE
from training.evaluation import MEASURES, EvaluationTable
from training.measures import Estimate
from training.report import TrainingReport
from training.run import Evaluation
from wording import Language, say, write_number


def show_training(console: Console, report: TrainingReport, language: Language) -> None:
    """Print which model was made, how it did beside the rules, and whether it serves."""
    show_model(console, report.version, report.basis, report.name, language)
    if report.why_rule is not None:
        why = say_if(f"training.why_{report.why_rule}", language, report.why_rule)
        console.print(say("terminal.why_rule", language, why=why))
    show_table(console, report.table, report.name, language)
    for check in report.checks:
        mark, style = ("✓", "green") if check.passed else ("✗", "red")
        told = say_if(f"training.check_{check.name}", language, check.name)
        beside = "" if check.beside is None else f" ({name_model(check.beside, language)})"
        numbers = say(
            "training.found_and_needed",
            language,
            value=write_number(check.value, 3, language),
            needed=write_number(check.needed, 3, language),
        )
        console.print(Text(f"{mark} {told}{beside}: {numbers}", style))
    told = "terminal.promoted" if report.promoted else "terminal.not_promoted"
    console.print(Text(say(told, language, version=report.version), "bold"))


def show_evaluation(console: Console, found: Evaluation, language: Language) -> None:
    """Print the stored table of one model, and the one on present records where it was made."""
    show_model(console, found.version, found.basis, found.name, language)
    show_table(console, found.stored, found.name, language)
    if found.fresh is not None:
        console.print(Text(say("terminal.evaluated_fresh", language), "bold"))
        show_table(console, found.fresh, found.name, language)


def show_model(console: Console, version: str, basis: str, name: str, language: Language) -> None:
    """Print the version of a model and what it is."""
    named = name_candidate(basis, name, language)
    told = say("terminal.trained", language, version=version, name=named)
    console.print()
    console.print(Text(told, "bold"))


def show_table(console: Console, found: EvaluationTable, serving: str, language: Language) -> None:
    """Print every ranker's measures with their intervals."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for name in ("ranker", *MEASURES):
        table.add_column(say(f"terminal.head_{name}", language), overflow="fold")
    for line in found.lines:
        style = "bold" if line.ranker in (serving, "learned") else ""
        cells = (tell_estimate(line.measures.get(name), language) for name in MEASURES)
        table.add_row(Text(name_model(line.ranker, language), style), *cells)
    console.print(table)
    console.print(
        say(
            "terminal.evaluated_on",
            language,
            named=found.named,
            judged=found.judged,
            candidates=round(found.candidates),
            coverage=COVERAGE,
        )
    )


def tell_estimate(estimate: Estimate | None, language: Language) -> str:
    """Return a measure with its interval, "–" where there is none."""
    if estimate is None:
        return "–"
    value, low, high = (
        write_number(one, 3, language) for one in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low}–{high})"
