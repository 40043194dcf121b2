"""Positions over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.answers import PositionRow
from matching.directory import list_positions, read_position
from serving.answering import answer_json
from serving.listing import Cursor, Limit, Listing, cut
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/positions", tags=["positions"])


@router.get("", response_model=Listing[PositionRow], responses=refusals(503))
def search(
    matcher: MatcherNow,
    language: Reader,
    vacant: bool | None = None,
    agency_id: str | None = None,
    q: Annotated[str | None, Query(max_length=200, description="part of title, unit or id")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List positions with seats, need, staff and gap, as of the date of the records."""
    rows = list_positions(matcher, vacant, agency_id, q)
    return answer_json(cut(rows, lambda row: row.position_id, limit, cursor), language)


@router.get("/{position_id:path}", response_model=PositionRow, responses=refusals(404, 503))
def read(position_id: str, matcher: MatcherNow, language: Reader) -> Response:
    """Return one position."""
    return answer_json(read_position(matcher, matcher.position(position_id)), language)
