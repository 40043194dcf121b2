"""What was learned and how well, as it is printed: the evaluation table beside the baselines."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.console import say_if
from commands.sections import show_section
from matching.notices import name_candidate, name_model
from models.calibration import COVERAGE
from models.card.fairness import tell_alarm, tell_fairness, tell_verdict
from models.card.results import tell_advised, tell_calibration, tell_learning, tell_value
from models.card.words import LEARNED, Words
from models.group_names import name_attribute, name_group
from training.judging.evaluation import EvaluationTable
from training.judging.measures import Estimate
from training.promotion import FAIR, Check
from training.report import TrainingReport
from training.run import Evaluation
from wording import Language, say, write_number, write_percent

SHOWN = ("outcome_auc", "ndcg_at_10", "recall_at_10", "brier")
"""Columns in their order; log loss, which says the same as Brier, is told as JSON alone."""
LEAST_SHARE = 0.005
"""Share of those moved below which a gate that turned them away is not worth a word."""


def show_training(console: Console, report: TrainingReport, language: Language) -> None:
    """Print which model was made, how it did beside the rules, and whether it serves."""
    show_model(console, report, language)
    if report.why_rule is not None:
        why = Words(language).choose("why_rule_", report.why_rule, "why_rule_other")
        console.print(say("terminal.why_rule", language, why=why))
    show_table(console, report.table, report.name, language)
    show_findings(console, report.found, language)
    show_alarms(console, report.fairness, language)
    console.print()
    for check in report.checks:
        show_check(console, check, language)
    told = "terminal.promoted" if report.promoted else "terminal.not_promoted"
    console.print(Text(say(told, language, version=report.version), "bold"))
    if report.refusals and not report.promoted:
        console.print(say("evaluation.refused", language))
        for check in report.refusals:
            console.print(f"  {tell_refusal(check, language)}")


def show_alarms(console: Console, fairness: Mapping[str, Any], language: Language) -> None:
    """Print whom the lists of a model pass by; all else stands where one looks at the model."""
    console.print()
    console.print(Text(say("fairness.title", language), "bold"))
    console.print(tell_verdict(fairness, language))
    for alarm in fairness["alarms"]:
        if alarm["about"] == "lists":
            console.print(f"• {tell_alarm(alarm, language)}")
    console.print(say("terminal.fairness_tables", language))


def show_check(console: Console, check: Check, language: Language) -> None:
    """Print one check with its numbers; a fairness alarm that holds nothing back says so."""
    mark, style = ("✓", "green") if check.passed else ("✗", "red")
    numbers = say("training.found_and_needed", language, **_write_numbers(check, language))
    console.print(Text(f"{mark} {name_check(check, language)}: {numbers}", style))
    if check.name == FAIR and not check.passed and not check.gates:
        console.print(f"  {say('training.fair_shown', language)}")


def name_check(check: Check, language: Language) -> str:
    """Return what a check asks, with what it was compared with."""
    told = say_if(f"training.check_{check.name}", language, check.name)
    return told if check.beside is None else f"{told} ({name_model(check.beside, language)})"


def tell_refusal(check: Check, language: Language) -> str:
    """Return the sentence that says which check failed and by how much."""
    if check.name == FAIR:
        return _tell_unfair(check, language)
    key = "evaluation.refusal_at_most" if check.at_most else "evaluation.refusal"
    numbers = _write_numbers(check, language)
    short = write_number(check.short, 3, language)
    return say(key, language, check=name_check(check, language), short=short, **numbers)


def _tell_unfair(check: Check, language: Language) -> str:
    """Say which group stands too seldom on lists, and how the model in service does."""
    attribute = check.attribute or ""
    told = say(
        "evaluation.refusal_fair",
        language,
        attribute=name_attribute(attribute, language),
        group=name_group(attribute, check.group, language),
        value=write_number(check.value, 2, language),
        needed=write_number(check.needed, 2, language),
    )
    if check.beside is None or check.theirs is None:
        return told
    theirs = write_number(check.theirs, 2, language)
    model = name_model(check.beside, language)
    return f"{told} {say('evaluation.refusal_fairer', language, model=model, theirs=theirs)}"


def _write_numbers(check: Check, language: Language) -> dict[str, str]:
    return {
        "value": write_number(check.value, 3, language),
        "needed": write_number(check.needed, 3, language),
    }


def show_evaluation(console: Console, found: Evaluation, language: Language) -> None:
    """Print the stored table of one model, and the one on present records where it was made."""
    show_model(console, found, language)
    show_table(console, found.stored, found.name, language)
    show_findings(console, found.card, language)
    if found.fresh is not None:
        console.print(Text(say("terminal.evaluated_fresh", language), "bold"))
        show_table(console, found.fresh, found.name, language)


def show_model(console: Console, model: TrainingReport | Evaluation, language: Language) -> None:
    """Print the version of a model, what it is, and whom its order follows if not success."""
    named = name_candidate(model.basis, model.name, language)
    told = say("terminal.trained", language, version=model.version, name=named)
    console.print()
    console.print(Text(told, "bold"))
    if model.why_named is not None:
        console.print(say(f"card.why_named_{model.why_named}", language))


def show_table(console: Console, found: EvaluationTable, serving: str, language: Language) -> None:
    """Print every ranker's measures with their intervals, and how they are read."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for name in ("ranker", *SHOWN):
        table.add_column(say(f"terminal.head_{name}", language), overflow="fold")
    for line in found.lines:
        style = "bold" if line.ranker in (serving, LEARNED) else ""
        cells = (tell_estimate(line.measures.get(name), language) for name in SHOWN)
        table.add_row(Text(name_model(line.ranker, language), style), *cells)
    console.print(table)
    for sentence in _tell_table(found, language):
        console.print(sentence)


def show_findings(console: Console, card: Mapping[str, Any], language: Language) -> None:
    """Print what a card tells of value, calibration, the learning curve and advised moves."""
    words = Words(language)
    for tell in (tell_value, tell_calibration, tell_learning, tell_advised, tell_fairness):
        section = tell(card, words)
        if section is not None:
            show_section(console, section)


def _tell_table(table: EvaluationTable, language: Language) -> Iterator[str]:
    """Say on what was judged, how the columns are read, and whom the gates turn away."""
    yield say(
        "terminal.evaluated_on",
        language,
        named=table.named,
        judged=table.judged,
        candidates=round(table.candidates),
        coverage=COVERAGE,
    )
    yield say("evaluation.how_to_read", language)
    gates = (
        f"{say_if(f'matching.rule_{gate}', language, gate)} {write_percent(share, language)}"
        for gate, share in sorted(table.excluded.items(), key=lambda one: -one[1])
        if share >= LEAST_SHARE
    )
    if table.excluded_any >= LEAST_SHARE:
        share = write_percent(table.excluded_any, language)
        yield say("evaluation.excluded", language, share=share, gates=", ".join(gates))


def tell_estimate(estimate: Estimate | None, language: Language) -> str:
    """Return a measure with its interval, "–" where there is none."""
    if estimate is None:
        return "–"
    value, low, high = (
        write_number(one, 3, language) for one in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low}–{high})"
