"""The workload report as it is printed: fullest, emptiest, what is coming, and the trend."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from planning.need.answers import NeedReport, NeedRow, Trend
from planning.need.columns import tell_state
from planning.need.trend import find_line
from planning.need.words import explain_figures, name_row, order_by_ratio
from wording import Language, say, write, write_number, write_percent

NAME_WIDTH = 30
NUMBERS = ("need", "staff", "gap", "ratio", "load", "vacant")


def show_need(
    console: Console, report: NeedReport, limit: int, both_ends: bool, language: Language
) -> None:
    """Print at most `limit` rows of each end (`both_ends`), else of the order asked for."""
    console.print()
    by = say(f"need.by_{report.by}", language)
    day = say("pages.data_as_of", language, as_of=report.as_of)
    console.print(Text(f"{say('need.title', language)} · {by} · {day}", "bold"))
    console.print(report.headline)
    console.print(Text(report.ratio, "dim"))
    for notice in report.notices:
        if notice.code != "made_up":
            print_point(console, "·", notice.text, "dim")
    for heading, rows in _choose(report, limit, both_ends):
        if heading:
            console.print(Text(say(f"need.{heading}", language), "bold"))
        console.print(_draw(rows, report, language))
    if len(report.items) > limit:
        facts = {"shown": limit, "count": len(report.items)}
        console.print(Text(say("need.more", language, **facts), "dim"))
    _show_coming(console, report, language)
    for sentence in explain_figures(report, language):
        print_point(console, "·", sentence, "dim")


def show_trend(console: Console, trend: Trend, agency: str | None, language: Language) -> None:
    """Print the days of one agency, or of all together."""
    line = find_line(trend, agency)
    console.print(Text(say("need.trend_caption", language, name=line.name), "bold"))
    table = _open("day", ("need", "need_from", "staff", "ratio"), language)
    for point in line.points:
        ratio = write_percent(point.fill_ratio, language)
        need, staff = write(point.need, language), write(point.staff, language)
        basis = say(f"need.basis_{point.need_from}", language)
        table.add_row(write(point.as_of, language), need, basis, staff, ratio)
    console.print(table)
    for notice in trend.notices:
        print_point(console, "·", notice.text, "dim")


def _choose(
    report: NeedReport, limit: int, both_ends: bool
) -> tuple[tuple[str | None, Sequence[NeedRow]], ...]:
    if not both_ends or len(report.items) <= limit:
        return ((None, report.items[:limit]),)
    ends = {"fullest": True, "emptiest": False}
    return tuple(
        (end, order_by_ratio(report.items, fullest_first=first)[:limit])
        for end, first in ends.items()
    )


def _draw(rows: Sequence[NeedRow], report: NeedReport, language: Language) -> Table:
    table = _open("name", NUMBERS, language)
    for row in (*rows, report.total):
        table.add_row(*_write(row, language), style="bold" if row.level == "all" else "")
    return table


def _write(row: NeedRow, language: Language) -> tuple[str, ...]:
    load = write(None, language) if row.load is None else write_number(row.load, 2, language)
    staff, need = write(row.staff, language), write(row.need, language)
    if row.recorded is not None:
        staff = _change(write(row.recorded.staff, language), staff)
        need = _change(write(row.recorded.need, language), need)
    ratio, vacant = write_percent(row.fill_ratio, language), write(row.vacant, language)
    code = f" [{row.id}]" if row.id else ""
    return name_row(row) + code, need, staff, tell_state(row, language), ratio, load, vacant


def _change(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _show_coming(console: Console, report: NeedReport, language: Language) -> None:
    total = report.total
    console.print(Text(f"{say('need.coming', language)}: {total.name}", "bold"))
    table = _open("retiring_year", ("people",), language)
    for number, one in enumerate(total.retiring):
        year = str(one.year) if number else say("need.year_rest", language, year=str(one.year))
        table.add_row(year, write(one.people, language))
    console.print(table)
    for risk in ("overdue", "single_holder", "only_acting", "long_held"):
        text = say(f"need.risk_{risk}", language, months=report.months)
        print_point(console, "·", f"{text}: {write(getattr(total, risk), language)}", "")


def _open(first: str, numbers: Sequence[str], language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    least = NAME_WIDTH if first == "name" else None
    table.add_column(say(f"need.column_{first}", language), overflow="fold", min_width=least)
    for name in numbers:
        table.add_column(say(f"need.head_{name}", language), justify="right", overflow="fold")
    return table
