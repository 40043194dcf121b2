"""What balancing a list changed, as it is printed."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from matching.fairness.reranking import BalancedGroup, Reranking
from wording import Language, say, write, write_percent

MARKS = {"lifted": ("↑", "green"), "lowered": ("↓", "dim"), "left": ("×", "yellow")}


def show_reranking(console: Console, told: Reranking | None, language: Language) -> None:
    """Print shares, moves, the price and what is out of reach; nothing where none was asked."""
    if told is None:
        return
    console.print()
    console.print(Text(say("balance.title", language, attribute=told.label), "bold"))
    console.print(told.text)
    console.print(_draw_groups(told.groups, language))
    for one in told.moved:
        mark, style = MARKS[one.movement]
        print_point(console, mark, one.text, style)
    for short in told.infeasible:
        print_point(console, "!", short.text, "yellow")
    if told.price is not None:
        console.print(told.price.text)
    source = say("balance.source", language, source=told.source)
    console.print(Text(f"{say('balance.method', language)} {source}", "dim"))


def _draw_groups(groups: tuple[BalancedGroup, ...], language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for head in ("group", "eligible", "least", "before", "after"):
        table.add_column(say(f"balance.head_{head}", language), overflow="fold")
    for one in groups:
        table.add_row(one.label, *_write(one, language))
    return table


def _write(one: BalancedGroup, language: Language) -> tuple[str, ...]:
    if one.suppressed:
        return (say("balance.suppressed", language),)
    counted = (
        (one.eligible, one.wanted),
        (one.least, None),
        (one.before, one.share_before),
        (one.after, one.share_after),
    )
    return tuple(
        write(count, language) + ("" if share is None else f" ({write_percent(share, language)})")
        for count, share in counted
    )
