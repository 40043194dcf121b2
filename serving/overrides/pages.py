"""The auditor's page on departures from proposals."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.service import Event
from serving.audit.telling import name_person
from serving.listing import Cursor
from serving.overrides.service import report_overrides
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter(prefix="/audit")
PAGE = 50


@router.get("/overrides")
@needs(Right.AUDIT, tells=Event.AUDIT_SEEN)
def show(pages: Pages, warm: WarmNow, database: DatabaseNow, cursor: Cursor = None) -> Response:
    """Show how far decisions and plans departed from what was proposed, and why."""
    with database.read() as session:
        report = report_overrides(session, PAGE, cursor)
    matcher = warm.get() if warm.describe().snapshot_id else None
    names = {
        one.person_id: name_person(matcher, one.person_id) for one in report.items if one.person_id
    }
    return pages.show("overrides.html", report=report, names=names)
