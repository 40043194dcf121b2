"""Every rule's answer on one person as a table, and the marks of what they answer."""

from rich import box
from rich.table import Table
from rich.text import Text

from matching.explaining.answers import Judged
from matching.explaining.standing import Standing
from wording import Language, say

MARKS = {
    "pass": ("✓", "green"),
    "fail": ("✗", "red"),
    "unknown": ("?", "yellow"),
    "waived": ("✓", "cyan"),
    "not_checked": ("–", "dim"),
}


def draw_gates(answer: Judged | Standing, language: Language) -> Table:
    """Return every rule's answer on one person as a table."""
    table = open_table(language, "rule", "found", "needed", "cure", "source")
    for gate in answer.gates:
        mark, style = MARKS[gate.result]
        rule = Text(f"{mark} {say(f'matching.rule_{gate.rule}', language)}", style)
        table.add_row(rule, gate.found, gate.needed or "–", gate.cure or "", gate.source)
    return table


def open_table(language: Language, *headings: str) -> Table:
    """Return an empty table with headings by their keys."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for heading in headings:
        table.add_column(say(f"terminal.head_{heading}", language), overflow="fold")
    return table
