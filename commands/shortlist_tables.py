"""A shortlist as it is printed: who was looked at, the list with bars, and why, in sentences."""

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matching.answers import Candidate, Contributions, Shortlist
from matching.explaining.wish_words import write_wish
from matching.notices import tell_pool
from matching.past import FEW
from models.reason_kinds import GROUPS
from models.reasons import Reason
from wording import Fact, Language, say, write, write_number, write_percent

BAR = 5
"""Characters of the longest bar of a list."""
FOR, AGAINST = "█", "░"
REASONS_SHOWN = 4
CONCERNS_SHOWN = 2


def show_shortlist(console: Console, shortlist: Shortlist, language: Language) -> None:
    """Print a list at a hundred columns."""
    position = shortlist.position
    console.print()
    console.print(Text(f"{position.title} ({position.position_id})", "bold"))
    console.print(f"{position.unit} · {position.agency}")
    facts: dict[str, Fact] = {
        "as_of": shortlist.as_of,
        "effective_on": shortlist.effective_on,
        "vacant": position.vacant,
    }
    console.print(say("terminal.shortlist_dates", language, **facts))
    console.print(tell_pool(shortlist.pool, language))
    if shortlist.pool.failed:
        counted = (
            f"{say(f'matching.rule_{one.rule}', language)} {write(one.count, language)}"
            for one in sorted(shortlist.pool.failed, key=lambda one: -one.count)
        )
        console.print(say("terminal.failed_rules", language, rules=", ".join(counted)))
    for notice in shortlist.notices:
        print_point(console, "·", notice.text, "dim")
    if shortlist.candidates:
        console.print(draw_table(shortlist.candidates, language))
        console.print(Text(say("terminal.bars", language, plus=FOR, minus=AGAINST), "dim"))
        for candidate in shortlist.candidates:
            explain(console, candidate, language)
        _show_asks(console, shortlist, language)
    console.print(Text(tell_versions(shortlist, language), "dim"))


def _show_asks(console: Console, shortlist: Shortlist, language: Language) -> None:
    """Print what to ask for first, where anything would change the list."""
    if shortlist.asks:
        console.print()
        console.print(Text(say("stability.asks_title", language), "bold"))
    for ask in shortlist.asks:
        print_point(console, "?", ask.text, "cyan")


def draw_table(candidates: tuple[Candidate, ...], language: Language) -> Table:
    """Return the list as a table: rank, name, present post, chance, score and a bar a group."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column("", justify="right", no_wrap=True)
    for name in ("name", "present", "fit"):
        table.add_column(say(f"terminal.head_{name}", language), overflow="fold")
    table.add_column(say("terminal.head_score", language), justify="right", no_wrap=True)
    for group in GROUPS:
        table.add_column(say(f"terminal.head_{group}", language), no_wrap=True)
    parts = [one.contributions for one in candidates if one.contributions is not None]
    longest = max((abs(getattr(part, group)) for part in parts for group in GROUPS), default=0.0)
    for one, part in zip(candidates, parts, strict=True):
        table.add_row(
            str(one.rank),
            one.name,
            one.position or "–",
            tell_fit(one.fit, one.fit_low, one.fit_high, language),
            write_number(one.score or 0.0, 2, language),
            *draw_bars(part, longest),
        )
    return table


def tell_fit(fit: float | None, low: float | None, high: float | None, language: Language) -> str:
    """Return a chance with its range, in percent."""
    told = write_percent(fit, language)
    if low is None or high is None:
        return told
    return f"{told} ({write_percent(low, language)}–{write_percent(high, language)})"


def draw_bars(contributions: Contributions, longest: float) -> list[Text]:
    """Return one bar a group; `longest` is the contribution that fills it."""
    bars = []
    for group in GROUPS:
        part = getattr(contributions, group)
        length = round(BAR * abs(part) / longest) if longest else 0
        bars.append(Text((FOR if part > 0 else AGAINST) * length, "green" if part > 0 else "red"))
    return bars


def explain(console: Console, candidate: Candidate, language: Language) -> None:
    """Print what speaks for and against one candidate, and the warnings."""
    console.print()
    known = (candidate.nip, candidate.facts.rank, candidate.agency)
    console.print(Text(f"{candidate.rank}. {candidate.name}", "bold"))
    console.print("   " + " · ".join(one for one in known if one))
    reasons, concerns = candidate.reasons[:REASONS_SHOWN], candidate.concerns[:CONCERNS_SHOWN]
    print_reasons(console, reasons, concerns, language)
    if candidate.fit_why_not == FEW:
        print_point(console, "·", f"{say('precedents.few_precedents', language)}.", "dim")
    for caution in candidate.warnings:
        print_point(console, "!", f"{caution.text} ({caution.source})", "yellow")
    if candidate.wish is not None:
        print_point(console, "·", write_wish(candidate.wish, language), "dim")
    if candidate.stability is not None:
        print_point(console, "≈", candidate.stability.text, "dim")


def print_reasons(
    console: Console,
    reasons: tuple[Reason, ...],
    concerns: tuple[Reason, ...],
    language: Language,
) -> None:
    """Print reasons with a plus and concerns with a minus, each after its group."""
    for mark, style, told in (("+", "green", reasons), ("−", "red", concerns)):
        for reason in told:
            group = say(f"matching.group_{reason.group}", language)
            print_point(console, mark, f"{group}: {reason.text}", style)


def print_point(console: Console, mark: str, text: str, style: str) -> None:
    """Print a marked line; what does not fit goes on under its own first word."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style), Text(text))
    console.print(Padding(grid, (0, 0, 0, 3), expand=False))


def tell_versions(shortlist: Shortlist, language: Language) -> str:
    """Return what the list was made of and its id, so that it can be made again."""
    return say(
        "terminal.versions",
        language,
        id=shortlist.id,
        snapshot_id=shortlist.snapshot_id,
        model=shortlist.model_version,
        policy=shortlist.policy_version,
        software=shortlist.software_version,
    )
