"""The first page: what there is to work with, and where to begin."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.shortlists.queries import list_shortlists
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter()
LATEST = 5


@router.get("/")
@needs(Right.ACCOUNT)
def show_home(pages: Pages, warm: WarmNow, database: DatabaseNow) -> Response:
    """Show the state of the records, counts, and the lists made last."""
    with database.read() as session:
        made = list_shortlists(session, LATEST)
    counts = None
    if warm.describe().snapshot_id:
        matcher = warm.get()
        vacant = matcher.staffing(matcher.history.day).vacant
        counts = {
            "people": len(matcher.history.people_ids),
            "positions": len(vacant),
            "vacant_positions": int((vacant > 0).sum()),
            "vacant_seats": int(vacant.sum()),
        }
    return pages.show("home.html", counts=counts, made=made.items)
