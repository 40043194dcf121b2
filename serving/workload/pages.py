"""Pages on workload: one level at a time with chart and table, and one post with its holders."""

from urllib.parse import urlencode

from fastapi import APIRouter, Response

from planning.need.answers import LEVELS, SORTS, NeedRequest, NeedRow
from planning.need.columns import tell_band, tell_source, tell_state
from planning.need.measure import report_post
from planning.need.spreadsheet import write_need
from planning.need.trend import find_line, join_standings
from planning.need.words import explain_figures
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.answering import send_workbook
from serving.audit.service import Event
from serving.listing import Cursor
from serving.scenarios.service import list_scenarios
from serving.wiring import DatabaseNow, MatcherNow, Pages
from serving.workload.drawing import draw_ratio, find_scale
from serving.workload.service import Asked, StandingsNow, cut_rows, measure

router = APIRouter()
PAGE = 20


@router.get("/workload")
@needs(Right.POSITIONS)
def show_workload(
    pages: Pages,
    matcher: MatcherNow,
    scope: ScopeNow,
    database: DatabaseNow,
    standings: StandingsNow,
    asked: Asked,
    cursor: Cursor = None,
) -> Response:
    """Show rows of a level, a page at a time, with their chart, their sum and the trend."""
    report = measure(matcher, asked, pages.language)
    found = cut_rows(report, PAGE, cursor)
    trend = join_standings(standings.read(matcher).keep(asked.only_agencies), pages.language)
    scenarios: list[str] = []
    if pages.caller.may(Right.PLANS):
        with database.read() as session:
            scenarios = [one.name for one in list_scenarios(session)]
    return pages.show(
        "workload.html",
        report=report,
        found=found,
        asked=asked,
        levels=LEVELS,
        sorts=SORTS,
        agencies=scope.list_agencies(),
        scenarios=scenarios,
        trend=trend,
        line=find_line(trend, report.total.agency_id),
        explained=explain_figures(report, pages.language),
        scale=find_scale(found.items),
        ratio_bar=draw_ratio,
        link=_Links(asked),
        state_of=lambda row: tell_state(row, pages.language),
        source_of=lambda row: tell_source(row, pages.language),
        band_of=lambda row: tell_band(row, pages.language),
    )


@router.get("/workload.xlsx")
@needs(Right.POSITIONS, tells=Event.EXPORTED)
def save_workload(
    pages: Pages, matcher: MatcherNow, standings: StandingsNow, asked: Asked
) -> Response:
    """Hand out every level and the trend as a workbook."""
    measure(matcher, asked, pages.language)
    trend = join_standings(standings.read(matcher).keep(asked.only_agencies), pages.language)
    return send_workbook(write_need(matcher, asked, trend, pages.language), "workload")


@router.get("/workload/positions/{position_id:path}")
@needs(Right.PEOPLE, tells=Event.PEOPLE_SEARCHED)
def show_post(position_id: str, pages: Pages, matcher: MatcherNow, scope: ScopeNow) -> Response:
    """Show one post with who holds it, since when, and when they retire."""
    scope.position(position_id)
    answer = report_post(matcher, position_id, pages.language)
    return pages.show(
        "workload_post.html",
        answer=answer,
        months=matcher.policy.warnings.five_years_in_position.months,
        tell=tell_state(answer.row, pages.language),
        source=tell_source(answer.row, pages.language),
    )


class _Links:
    """Addresses of this page that keep what was asked but for what they change."""

    def __init__(self, asked: NeedRequest) -> None:
        kept = {
            "by": asked.by,
            "sort": asked.sort,
            "agency_id": asked.agency_id,
            "unit_id": asked.unit_id,
            "as_of": asked.as_of,
            "scenario": asked.scenario and asked.scenario.name,
        }
        self._kept = {name: value for name, value in kept.items() if value}

    def change(self, **changes: str | None) -> str:
        """Return the query of the same question with some of it changed."""
        asked = {**self._kept, **changes}
        return urlencode({name: value for name, value in asked.items() if value})

    def open(self, row: NeedRow) -> str | None:
        """Return where a row leads: an agency to its units, a unit to its posts, a post to it."""
        match row.level:
            case "agency":
                return f"/workload?{self.change(by='unit', agency_id=row.id)}"
            case "unit":
                return f"/workload?{self.change(by='position', unit_id=row.id)}"
            case "unit_family":
                return f"/workload?{self.change(by='position', unit_id=row.unit_id)}"
            case _:
                return None
