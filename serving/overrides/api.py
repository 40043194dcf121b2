"""Departures from proposals over HTTP."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.service import Event
from serving.listing import Cursor, Limit
from serving.overrides.schemas import OverrideReport
from serving.overrides.service import report_overrides
from serving.problems import refusals
from serving.wiring import DatabaseNow, Reader

router = APIRouter(prefix="/v1/overrides", tags=["audit"])


@router.get("", response_model=OverrideReport, responses=refusals())
@needs(Right.AUDIT, tells=Event.AUDIT_SEEN)
def read(
    database: DatabaseNow, language: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Tell how many decisions followed and departed, why, where, and each departure's sentence."""
    with database.read() as session:
        report = report_overrides(session, limit, cursor)
    return answer_json(report, language)
