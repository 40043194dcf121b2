"""The command that tells need, staff and what is coming: `padan workload`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands.console import busy, note, put, stdout
from commands.opening import (
    check_target,
    note_made_up,
    open_database,
    open_matcher,
    open_store,
)
from commands.options import AsJson, AsOf, to_date
from wording import say

if TYPE_CHECKING:
    from planning.scenarios.scenario import Scenario
    from serving.settings import Settings

Level = Literal["position", "unit", "agency", "family", "unit_family", "place"]
Sort = Literal["emptiest", "fullest", "name"]
"""As the report takes them; written here, so that the command line need not load it."""


def workload(
    by: Annotated[Level, typer.Option(metavar="LEVEL", help="option_level")] = "agency",
    agency: Annotated[str | None, typer.Option(metavar="AGENCY", help="option_agency")] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="option_unit")] = None,
    sort: Annotated[Sort | None, typer.Option(metavar="ORDER", help="option_need_sort")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="option_limit")] = 10,
    as_of: AsOf = None,
    scenario: Annotated[str | None, typer.Option(metavar="NAME", help="option_scenario")] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="option_need_xlsx")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell need, staff, gap and load, and what is coming; fullest and emptiest first."""
    from commands.need_tables import show_need, show_trend
    from matching.plain import to_json
    from planning.need.answers import NeedRequest
    from planning.need.measure import report_need
    from planning.need.spreadsheet import write_need
    from planning.need.trend import Standings, find_line, join_standings
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    check_target(xlsx)
    supposed = _find_scenario(settings, scenario)
    matcher = open_matcher(settings, model_needed=False)
    request = NeedRequest(by, to_date(as_of), agency, unit, sort or "emptiest", supposed)
    with busy("measuring", language):
        report = report_need(matcher, request, language)
        trend = join_standings(Standings(open_store(settings)).read(matcher), language)
        if xlsx is not None:
            xlsx.write_bytes(write_need(matcher, request, trend, language))
    if as_json:
        shown = trend if by == "agency" else replace(trend, lines=(find_line(trend, agency),))
        put(to_json({**vars(report), "trend": shown}, indent=1))
        return
    note_made_up(matcher.history.snapshot.made_up, language)
    show_need(stdout(), report, limit, sort is None, language)
    show_trend(stdout(), trend, agency, language)
    if xlsx is not None:
        note(say("terminal.written", language, file=str(xlsx)))


def _find_scenario(settings: "Settings", name: str | None) -> "Scenario | None":
    """Return the stored scenario of a name; UnknownScenarioError where none has it."""
    if name is None:
        return None
    from serving.scenarios.service import find_scenario

    with open_database(settings) as database, database.read() as session:
        return find_scenario(session, name)
