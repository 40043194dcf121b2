"""Pages about positions: find one, look at it, ask for its list."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.directory import PositionRow, find_positions, read_position
from matching.fairness.balance import list_balances
from matching.matcher import Matcher
from models.group_names import name_attribute
from serving.access.admission import needs
from serving.access.rights import Right
from serving.listing import Cursor, cut
from serving.shortlists.queries import list_shortlists
from serving.wiring import DatabaseNow, MatcherNow, Pages
from snapshots.ladders import UNKNOWN

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
    q: Annotated[str, Query(max_length=200)] = "",
    agency_id: str = "",
    vacant: bool = False,
    cursor: Cursor = None,
) -> Response:
    """Show positions, filtered, a page at a time."""
    places = find_positions(matcher, vacant or None, agency_id or None, q)
    ids = matcher.history.positions.position_id
    found = cut(places, lambda place: ids[place], PAGE, cursor)
    return pages.show(
        "positions.html",
        found=found.read(partial(read_position, matcher)),
        total=len(places),
        filters=Filters(q, agency_id, vacant),
        agencies=list_agencies(matcher),
    )


@router.get("/{position_id:path}")
@needs(Right.POSITIONS)
def show_position(
    position_id: str, pages: Pages, matcher: MatcherNow, database: DatabaseNow
) -> Response:
    """Show one position with the form that makes its list."""
    row: PositionRow = read_position(matcher, matcher.position(position_id))
    with database.read() as session:
        made = list_shortlists(session, LATEST, position_id=position_id)
    agencies = list_agencies(matcher)
    balances = [
        (one.attribute, name_attribute(one.attribute, pages.language))
        for one in list_balances(matcher, matcher.history.day)
    ]
    return pages.show(
        "position.html", position=row, made=made.items, agencies=agencies, balances=balances
    )


def list_agencies(matcher: Matcher) -> list[tuple[str, str]]:
    """Return (id, name) of every agency, by name."""
    units = matcher.history.units
    places = {int(agency) for agency in units.agency if agency != UNKNOWN}
    named = [(units.unit_id[place], units.name[place]) for place in places]
    return sorted(named, key=lambda agency: agency[1].casefold())
