"""What the benchmarks found, as it is printed: every claim with its measured ratio and its goal."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.console import say_if
from wording import Language, say, write, write_number

if TYPE_CHECKING:
    from benchmarks.report import Finding, Report

HEADINGS = ("claim", "people", "eligible", "ours", "bare", "ratio", "goal")
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "dim")}


def show_report(console: Console, report: "Report", language: Language) -> None:
    """Print the conditions and one line a claim; times are milliseconds, of CPU unless told."""
    conditions = report.conditions
    versions = ", ".join(f"{name} {number}" for name, number in conditions.versions.items())
    console.print()
    console.print(
        say(
            "terminal.bench_conditions",
            language,
            cores=conditions.cores,
            load=conditions.load,
            python=conditions.python,
            versions=versions,
        )
    )
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for place, name in enumerate(HEADINGS):
        heading = say(f"terminal.head_{name}", language)
        table.add_column(heading, justify="right" if place else "left", overflow="fold")
    for found in report.findings:
        table.add_row(*_draw(found, language))
    console.print(table)


def _draw(found: "Finding", language: Language) -> list[Text]:
    mark, style = MARKS[found.is_met]
    claim = say_if(f"bench.{found.claim}", language, found.claim)
    measured = found.measured
    factor = 1 if found.unit == "points" else 1000
    goal = "" if found.goal is None else f"≤ {write_number(found.goal, 2, language)}"
    return [
        Text(f"{mark} {claim} ({found.model})", style),
        Text(write(found.people, language)),
        Text(write(found.eligible, language)),
        Text(write_number(factor * measured.ours_seconds, 2, language)),
        Text(write_number(factor * measured.bare_seconds, 2, language)),
        Text(write_number(measured.ratio, 2, language)),
        Text(goal),
    ]
