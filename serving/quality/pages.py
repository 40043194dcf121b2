"""Pages on the quality of the records: all findings, and everybody concerned by one."""

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Response

from matching.quality.answers import TOUCHES, QualityRequest
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import Scope
from serving.answering import send_workbook
from serving.audit.service import Event
from serving.errors import BadCursorError
from serving.listing import Cursor, read_number, write_cursor
from serving.quality.service import Asked, SurveysNow, make_corrections, read_quality
from serving.wiring import MatcherNow, Pages

router = APIRouter()
PAGE = 100


@router.get("/data/quality")
@needs(Right.QUALITY, tells=Event.QUALITY_SEEN)
def show_quality(asked: Asked, pages: Pages, matcher: MatcherNow, surveys: SurveysNow) -> Response:
    """Show every finding with what hangs on it, by the filters of the page."""
    survey = surveys.read(matcher)
    return pages.show(
        "quality.html",
        report=read_quality(survey, asked, pages.language),
        asked=asked,
        agencies=Scope(matcher).list_agencies(),
        tables=sorted({doubt.table for doubt in survey.doubts}),
        touches=TOUCHES,
        kept=_keep(asked),
    )


@router.get("/data/quality.xlsx")
@needs(Right.QUALITY, tells=Event.EXPORTED)
def save_corrections(
    asked: Asked, pages: Pages, matcher: MatcherNow, surveys: SurveysNow
) -> Response:
    """Hand out the workbook of corrections."""
    made = make_corrections(surveys.read(matcher), asked, pages.language)
    return send_workbook(made.content, "perbaikan" if pages.language == "id" else "corrections")


@router.get("/data/quality/{finding_id}")
@needs(Right.QUALITY, tells=Event.QUALITY_SEEN)
def show_finding(
    finding_id: str,
    asked: Asked,
    pages: Pages,
    matcher: MatcherNow,
    surveys: SurveysNow,
    cursor: Cursor = None,
) -> Response:
    """Show everybody and everything that one finding is about, a page at a time."""
    skip = read_number(cursor) if cursor else 0
    whole = replace(asked, finding=finding_id, table=None, touches=None, examples=PAGE, skip=skip)
    report = read_quality(surveys.read(matcher), whole, pages.language)
    if not report.findings:
        raise HTTPException(404)
    found = report.findings[0]
    if cursor and not found.hits:
        raise BadCursorError
    return pages.show(
        "quality_finding.html",
        report=report,
        finding=found,
        next_cursor=write_cursor(str(skip + PAGE)) if skip + PAGE < found.count else None,
        kept=_keep(replace(asked, table=None, touches=None)),
    )


def _keep(asked: QualityRequest) -> str:
    """Return the filters as the query of an address."""
    kept = {"agency_id": asked.agency_id, "table": asked.table, "touches": asked.touches}
    return urlencode({name: value for name, value in kept.items() if value})
