"""Scenarios as they are printed: what each supposes, and need and staff side by side."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from matching.matcher import Matcher
from planning.scenarios.comparison import Compared, Figures
from planning.scenarios.scenario import Scenario
from planning.scenarios.words import tell_scenario
from serving.clock import local_day
from serving.scenarios.beside import Beside, PlanUnder
from serving.scenarios.schemas import StoredScenario
from serving.scenarios.service import to_scenario
from wording import Language, say, write, write_number, write_percent

LINES = 4
"""Sentences of a scenario in the list of all."""
UNITS = 15
"""Units printed: those that change most."""


def show_scenarios(
    console: Console, matcher: Matcher, kept: Sequence[StoredScenario], language: Language
) -> None:
    """Print every scenario with what it supposes."""
    if not kept:
        console.print(say("scenarios.kept_none", language))
        return
    table = _open(language, "name", "supposes", "changed")
    for one in kept:
        lines = [line.text for line in tell_scenario(matcher, to_scenario(one), language)]
        more = len(lines) - LINES
        told = lines[:LINES] or [say("scenarios.supposes_nothing", language)]
        told += [say("scenarios.more_lines", language, count=more)] if more > 0 else []
        table.add_row(
            Text(one.name), Text("\n".join(told)), write(local_day(one.changed_at), language)
        )
    console.print(table)


def show_supposed(
    console: Console, matcher: Matcher, scenario: Scenario, language: Language
) -> None:
    """Print what one scenario supposes."""
    console.print()
    console.print(Text(scenario.name, "bold"))
    lines = tell_scenario(matcher, scenario, language)
    for line in lines:
        print_point(console, "·", line.text, "" if line.known else "red")
    if not lines:
        console.print(say("scenarios.supposes_nothing", language))


def show_beside(console: Console, beside: Beside, whole: bool, language: Language) -> None:
    """Print the city, the agencies (`whole`: all, else those that change), units, and plans."""
    console.print()
    day = say("scenarios.compare_lead", language, as_of=beside.as_of)
    for sentence in (day, say("scenarios.ratio_said", language)):
        console.print(Text(sentence, "dim"))
    console.print(Text(say("scenarios.cli_columns", language), "dim"))
    changed = [row for row in beside.agencies if len(set(row.figures)) > 1]
    parts = {
        "total_caption": [beside.total],
        "agencies_caption" if whole else "agencies_changed_caption": (
            beside.agencies if whole else changed
        ),
        "units_caption": beside.units[:UNITS],
    }
    for caption, rows in parts.items():
        if rows:
            console.print(_draw(caption, rows, beside.names, language))
    if not beside.units:
        console.print(say("scenarios.units_none", language))
    if len(beside.units) > UNITS:
        more = say("scenarios.more_lines", language, count=len(beside.units) - UNITS)
        console.print(Text(more, "dim"))
    if whole and beside.plans:
        console.print(_draw_plans(beside.plans, language))


def _draw(
    caption: str, rows: Sequence[Compared], names: Sequence[str], language: Language
) -> Table:
    table = _open(language, "subject", "recorded", caption=caption)
    table.columns[1].justify = "right"
    for name in names:
        table.add_column(Text(name), justify="right", overflow="fold")
    for row in rows:
        head = row.name or say("scenarios.total", language)
        table.add_row(Text(head), *(_write(one, language) for one in row.figures))
    return table


def _write(one: Figures, language: Language) -> str:
    figures = write(one.need, language), write(one.staff, language)
    ratio, vacant = write_percent(one.fill_ratio, language), write(one.vacant, language)
    return " / ".join((*figures, ratio, vacant))


def _draw_plans(plans: Sequence[PlanUnder], language: Language) -> Table:
    heads = ("scenario", "plan", "moves", "success", "open", "lowest", "spread")
    table = _open(language, *heads, caption="plans_caption")
    for one in plans:
        success = one.summary.success
        table.add_row(
            Text(one.scenario or say("scenarios.column_recorded", language)),
            one.plan_id + (" *" if one.outdated else ""),
            write(one.summary.moves, language),
            write(None, language) if success is None else write_number(success, 1, language),
            write(one.open, language),
            write_percent(one.summary.lowest, language),
            write_number(one.summary.spread, 2, language),
        )
    if any(one.outdated for one in plans):
        table.caption = "* " + say("scenarios.plan_outdated", language)
        table.caption_justify = "left"
    return table


def _open(language: Language, *heads: str, caption: str | None = None) -> Table:
    title = None if caption is None else Text(say(f"scenarios.{caption}", language), "dim")
    table = Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False
    )
    for head in heads:
        table.add_column(say(f"scenarios.column_{head}", language), overflow="fold")
    return table
