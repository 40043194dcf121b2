"""The columns that move a score as they are printed: sentences beside their parts of the score."""

from rich import box
from rich.console import Console
from rich.table import Table

from matching.explaining.answers import CandidateAnswer
from wording import Language, say, write_signed

DETAILS_SHOWN = 12


def show_details(console: Console, answer: CandidateAnswer, language: Language) -> None:
    """Print the base, the weightiest columns and the sum of the others: together the score."""
    if answer.contributions is None or answer.score is None:
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, show_footer=True)
    table.title = say("columns.details", language)
    table.title_justify = "left"
    score = write_signed(answer.score, 2, language)
    table.add_column(justify="right", no_wrap=True, footer=score)
    caption = say("columns.details_caption", language, score=score)
    table.add_column(overflow="fold", footer=caption)
    base = write_signed(answer.contributions.base, 2, language)
    table.add_row(base, say("matching.group_base", language))
    for one in answer.details[:DETAILS_SHOWN]:
        table.add_row(write_signed(one.contribution, 2, language), one.text)
    rest = answer.details[DETAILS_SHOWN:]
    if rest:
        added = write_signed(sum(one.contribution for one in rest), 2, language)
        table.add_row(added, say("columns.details_rest", language, count=len(rest)))
    console.print()
    console.print(table)
