"""Pages about positions: find one, look at it, ask for its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.directory import PositionRow, find_positions, read_position
from matching.fairness.balance import list_balances
from models.group_names import name_attribute
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.listing import Cursor, cut
from serving.shortlists.queries import list_shortlists
from serving.shortlists.schemas import ShortlistBrief
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter(prefix="/positions")
PAGE = 25
LATEST = 5


@dataclass(frozen=True)
class Filters:
    """What the reader filled in above the table."""

    q: str = ""
    agency_id: str = ""
    vacant: bool = False


@router.get("")
@needs(Right.POSITIONS)
def show_positions(
    pages: Pages,
    matcher: MatcherNow,
    scope: ScopeNow,
    q: Annotated[str, Query(max_length=200)] = "",
    agency_id: str = "",
    vacant: bool = False,
    cursor: Cursor = None,
) -> Response:
    """Show positions, filtered, a page at a time."""
    places = find_positions(matcher, vacant or None, agency_id or None, q, scope.posts)
    ids = matcher.history.positions.position_id
    found = cut(places, lambda place: ids[place], PAGE, cursor)
    return pages.show(
        "positions.html",
        found=found.read(partial(read_position, matcher)),
        total=len(places),
        filters=Filters(q, agency_id, vacant),
        agencies=scope.list_agencies(),
    )


@router.get("/{position_id:path}")
@needs(Right.POSITIONS)
def show_position(
    position_id: str, pages: Pages, matcher: MatcherNow, scope: ScopeNow, database: DatabaseNow
) -> Response:
    """Show one position, with its lists and the form that makes one for who may see and make them.

    Raises UnknownPositionError.
    """
    row: PositionRow = read_position(matcher, scope.position(position_id))
    made: Sequence[ShortlistBrief] = ()
    if pages.caller.may(Right.LISTS):
        with database.read() as session:
            made = list_shortlists(session, LATEST, position_id=position_id).items
    balances = [
        (one.attribute, name_attribute(one.attribute, pages.language))
        for one in list_balances(matcher, matcher.history.day)
    ]
    return pages.show(
        "position.html",
        position=row,
        made=made,
        agencies=scope.list_agencies(),
        balances=balances,
    )
