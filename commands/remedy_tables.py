"""What would bring somebody onto a list, and advice for development, as they are printed."""

from rich.console import Console
from rich.text import Text

from commands.shortlist_tables import print_point
from matching.explaining.answers import CandidateAnswer
from wording import Language, say


def show_remedy(console: Console, answer: CandidateAnswer, language: Language) -> None:
    """Print what would change the answer, step by step, then the advice."""
    if answer.remedy is not None:
        console.print()
        console.print(Text(say("remedies.title", language), "bold"))
        print_point(console, "·", answer.remedy.text, "")
        if answer.remedy.state == "none_within_bounds" and answer.remedy.changes:
            print_point(console, "·", say("remedies.title_closest", language), "dim")
        for change in answer.remedy.changes:
            print_point(console, "→", change.text, "cyan")
    if answer.advice:
        console.print()
        console.print(Text(say("remedies.title_advice", language), "bold"))
        for advice in answer.advice:
            print_point(console, "△", advice.text, "")
