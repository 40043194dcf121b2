"""The first page: what there is to work with, and where to begin."""

from fastapi import APIRouter, Response

from matching.directory import list_positions
from serving.shortlists.queries import list_shortlists
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter()
LATEST = 5


@router.get("/")
def show_home(pages: Pages, warm: WarmNow, database: DatabaseNow) -> Response:
    """Show the state of the records, counts, and the lists made last."""
    with database.read() as session:
        made = list_shortlists(session, LATEST)
    counts = None
    if warm.describe().snapshot_id:
        matcher = warm.get()
        positions = list_positions(matcher)
        counts = {
            "people": len(matcher.history.people_ids),
            "positions": len(positions),
            "vacant_positions": sum(row.vacant > 0 for row in positions),
            "vacant_seats": sum(row.vacant for row in positions),
        }
    briefs = [stored.brief for stored in made.items]
    return pages.show("home.html", counts=counts, made=briefs)
