"""The commands about stored records: `padan quality` and `padan records`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands.console import busy, note, put, stdout
from commands.opening import check_target, note_made_up, open_matcher, open_store
from commands.options import AsJson
from commands.witness import tell_audit
from wording import say


def quality(
    agency: Annotated[str | None, typer.Option(metavar="AGENCY", help="option_agency")] = None,
    finding: Annotated[str | None, typer.Option(metavar="ID", help="option_finding")] = None,
    examples: Annotated[int, typer.Option(min=0, metavar="N", help="option_examples")] = 3,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="option_corrections_xlsx")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is missing, old or contradictory, and whose eligibility hangs on it."""
    from commands.quality_tables import show_quality
    from matching.plain import to_json
    from matching.quality.answers import QualityRequest
    from matching.quality.survey import survey_records
    from matching.quality.words import tell_quality
    from matching.quality.workbook import write_corrections
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    check_target(xlsx)
    matcher = open_matcher(settings, model_needed=False)
    with busy("looking_through", language):
        survey = survey_records(matcher, date.today())  # noqa: DTZ011  this machine's own day
        request = QualityRequest(agency, finding=finding, examples=examples)
        report = tell_quality(survey, request, language)
        made = write_corrections(survey, language, agency, finding) if xlsx else None
    tell_audit(settings, Event.EXPORTED if xlsx else Event.QUALITY_SEEN, "quality")
    if as_json:
        put(to_json(report, indent=1))
    else:
        note_made_up(matcher.history.snapshot.made_up, language)
        show_quality(stdout(), report, language)
    if xlsx is not None and made is not None:
        xlsx.write_bytes(made.content)
        note(say("quality.written", language, file=str(xlsx), rows=made.rows))
        if made.left:
            note(say("quality.written_cut", language, left=made.left))


def records(
    action: Annotated[
        list[str] | None, typer.Argument(metavar="[compare A B]", help="option_records")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the stored imports, or tell what differs between two of them."""
    from commands.quality_tables import show_comparison, show_records
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.settings import Settings
    from snapshots.comparison import compare_snapshots

    settings = Settings()
    language = settings.language
    store = open_store(settings)
    match action or []:
        case []:
            found = store.list()
            current = store.read_current() if found else None
            if as_json:
                put(
                    to_json(
                        [{**vars(one), "current": one.snapshot_id == current} for one in found], 1
                    )
                )
            else:
                show_records(stdout(), found, current, language)
        case ["compare", before, after]:
            with busy("comparing", language):
                compared = compare_snapshots(store.load(before), store.load(after))
            tell_audit(settings, Event.QUALITY_SEEN, "records")
            if as_json:
                put(to_json(compared, indent=1))
            else:
                show_comparison(stdout(), compared, language)
        case other:
            told = say("comparison.malformed", language, given=" ".join(other))
            raise typer.BadParameter(told, param_hint="records")
