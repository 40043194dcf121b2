"""Departures from proposals, as they are printed."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from serving.clock import local_day
from serving.overrides.schemas import Override, OverrideReport
from wording import Language, has_text, say, write


def show_overrides(
    console: Console, report: OverrideReport, limit: int, language: Language
) -> None:
    """Print how many departed, by kind, reason and agency, and the newest with their sentences."""
    names = ("decisions", "followed", "departed", "in_plans", "unexplained")
    counts = {name: getattr(report, name) for name in names}
    console.print(say("overrides.figures", language, **counts))
    if not report.items:
        return
    kinds = [(say(f"overrides.kind_{one.kind}", language), one.count) for one in report.by_kind]
    reasons = [(_name_reason(one.reason_code, language), one.count) for one in report.by_reason]
    agencies = [
        (one.agency or say("overrides.no_agency", language), one.departed + one.in_plans)
        for one in report.by_agency
        if one.departed + one.in_plans
    ]
    for key, rows in (("kind", kinds), ("reason", reasons), ("agency", agencies)):
        console.print(_draw(key, rows, language))
    for item in report.items[:limit]:
        print_point(console, "≠", _tell(item, language), "yellow")


def _draw(key: str, rows: Iterable[tuple[str, int]], language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(say(f"overrides.column_{key}", language))
    table.add_column(say("overrides.column_count", language), justify="right")
    for name, count in rows:
        table.add_row(Text(name), write(count, language))
    return table


def _tell(item: Override, language: Language) -> str:
    kind = say(f"overrides.kind_{item.kind}", language)
    day = write(local_day(item.made_at), language)
    where = item.agency or say("overrides.no_agency", language)
    reason = _name_reason(item.reason_code, language)
    return f"{day} · {kind} · {where} · {reason}" + (f": {item.reason}" if item.reason else "")


def _name_reason(code: str | None, language: Language) -> str:
    """Return a reason in words; one from before there was a list as it was."""
    key = f"overrides.reason_{code}"
    if code is None:
        return say("overrides.no_reason", language)
    return say(key, language) if has_text(key) else code
