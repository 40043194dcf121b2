"""Positions over HTTP."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.directory import PositionRow, find_positions, read_position
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.answering import answer_json
from serving.fields import BlankFlag, BlankText
from serving.listing import Cursor, Limit, Listing, cut
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/positions", tags=["positions"])


@router.get("", response_model=Listing[PositionRow], responses=refusals(503))
@needs(Right.POSITIONS)
def search(
    matcher: MatcherNow,
    scope: ScopeNow,
    language: Reader,
    vacant: BlankFlag = None,
    agency_id: BlankText = None,
    q: Annotated[BlankText, Query(description="part of title, unit or id")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List positions with seats, need, staff and gap, as of the date of the records.

    A condition that is left empty asks nothing; an agency that nobody knows is refused.
    """
    if agency_id is not None:
        scope.agency(agency_id, "agency_id")
    places = find_positions(matcher, vacant, agency_id, q, scope.posts)
    ids = matcher.history.positions.position_id
    found = cut(places, lambda place: ids[place], limit, cursor)
    return answer_json(found.read(partial(read_position, matcher)), language)


@router.get("/{position_id:path}", response_model=PositionRow, responses=refusals(404, 503))
@needs(Right.POSITIONS)
def read(position_id: str, matcher: MatcherNow, scope: ScopeNow, language: Reader) -> Response:
    """Return one position."""
    return answer_json(read_position(matcher, scope.position(position_id)), language)
