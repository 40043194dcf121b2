"""The quality of the records, the stored imports and what differs between two, as printed."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.shortlist_tables import print_point
from matching.quality.answers import Hit, QualityFinding, QualityReport
from snapshots.comparison import CellChange, Comparison
from snapshots.store import SnapshotInfo
from wording import Language, has_text, say, write, write_percent

MOST_PEOPLE = 20
"""People named of a comparison; the JSON has all of them."""
SHORT = 8


def show_quality(console: Console, report: QualityReport, language: Language) -> None:
    """Print the findings, those on which most people's eligibility hangs first."""
    console.print()
    day = say("pages.data_as_of", language, as_of=report.as_of)
    console.print(Text(f"{say('quality.title', language)} · {day}", "bold"))
    console.print(report.headline)
    for notice in report.notices:
        if notice.code != "made_up":
            print_point(console, "·", notice.text, "dim")
    if not report.findings:
        console.print(say("quality.clean", language))
    for finding in report.findings:
        _show_finding(console, finding, language)


def _show_finding(console: Console, finding: QualityFinding, language: Language) -> None:
    share = "" if finding.share is None else f" ({write_percent(finding.share, language)})"
    console.print()
    console.print(Text(f"{finding.text}{share}", "bold"))
    kind = say(f"quality.kind_{finding.kind}", language)
    touch = say(f"quality.touch_{finding.effect.touches}", language)
    console.print(Text(f"  {finding.id} · {kind} · {touch}", "dim"))
    print_point(console, "·", finding.effect.text, "")
    print_point(console, "→", finding.remedy, "")
    for hit in finding.hits:
        print_point(console, " ", _tell_hit(hit, language), "dim")


def _tell_hit(hit: Hit, language: Language) -> str:
    row = (
        say("quality.row_missing", language)
        if hit.row is None
        else say("quality.row", language, row=hit.row)
    )
    told = (hit.name, hit.person_id or hit.position_id, hit.agency, row)
    return ", ".join(part for part in told if part)


def show_records(
    console: Console, found: Sequence[SnapshotInfo], current: str | None, language: Language
) -> None:
    """Print the stored imports, the newest first."""
    if not found:
        console.print(say("comparison.none", language))
        return
    table = _open(say("comparison.listed", language))
    for key in ("code", "as_of", "imported_at"):
        table.add_column(say(f"comparison.{key}", language))
    table.add_column(say("comparison.rows", language), justify="right")
    table.add_column()
    for one in found:
        marks = [
            say(f"comparison.{key}", language)
            for key, holds in (("in_use", one.snapshot_id == current), ("made_up", one.made_up))
            if holds
        ]
        table.add_row(
            one.snapshot_id,
            write(one.as_of, language),
            write(one.imported_at, language),
            write(sum(one.rows.values()), language),
            ", ".join(marks),
        )
    console.print(table)


def show_comparison(console: Console, compared: Comparison, language: Language) -> None:
    """Print who came, left and changed, and rows by table."""
    if compared.before.snapshot_id == compared.after.snapshot_id:
        console.print(say("comparison.same_records", language))
        return
    console.print()
    days = " → ".join(write(one.as_of, language) for one in (compared.before, compared.after))
    console.print(Text(f"{say('comparison.title', language)} · {days}", "bold"))
    counts = {"came": compared.came, "left": compared.left, "changed": compared.changed}
    people = {"people": compared.after.people, "before": compared.before.people}
    console.print(say("comparison.headline", language, **counts, **people))
    if compared.gone:
        console.print(say("comparison.gone", language, gone=compared.gone))
    for one in compared.columns:
        print_point(
            console, "·", f"{_name(one.column, language)}: {write(one.people, language)}", ""
        )
    console.print(_draw_tables(compared, language))
    for person in compared.people[:MOST_PEOPLE]:
        what = say(f"comparison.what_{person.what}", language)
        cells = "; ".join(_tell_cell(cell, language) for cell in person.cells)
        print_point(console, "·", f"{person.name} ({person.nip}): {what}. {cells}".strip(), "")
    if len(compared.people) > MOST_PEOPLE:
        left = len(compared.people) - MOST_PEOPLE
        console.print(Text(say("comparison.more", language, left=left), "dim"))


def _draw_tables(compared: Comparison, language: Language) -> Table:
    table = _open(say("comparison.tables_caption", language))
    table.add_column(say("comparison.table", language))
    for key in ("rows_before", "rows_after", "added", "removed", "altered"):
        table.add_column(say(f"comparison.{key}", language), justify="right")
    for one in compared.tables:
        counts = (one.before, one.after, one.added, one.removed, one.changed)
        table.add_row(one.table, *(write(count, language) for count in counts))
    return table


def _tell_cell(cell: CellChange, language: Language) -> str:
    if cell.before is cell.after is None:
        return f"{_name(cell.column, language)}: {say('comparison.what_changed', language)}"
    before, after = write(cell.before, language), write(cell.after, language)
    return f"{_name(cell.column, language)} {before} → {after}"


def _name(column: str, language: Language) -> str:
    key = f"comparison.cell_{column}"
    return say(key, language) if has_text(key) else column


def _open(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE, title_style="bold")
