"""Commands that read a file of pairs: score a batch, check a draft."""

import csv
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import busy, note, put, stdout
from commands.opening import check_target, open_matcher
from commands.options import AsJson, AsOf, EffectiveOn, Out, to_date
from commands.witness import tell_audit
from wording import say

if TYPE_CHECKING:
    from matching.drafts.answers import DraftReport
    from matching.files.sheets import Cell
    from wording import Language

CHECKED_KINDS = (".xlsx", ".csv")


def score(
    pairs: Annotated[Path, typer.Argument(metavar="PAIRS", help="option_pairs")], out: Out = None
) -> None:
    """Judge and score every pair of a file."""
    from matching.files.pair_files import read_pair_file
    from matching.files.scored_files import (
        choose_writer,
        find_replaced,
        sign_scores,
        tabulate_scores,
        write_csv,
    )
    from matching.pairs import name_origins, score_pairs
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    write = choose_writer(out) if out else partial(write_csv, sys.stdout)
    check_target(out)
    asked = read_pair_file(pairs)
    matcher = open_matcher(settings)
    with busy("scoring", settings.language):
        found = score_pairs(matcher, asked.position_ids, asked.nips, asked.as_of)
    tell_audit(settings, Event.PAIRS_SCORED, "score", pairs=len(asked.nips))
    origins = name_origins(matcher, found)
    write(sign_scores(tabulate_scores(asked, found), origins))
    for name in find_replaced(asked):
        note(say("terminal.replaced_column", settings.language, column=name))
    if found.unknown:
        note(say("terminal.unknown_pairs", settings.language, count=found.unknown))
    note(", ".join(f"{name} {value}" for name, value in origins.items()))


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="option_draft")],
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Check a draft made by hand against the law; changes nothing."""
    from commands.answer_tables import show_draft
    from matching.drafts.check import check_draft, read_draft
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    target = None if as_json and out is None else _choose_target(file, out, language)
    rows = read_draft(file)
    matcher = open_matcher(settings, model_needed=False)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    with busy("checking", language):
        report = check_draft(matcher, rows, dates, language)
    tell_audit(settings, Event.DRAFT_CHECKED, "check", lines=len(rows))
    if target is not None:
        _write_checked(target, report, language)
    if as_json:
        put(to_json(report, indent=1))
    else:
        show_draft(stdout(), report, language)
        put(say("terminal.written", language, file=str(target)))


def _write_checked(target: Path, report: "DraftReport", language: "Language") -> None:
    from matching.drafts.sheet import draft_rows, write_checked_draft

    if target.suffix.lower() == ".xlsx":
        target.write_bytes(write_checked_draft(report, language))
    else:
        _write_rows(target, draft_rows(report))


def _choose_target(draft: Path, out: Path | None, language: "Language") -> Path:
    """Return where the checked draft goes: beside the draft, as a workbook if it was one."""
    from matching.errors import UnknownFileKindError

    suffix = ".xlsx" if draft.suffix.lower() == ".xlsx" else ".csv"
    target = out or draft.with_name(
        f"{draft.stem}{say('terminal.checked_suffix', language)}{suffix}"
    )
    if target.suffix.lower() not in CHECKED_KINDS:
        raise UnknownFileKindError(target.name, CHECKED_KINDS)
    check_target(target)
    return target


def _write_rows(target: Path, rows: "list[dict[str, Cell]]") -> None:
    from matching.files.formulas import disarm

    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        headings = list(rows[0]) if rows else []
        writer.writerow([disarm(name) for name in headings])
        for row in rows:
            cells = (row[name] for name in headings)
            writer.writerow([disarm(cell) if isinstance(cell, str) else cell for cell in cells])
