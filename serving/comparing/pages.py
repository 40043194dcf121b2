"""The page that holds two imports against each other."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.comparing.service import ComparisonsNow, RecordsId, list_people
from serving.listing import Cursor, cut
from serving.records.schemas import SnapshotRow
from serving.records.service import list_records
from serving.wiring import MatcherNow, Pages, WarmNow

router = APIRouter()
PAGE = 100


@router.get("/data/compare")
@needs(Right.RECORDS, tells=Event.QUALITY_SEEN)
def show_comparison(
    pages: Pages,
    warm: WarmNow,
    matcher: MatcherNow,
    comparisons: ComparisonsNow,
    noted: NotedNow,
    a: RecordsId = "",
    b: RecordsId = "",
    cursor: Cursor = None,
) -> Response:
    """Show what differs; by default between the import in use and the one before it.

    People by name are shown to whoever may see the quality of the records.
    """
    records = list_records(warm)
    before, after = _choose(records, a, b)
    compared = comparisons.read(before, after)
    seen = pages.caller.may(Right.QUALITY)
    people = tuple(list_people(matcher, compared)) if seen else ()
    if not people:
        noted.note_nothing_shown()
    numbered = tuple(enumerate(people))
    return pages.show(
        "records_compare.html",
        comparison=compared.found,
        records=records,
        people=cut(numbered, lambda one: str(one[0]), PAGE, cursor),
        seen=seen,
        total=len(people),
    )


def _choose(records: tuple[SnapshotRow, ...], before: str, after: str) -> tuple[str, str]:
    """Return the ids asked for; else the import in use, and the newest of the others."""
    current = next(row.snapshot_id for row in records if row.current)
    after = after or current
    others = [row.snapshot_id for row in records if row.snapshot_id != after]
    return before or (others[0] if others else after), after
