"""Stored plans, what a revision changed, and how far moves have come, as they are printed."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from planning.work.diff import PlanDiff
from serving.clock import local_day
from serving.plans.schemas import PlanBrief, PlanInWork
from wording import Language, say, write

MOVES_SHOWN = 40
MARKS = {"dropped": ("−", "red"), "added": ("+", "green"), "changed": ("≠", "yellow")}
"""How each kind of change is marked; what is kept is counted alone."""


def show_plans(console: Console, plans: Sequence[PlanBrief], language: Language) -> None:
    """Print stored plans, one a line."""
    if not plans:
        console.print(say("plan_work.none", language))
        return
    names = ("plan", "status", "revision", "stance", "effective_on", "moves", "open")
    table = _open_table([f"column_{name}" for name in names], language)
    for one in plans:
        table.add_row(
            Text(one.id),
            _tell_status(one, language),
            write(one.revision, language),
            say(f"plan_work.list_stance_{one.stance}", language),
            write(one.effective_on, language),
            write(one.moves, language),
            write(one.open, language),
        )
    console.print(table)


def show_diff(console: Console, diff: PlanDiff, language: Language) -> None:
    """Print what a revision changed and the papers that follow."""
    console.print(Text(diff.text, "bold"))
    for kind, (mark, style) in MARKS.items():
        for one in getattr(diff, kind):
            print_point(console, mark, one.text, style)
    for paper in diff.papers[:MOVES_SHOWN]:
        print_point(console, "·", paper.text, "dim")
    _tell_more(console, len(diff.papers), language)


def show_progress(console: Console, plan: PlanInWork, language: Language) -> None:
    """Print where every move stands, what may come next, and what hinders the decision."""
    table = _open_table(["column_move", "column_state", "column_next"], language)
    moves = {move.move_id: move for move in plan.moves}
    for one in plan.progress[:MOVES_SHOWN]:
        move = moves[one.move_id]
        following = [say(f"plan_work.step_{each.step}", language) for each in one.next[:1]]
        table.add_row(
            Text(f"{one.move_id}  {move.name} → {move.target.title}"),
            say(f"plan_work.step_{one.state}", language),
            ", ".join(following) or "–",
        )
    console.print(table)
    _tell_more(console, len(plan.progress), language)
    for warning in plan.warnings:
        print_point(console, "!", warning.text, "yellow")
    for change in plan.changes:
        print_point(console, "!", change.text, "yellow")
    for hindrance in plan.hindrances:
        print_point(console, "✗", hindrance.text, "red")


def _open_table(columns: Sequence[str], language: Language) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in columns:
        table.add_column(say(f"plan_work.{name}", language), overflow="fold")
    return table


def _tell_status(one: PlanBrief, language: Language) -> str:
    if one.decision is not None:
        on = local_day(one.decision.decided_at)
        return say("plan_work.list_status_decided", language, on=on)
    return say(f"plan_work.list_status_{one.status}", language)


def _tell_more(console: Console, count: int, language: Language) -> None:
    if count > MOVES_SHOWN:
        console.print(say("plan_work.more", language, count=count - MOVES_SHOWN))
