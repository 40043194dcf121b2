"""Past transfers like the one asked about, as they are printed."""

from rich.console import Console
from rich.text import Text

from commands.shortlist_tables import print_point
from matching.explaining.answers import CandidateAnswer
from wording import Language, say

MARKS = {"success": ("✓", "green"), "failure": ("✗", "red")}


def show_precedents(console: Console, answer: CandidateAnswer, language: Language) -> None:
    """Print how many similar transfers there were, how they ended, and the nearest of them."""
    found = answer.precedents
    if found is None and answer.basis != "rule":
        return
    console.print()
    console.print(Text(say("precedents.title", language), "bold"))
    if found is None:
        print_point(console, "·", say("precedents.rule", language), "dim")
        return
    print_point(console, "·", found.text, "bold")
    if not found.nearest:
        print_point(console, "·", say("precedents.no_likeness", language), "dim")
    for one in found.nearest:
        mark, style = MARKS[one.outcome] if one.near else ("·", "dim")
        print_point(console, mark, one.text, style)
    print_point(console, "·", found.meaning, "dim")
