"""What watching the model found, as it is printed."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.sections import show_section
from matching.fairness.gate_words import describe_gates
from matching.watching.drift import Drift, DriftLine
from matching.watching.monitoring import CallsFor, Monitoring
from matching.watching.words import (
    LINES,
    tell_coverage,
    tell_drift,
    tell_fairness_of,
    tell_finding,
    tell_freshness,
    tell_outcomes,
    tell_verdict,
)
from models.columns import name_column
from wording import Language, say, write_number, write_percent

STYLES: dict[CallsFor, str] = {"retraining": "bold red", "records": "yellow", "nothing": "dim"}


def show_monitoring(console: Console, found: Monitoring, language: Language) -> None:
    """Print findings first, then what they rest on."""
    head = say("monitor.head", language, version=found.model_version, as_of=found.as_of)
    console.print(Text(head, "bold"))
    if not found.retraining_due:
        console.print(Text(f"✓ {tell_verdict(found, language)}", "green"))
    for finding in found.findings:
        asks = say(f"monitor.calls_for_{finding.calls_for}", language)
        console.print(Text(f"{asks}: {tell_finding(finding, language)}", STYLES[finding.calls_for]))
    if found.drift is not None:
        console.print(_draw(found.drift, language))
        console.print(tell_drift(found.drift, language))
    _print(console, "outcomes", tell_outcomes(found.outcomes, language), language)
    _print(console, "coverage", tell_coverage(found.coverage, language), language)
    _print(console, "freshness", tell_freshness(found.freshness, language), language)
    show_section(console, describe_gates(found.gates, language))
    show_section(console, tell_fairness_of(found, language))


def _print(console: Console, part: str, told: Iterable[str], language: Language) -> None:
    console.print(Text(say(f"monitor.part_{part}", language), "bold"))
    for sentence in told:
        console.print(f"  {sentence}")


def _draw(drift: Drift, language: Language) -> Table:
    heads = ("column", "index", "chance", "missing", "verdict")
    table = Table(*(say(f"monitor.head_{head}", language) for head in heads), box=box.SIMPLE_HEAD)
    for line in (drift.score, *drift.features[:LINES]):
        name = say("monitor.score", language) if line is drift.score else None
        table.add_row(
            name or name_column(line.name, language), *_write(line, language), style=_style(line)
        )
    return table


def _write(line: DriftLine, language: Language) -> tuple[str, ...]:
    missing = (write_percent(share, language) for share in (line.missing_then, line.missing_now))
    verdict = say("monitor.moved" if line.moved else "monitor.stable", language)
    index, chance = (write_number(value, 2, language) for value in (line.index, line.chance))
    return index, chance, " → ".join(missing), verdict


def _style(line: DriftLine) -> str:
    return "yellow" if line.moved else ""
