"""A plan as it is printed: what it brings, moves with reasons, what stays vacant, other ways."""

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from models.group_names import name_attribute, name_group
from planning.answers import OpenVacancy, Plan, PlanFairness, PlannedMove, Summary
from wording import Fact, Language, say, write, write_number, write_percent

MOVES_SHOWN = 25
OPEN_SHOWN = 15


def show_plan(console: Console, plan: Plan, language: Language) -> None:
    """Print a plan at a hundred columns; long lists are cut, and say so."""
    _show_head(console, plan, language)
    for notice in plan.notices:
        print_point(console, "·", notice.text, "dim")
    _show_moves(console, plan.moves, language)
    _show_open(console, plan.open, language)
    _title(console, "title_beside", language)
    console.print(_draw_ways(plan.beside, language))
    console.print(Text(say("plans.ratio_note", language), "dim"))
    if plan.moves:
        _show_groups(console, plan.fairness, language)


def _show_head(console: Console, plan: Plan, language: Language) -> None:
    own, nothing = plan.beside[0], plan.beside[1]
    console.print()
    console.print(Text(say("plans.head_title", language, id=plan.id), "bold"))
    stance = say(f"plans.way_{plan.stance}", language)
    facts: dict[str, Fact] = {
        "as_of": plan.as_of,
        "effective_on": plan.effective_on,
        "revision": plan.revision,
    }
    console.print(say("plans.head_line", language, stance=stance, **facts))
    seats = sum(one.seats for one in plan.open)
    console.print(say("plans.head_moves", language, moves=len(plan.moves), open=seats))
    console.print(say("plans.head_vacated", language, count=plan.vacated))
    if own.success is not None:
        expected = {"success": round(own.success), "success_of": own.success_of}
        console.print(say("plans.head_success", language, **expected))
    city = plan.fill[0]
    staff = {"staff": city.staff_after, "need": city.need}
    ratio = write_percent(city.ratio_after, language)
    console.print(say("plans.head_city", language, ratio=ratio, **staff))
    console.print(
        say(
            "plans.head_spread",
            language,
            lowest_before=write_percent(nothing.lowest, language),
            highest_before=write_percent(nothing.highest, language),
            lowest=write_percent(own.lowest, language),
            highest=write_percent(own.highest, language),
            before=write_number(100 * nothing.spread, 1, language),
            after=write_number(100 * own.spread, 1, language),
        )
    )
    worth = {"value": plan.objective.value, "bound": plan.objective.bound}
    told = "head_objective_by_order" if plan.by_order else "head_objective"
    console.print(say(f"plans.{told}", language, **worth))


def _show_moves(console: Console, moves: tuple[PlannedMove, ...], language: Language) -> None:
    _title(console, "title_moves", language)
    told = "plans.moves_in_order" if moves else "plans.no_moves"
    console.print(Text(say(told, language), "dim"))
    best = sorted(moves, key=lambda move: -move.gain.total)
    for number, move in enumerate(best[:MOVES_SHOWN], 1):
        console.print()
        origin = "–" if move.origin is None else f"{move.origin.title}, {move.origin.unit}"
        console.print(Text(f"{number}. {move.name} · {move.nip}", "bold"))
        told = write_percent(move.fit, language)
        line = f"{origin} → {move.target.title}, {move.target.unit} · {told}"
        console.print(Padding(line, (0, 0, 0, 3)))
        print_point(console, "+", move.why, "green")
        print_point(console, "△", move.refusal, "dim")
        console.print(Text(f"     {move.move_id}", "dim"))
    if len(moves) > MOVES_SHOWN:
        console.print()
        console.print(say("plans.more_moves", language, count=len(moves) - MOVES_SHOWN))


def _show_open(console: Console, left: tuple[OpenVacancy, ...], language: Language) -> None:
    if not left:
        return
    _title(console, "title_open", language)
    for one in left[:OPEN_SHOWN]:
        post = one.position
        line = f"{post.title} ({post.position_id}), {post.unit} · {write(one.seats, language)}"
        console.print(line)
        print_point(console, "!", one.text, "yellow")
    if len(left) > OPEN_SHOWN:
        console.print(say("plans.more_open", language, count=len(left) - OPEN_SHOWN))


def _draw_ways(ways: tuple[Summary, ...], language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column(say("plans.column_way", language), min_width=22, overflow="fold")
    names = ("moves", "success", "range", "spread", "wishes", "objective")
    for name in names:
        table.add_column(say(f"plans.column_{name}", language), justify="right")
    for one in ways:
        table.add_row(
            say(f"plans.way_{one.way}", language),
            write(one.moves, language),
            "–" if one.success is None else write_number(one.success, 1, language),
            f"{write_percent(one.lowest, language)}–{write_percent(one.highest, language)}",
            write_number(100 * one.spread, 1, language),
            write(one.wishes_met, language),
            write_number(one.objective, 1, language),
        )
    return table


def _show_groups(console: Console, fairness: tuple[PlanFairness, ...], language: Language) -> None:
    """Print whom the plan moves by group; nothing where no group may be told of."""
    told = [line for one in fairness if (line := _tell_groups(one, language))]
    if told:
        _title(console, "title_groups", language)
        for line in told:
            print_point(console, "·", line, "dim")
        console.print(Text(say("plans.groups_note", language), "dim"))


def _tell_groups(one: PlanFairness, language: Language) -> str | None:
    """Return the shares of one attribute's groups, None where all of them are hidden."""
    shares = [
        f"{name_group(one.attribute, group.group, language)} "
        f"{write_percent(group.share, language)} ({write(group.candidates, language)})"
        for group in one.groups
        if group.share is not None
    ]
    return f"{name_attribute(one.attribute, language)}: {', '.join(shares)}" if shares else None


def _title(console: Console, key: str, language: Language) -> None:
    console.print()
    console.print(Text(say(f"plans.{key}", language), "bold"))
