"""Commands about records: make up a city, write the template, import."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Refusal, busy, note, put, stages
from commands.opening import check_target, open_database
from commands.options import AsJson, AsOf, SourceForm, to_date
from wording import Fact, say

if TYPE_CHECKING:
    from datetime import date

    from serving.settings import Settings
    from snapshots.importing import ImportResult
    from snapshots.snapshot import Snapshot


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="option_directory")],
    employees: Annotated[int, typer.Option(metavar="N", help="option_employees")] = 5000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="option_seed")] = 7,
    dirt: Annotated[bool, typer.Option("--dirt", help="option_dirt")] = False,
    siasn: Annotated[bool, typer.Option("--siasn", help="option_siasn")] = False,
) -> None:
    """Write a made-up city as a source folder."""
    from serving.settings import Settings
    from training.demo import make_city

    language = Settings().language
    with busy("making_city", language):
        make_city(directory, employees=employees, seed=seed, dirt=dirt, siasn=siasn)
    put(say("terminal.demo_written", language, directory=str(directory), employees=employees))


def template(file: Annotated[Path, typer.Argument(metavar="FILE", help="option_template")]) -> None:
    """Write an empty workbook of the tables."""
    from matching.errors import UnknownFileKindError
    from serving.settings import Settings
    from snapshots.template import write_template

    if file.suffix.lower() != ".xlsx":
        raise UnknownFileKindError(file.name, (".xlsx",))
    check_target(file)
    language = Settings().language
    write_template(file, language)
    put(say("terminal.template_written", language, file=str(file)))


def import_(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="option_source")],
    as_of: AsOf = None,
    form: Annotated[
        SourceForm, typer.Option("--format", metavar="padan|siasn", help="option_format")
    ] = "padan",
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="option_report")] = None,
    with_portal: Annotated[bool, typer.Option("--with-portal", help="option_with_portal")] = False,
    as_json: AsJson = False,
) -> None:
    """Check everything and store an immutable snapshot, or nothing."""
    from serving.settings import Settings
    from snapshots.problems import describe_problems

    settings = Settings()
    language = settings.language
    check_target(report)
    result = _import(settings, source, to_date(as_of), form, with_portal)
    content = json.dumps(result.report(language), ensure_ascii=False, indent=1)
    if as_json:
        put(content)
    else:
        for line in describe_problems([*result.errors, *result.warnings], language):
            note(line)
    if result.snapshot is not None and not as_json:
        _tell_stored(settings, result.snapshot)
    if report is not None:  # last: where it fails, what became of the records was told
        report.write_text(content + "\n", encoding="utf-8")
    if result.snapshot is None:
        raise Refusal(say("terminal.import_refused", language, errors=len(result.errors)))


def _import(
    settings: "Settings", source: str, as_of: "date | None", form: SourceForm, with_portal: bool
) -> "ImportResult":
    """Import a source and tell the audit; whether that can be told is known before it begins."""
    from serving.access.terminal import find_terminal_actor
    from serving.uploads.service import Asked, Uploads
    from serving.uploads.storing import NO_UPLOAD, record_import
    from snapshots.progress import find_share

    uploads, actor = Uploads(settings), find_terminal_actor()
    asked, result = Asked(form, as_of, with_portal), None
    with open_database(settings) as database, stages("uploads", settings.language) as tell:
        uploads.end_left_behind(database)
        try:
            with uploads.importing(database, NO_UPLOAD, actor):
                result = uploads.bring_in(
                    database,
                    source,
                    asked,
                    lambda stage, done, total: tell(stage, find_share(stage, done, total)),
                )
                with database.write() as session:
                    record_import(session, result, actor)
        except Exception as error:  # the records are in use: the audit learns of them later
            if result is None or result.snapshot is None:
                raise
            why = type(error).__name__
            note(say("terminal.import_not_audited", settings.language, error=why))
    return result


def _tell_stored(settings: "Settings", snapshot: "Snapshot") -> None:
    """Print id, date, counts, and how past moves turned out by the policy's definition."""
    from rules.policy import load_policy
    from snapshots.history import History
    from snapshots.moves import derive_moves

    language = settings.language
    moves = derive_moves(History(snapshot), load_policy(settings.policy).outcome)
    put(
        say(
            "terminal.import_stored",
            language,
            snapshot_id=snapshot.snapshot_id,
            as_of=snapshot.as_of,
            employees=snapshot.tables["employees"].num_rows,
            positions=snapshot.tables["positions"].num_rows,
        )
    )
    reported = snapshot.tables.get("reported_outcomes")
    if reported is not None:
        put(say("terminal.reports_added", language, count=reported.num_rows))
    rate = moves.base_rate
    if rate is None:
        put(say("terminal.base_rate_unknown", language, moves=len(moves)))
    else:
        known = len(moves.outcomes_before(moves.reach))
        facts: dict[str, Fact] = {"moves": len(moves), "known": known, "percent": round(100 * rate)}
        put(say("terminal.base_rate", language, **facts))
    if rate is not None and moves.separates_nobody:
        put(say("terminal.separates_nobody", language))
    if snapshot.made_up:
        put(say("matching.notice_made_up", language))
    if snapshot.deduced:
        put(say("siasn.notice_posts_deduced", language))
