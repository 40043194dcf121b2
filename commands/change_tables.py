"""Groups of judged openings, and why a measure changed between two models, as they are printed."""

from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.console import say_if
from training.judging.change import MEASURES, Change, GroupChange, GroupLine
from training.judging.comparing import Groups
from wording import Language, say, write_number, write_signed

PARTS = ("who", "outcomes", "model")


def show_groups(console: Console, version: str, groups: Groups, language: Language) -> None:
    """Print how one model did in each group."""
    by = say(f"evaluation.by_{groups.by}", language)
    _head(console, say("evaluation.groups_title", language, version=version, by=by))
    table = _open_table(("group", "count", *MEASURES), language)
    for line in groups.lines:
        cells = (_write(line.measures[name], language) for name in MEASURES)
        table.add_row(_name(groups.by, line.group, language), str(line.count), *cells)
    console.print(table)


def show_change(
    console: Console, newer: str, older: str, change: Change, language: Language
) -> None:
    """Print the parts of each measure's change, then every group before and after."""
    _head(console, _title(newer, older, change, language))
    table = _open_table(("measure", "before", "after", "change", *PARTS), language)
    for split in change.splits:
        values = (split.after - split.before, *(getattr(split, part) for part in PARTS))
        table.add_row(
            say(f"evaluation.head_{split.measure}", language),
            _write(split.before, language),
            _write(split.after, language),
            *(write_signed(value, 3, language) for value in values),
        )
    console.print(table)
    console.print(say("evaluation.parts", language))
    groups = _open_table(("group", "count", *MEASURES), language)
    for group in change.groups:
        cells = (_tell_change(group, name, language) for name in MEASURES)
        counts = f"{_count(group.before)} → {_count(group.after)}"
        groups.add_row(_name(change.by, group.group, language), counts, *cells)
    console.print(groups)
    console.print(say("evaluation.group_cells", language, older=older, newer=newer))
    for told, names in (("left", change.left), ("joined", change.joined)):
        if names:
            listed = ", ".join(_name(change.by, name, language) for name in names)
            console.print(say(f"evaluation.groups_{told}", language, groups=listed))
    if 0 < change.asked < change.after:
        kept = change.after - change.asked
        told = say("evaluation.mixed", language, older=older, asked=change.asked, kept=kept)
        console.print(told)
    if change.unscored:
        console.print(say("evaluation.unscored", language, count=change.unscored, older=older))


def _title(newer: str, older: str, change: Change, language: Language) -> str:
    return say(
        "evaluation.change_title",
        language,
        by=say(f"evaluation.by_{change.by}", language),
        older=older,
        newer=newer,
        before=change.before,
        after=change.after,
    )


def _head(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, "bold"))


def _open_table(columns: tuple[str, ...], language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for name in columns:
        table.add_column(say(f"evaluation.head_{name}", language), overflow="fold")
    return table


def _tell_change(group: GroupChange, name: str, language: Language) -> str:
    """Return a measure by the older model on its own and on the newer openings, and by the newer.

    How openings ended does not depend on the model: a success rate has no middle value.
    """
    asked = [group.before, group.after_by_older, group.after]
    told = asked if name != "success_rate" else [group.before, group.after]
    return " → ".join(_write(_read(line, name), language) for line in told)


def _read(line: GroupLine | None, name: str) -> float | None:
    measures: Mapping[str, float | None] = {} if line is None else line.measures
    return measures.get(name)


def _count(line: GroupLine | None) -> int:
    return 0 if line is None else line.count


def _name(by: str, group: str, language: Language) -> str:
    return say_if(f"card.kind_{group}", language, group) if by == "kind" else group


def _write(value: float | None, language: Language) -> str:
    return "–" if value is None else write_number(float(value), 3, language)
