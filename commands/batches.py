"""Commands that read a file of pairs: score a batch, check a draft."""

import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from commands.console import busy, note, put, stdout
from commands.opening import open_matcher
from commands.options import AsJson, AsOf, EffectiveOn, Out, to_date
from wording import say

if TYPE_CHECKING:
    from matching.pair_files import PairFile
    from matching.pairs import PairScores
    from matching.sheets import Cell

ANSWERS = ("verdict", "failed", "unknown", "score", "fit")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHECKED = "-diperiksa"
"""Added to the name of a draft's file where no --out names another."""


def score(
    pairs: Annotated[Path, typer.Argument(metavar="PAIRS", help="option_pairs")], out: Out = None
) -> None:
    """Judge and score every pair of a file."""
    from matching.pair_files import read_pair_file
    from matching.pairs import score_pairs
    from serving.settings import Settings

    settings = Settings()
    asked = read_pair_file(pairs)
    matcher = open_matcher(settings)
    with busy("scoring", settings.language):
        found = score_pairs(matcher, asked.position_ids, asked.nips, asked.as_of)
    with _writing(out) as file:
        _write_scores(file, asked, found)
    if found.unknown:
        note(say("terminal.unknown_pairs", settings.language, count=found.unknown))


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="option_draft")],
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Check a draft made by hand against the law; changes nothing."""
    from commands.answer_tables import show_draft
    from matching.answers import to_json
    from matching.draft import check_draft, read_draft
    from matching.spreadsheet import write_checked_draft
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    rows = read_draft(file)
    matcher = open_matcher(settings, model_needed=False)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    with busy("checking", language):
        report = check_draft(matcher, rows, dates, language)
    target = out or file.with_name(f"{file.stem}{CHECKED}{file.suffix}")
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(write_checked_draft(report, language))
    else:
        from matching.spreadsheet import draft_rows

        _write_rows(target, draft_rows(report))
    if as_json:
        put(to_json(report, indent=1))
    else:
        show_draft(stdout(), report, language)
        put(say("terminal.written", language, file=str(target)))


@contextmanager
def _writing(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        yield file


def _write_scores(file: TextIO, asked: "PairFile", found: "PairScores") -> None:
    """Write every column as it came, then the answers; rules joined by semicolons."""
    kept = [name for name in asked.columns if name not in ANSWERS]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*kept, *ANSWERS])
    columns = [asked.columns[name] for name in kept]
    for place, answer in enumerate(found):
        own = (column[place] for column in columns)
        rules = ";".join(answer.failed), ";".join(answer.unknown)
        numbers = ("" if value is None else repr(value) for value in (answer.score, answer.fit))
        writer.writerow([*own, answer.verdict, *rules, *numbers])


def _write_rows(target: Path, rows: "list[dict[str, Cell]]") -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(_disarm(row) for row in rows)


def _disarm(row: "Mapping[str, Cell]") -> dict[str, object]:
    """Quote texts that a spreadsheet would take for a formula."""
    return {
        name: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
        for name, cell in row.items()
    }
