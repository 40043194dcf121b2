"""What became of inaugurated moves as it is printed: expected beside observed, then each move."""

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from planning.aftermath.answers import Aftermath, Balance, MoveAfter, UnitAfter
from wording import Language, say, write, write_number, write_percent

BALANCE = ("plan", "moves", "judged", "succeeded", "expected", "observed", "returning")
RESULT = ("measure", "unit", "before", "before_count", "after", "after_count")


def show_aftermath(console: Console, answer: Aftermath, limit: int, language: Language) -> None:
    """Print the balance of all plans and at most `limit` moves, the latest first."""
    day = say("pages.data_as_of", language, as_of=answer.as_of)
    console.print(Text(f"{say('aftermath.title', language)} · {day}", "bold"))
    if not answer.items:
        console.print(say("aftermath.nothing", language))
        return
    console.print(answer.total.text)
    console.print(Text(answer.teaching, "dim"))
    console.print(_draw_balances(answer, language))
    for move in answer.items[:limit]:
        _show_move(console, move, language)
    if len(answer.items) > limit:
        facts = {"shown": limit, "count": len(answer.items)}
        console.print(Text(say("aftermath.more", language, **facts), "dim"))
    for notice in answer.notices:
        if notice.code != "made_up":
            print_point(console, "·", notice.text, "dim")


def _draw_balances(answer: Aftermath, language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in BALANCE:
        side: JustifyMethod = "left" if name == "plan" else "right"
        head = say(f"aftermath.column_{name}", language)
        table.add_column(head, justify=side, overflow="fold")
    for one in answer.plans:
        name = say("aftermath.plan_of", language, effective_on=one.effective_on)
        table.add_row(f"{name}\n{one.plan_id}", *_figures(one, language))
    if len(answer.plans) > 1:
        table.add_row(say("aftermath.all_plans", language), *_figures(answer.total, language))
    return table


def _figures(one: Balance, language: Language) -> list[str]:
    expected = write(None, language)
    if one.expected is not None:
        number = write_number(one.expected, 1, language)
        facts = {"expected": number, "low": one.low, "high": one.high}
        expected = say("aftermath.expected_range", language, **facts)
    counts = (one.moves, one.judged, one.succeeded, one.observed, one.returning)
    told = [write(count, language) for count in counts]
    return [*told[:3], expected, *told[3:]]


def _show_move(console: Console, move: MoveAfter, language: Language) -> None:
    key = "aftermath.move_first" if move.from_position is None else "aftermath.move_line"
    line = say(
        key,
        language,
        from_position=move.from_position,
        position=move.position,
        effective_on=move.effective_on,
    )
    console.print(Text(f"{move.name}: {line}", "bold"))
    print_point(console, "·", move.outcome.text, "")
    if move.fit is not None:
        fit = write_percent(move.fit, language)
        print_point(console, "·", say("aftermath.fit_told", language, fit=fit), "dim")
    for unit in move.units:
        print_point(console, "·", _tell_unit(unit, language), "dim")
    for sentence in _list_since(move, language):
        print_point(console, "·", sentence, "dim")


def _tell_unit(unit: UnitAfter, language: Language) -> str:
    ratios = {
        name: write_percent(value, language)
        for name, value in (
            ("before", unit.before),
            ("expected", unit.expected),
            ("now", unit.now),
        )
    }
    points = (
        say(
            "aftermath.ratio_month",
            language,
            months=point.months,
            ratio=write_percent(point.ratio, language),
        )
        for point in unit.checkpoints
        if point.reached
    )
    side = say(f"aftermath.side_{unit.side}", language)
    line = say("aftermath.ratio_line", language, unit=unit.unit, **ratios)
    return "; ".join([f"{side}: {line}", *points])


def _list_since(move: MoveAfter, language: Language) -> list[str]:
    held = {True: "aftermath.in_post", False: "aftermath.not_in_post"}
    told = [] if move.in_post is None else [say(held[move.in_post], language)]
    for one in move.predicates:
        predicate = say(f"rules.predicate_{one.predicate}", language)
        facts = {"year": str(one.year), "predicate": predicate}
        told.append(say("aftermath.predicate_line", language, **facts))
    told += [one.text for one in move.returns]
    for result in move.results:
        known = {name: getattr(result, name) for name in RESULT}
        told.append(say("aftermath.result_line", language, **known))
    return told
