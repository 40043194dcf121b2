"""Workload over HTTP."""

from fastapi import APIRouter, Response

from planning.need.answers import PostNeed, Trend
from planning.need.measure import report_post
from planning.need.spreadsheet import write_need
from planning.need.trend import join_standings
from serving.access.admission import CallerNow, needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.answering import XLSX, answer_json, send_workbook
from serving.audit.service import Event
from serving.listing import Cursor, Limit
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader
from serving.workload.schemas import NeedPage, make_page
from serving.workload.service import Asked, StandingsNow, cut_rows, measure

router = APIRouter(prefix="/v1", tags=["workload"])


@router.get("/workload", response_model=NeedPage, responses=refusals(404, 503))
@needs(Right.POSITIONS)
def read(
    asked: Asked, matcher: MatcherNow, language: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Tell need, staff, gap and load by a level, what is coming, and the sum of all rows."""
    report = measure(matcher, asked, language)
    return answer_json(make_page(report, cut_rows(report, limit, cursor)), language)


@router.get(
    "/workload.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, **refusals(404, 503)},
)
@needs(Right.POSITIONS, tells=Event.EXPORTED)
def read_workbook(
    asked: Asked, matcher: MatcherNow, standings: StandingsNow, language: Reader
) -> Response:
    """Return every level and the trend as a workbook; `by` is not read."""
    measure(matcher, asked, language)
    trend = join_standings(standings.read(matcher).keep(asked.only_agencies), language)
    return send_workbook(write_need(matcher, asked, trend, language), "workload")


@router.get("/workload/trend", response_model=Trend, responses=refusals(503))
@needs(Right.POSITIONS)
def read_trend(
    matcher: MatcherNow, standings: StandingsNow, caller: CallerNow, language: Reader
) -> Response:
    """Tell need and staff over stored records, all together and by agency."""
    past = standings.read(matcher).keep(caller.agencies)
    return answer_json(join_standings(past, language), language)


@router.get(
    "/workload/positions/{position_id:path}",
    response_model=PostNeed,
    responses=refusals(404, 503),
)
@needs(Right.PEOPLE, tells=Event.PEOPLE_SEARCHED)
def read_post(position_id: str, matcher: MatcherNow, scope: ScopeNow, language: Reader) -> Response:
    """Tell one post with who holds it, since when, and when they retire."""
    scope.position(position_id)
    return answer_json(report_post(matcher, position_id, language), language)
