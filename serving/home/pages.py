"""The first page: what there is to work with and where to begin, as far as each may see it."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.caller import Caller
from serving.access.rights import Right
from serving.access.scope import Scope
from serving.database.connection import Database
from serving.menu import HOME, Entry, find_menu
from serving.shortlists.queries import list_shortlists
from serving.shortlists.schemas import ShortlistBrief
from serving.warm import WarmMatcher
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter()
LATEST = 5


@router.get(HOME)
@needs(Right.ACCOUNT)
def show_home(pages: Pages, warm: WarmNow, database: DatabaseNow) -> Response:
    """Show the state of the records, counts, and the lists made last; else one's own rooms."""
    caller = pages.caller
    return pages.show(
        "home.html",
        counts=_count(warm, caller),
        made=_list_latest(database, caller),
        rooms=() if caller.may(Right.RANK) else _find_rooms(caller),
    )


def _count(warm: WarmMatcher, caller: Caller) -> dict[str, int] | None:
    """Return what there is of the records that the caller sees, None where nothing is."""
    if not (caller.may(Right.POSITIONS) and warm.describe().snapshot_id):
        return None
    matcher = warm.get()
    scope = Scope(matcher, caller.agencies)
    vacant = matcher.staffing(matcher.history.day).vacant
    people = len(matcher.history.people_ids) if scope.people is None else int(scope.people.sum())
    vacant = vacant if scope.posts is None else vacant[scope.posts]
    return {
        "people": people,
        "positions": len(vacant),
        "vacant_positions": int((vacant > 0).sum()),
        "vacant_seats": int(vacant.sum()),
    }


def _list_latest(database: Database, caller: Caller) -> tuple[ShortlistBrief, ...] | None:
    """Return the lists made last, None for who may read none."""
    if not caller.may(Right.LISTS):
        return None
    with database.read() as session:
        return tuple(list_shortlists(session, LATEST).items)


def _find_rooms(caller: Caller) -> tuple[Entry, ...]:
    menu = find_menu(caller)
    return (*menu.often, *menu.seldom)
