"""What API and pages ask of the workload report: the request as it was sent, rows in pieces."""

from typing import Annotated

from fastapi import Depends, Query, Request

from matching.errors import UnknownAgencyError
from matching.matcher import Matcher
from planning.need.answers import Level, NeedReport, NeedRequest, NeedRow, Sort
from planning.need.measure import report_need
from planning.need.trend import Standings
from serving.access.admission import CallerNow
from serving.access.rights import Right
from serving.errors import UnknownAgencyInFieldError, UnknownScenarioError
from serving.fields import BlankDay
from serving.listing import Listing, cut
from serving.scenarios.service import find_scenario
from serving.wiring import DatabaseNow
from wording import Language

AsOf = Annotated[BlankDay, Query(description="records as known on this day")]
Name = Annotated[str, Query(max_length=200)]


def read_request(
    database: DatabaseNow,
    caller: CallerNow,
    by: Level = "agency",
    as_of: AsOf = None,
    agency_id: Name = "",
    unit_id: Name = "",
    sort: Sort = "emptiest",
    scenario: Annotated[Name, Query(description="name of a stored scenario")] = "",
) -> NeedRequest:
    """Return what was asked of the posts that the caller sees; a scenario is named.

    A scenario is told to who may read them, for anybody else there is none. UnknownScenarioError.
    """
    supposed = None
    if scenario and not caller.may(Right.PLANS):
        raise UnknownScenarioError(scenario)
    if scenario:
        with database.read() as session:
            supposed = find_scenario(session, scenario)
    asked = agency_id or None, unit_id or None
    return NeedRequest(by, as_of, *asked, sort, supposed, caller.agencies)


def measure(matcher: Matcher, request: NeedRequest, language: Language) -> NeedReport:
    """Return the report. Raises what `report_need` raises, the agency by its field."""
    try:
        return report_need(matcher, request, language)
    except UnknownAgencyError as error:
        raise UnknownAgencyInFieldError(error.agency_id, "agency_id") from None


def cut_rows(report: NeedReport, limit: int, cursor: str | None) -> Listing[NeedRow]:
    """Return the piece of the rows that follows a cursor."""
    return cut(report.items, lambda row: f"{row.level}:{row.id}", limit, cursor)


def _standings(request: Request) -> Standings:
    standings: Standings = request.app.state.standings
    return standings


Asked = Annotated[NeedRequest, Depends(read_request)]
StandingsNow = Annotated[Standings, Depends(_standings)]
