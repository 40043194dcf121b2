"""Quality of the records over HTTP."""

from fastapi import APIRouter, Response

from matching.quality.answers import QualityReport
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import XLSX, answer_json, send_workbook
from serving.audit.service import Event
from serving.problems import refusals
from serving.quality.service import Asked, SurveysNow, make_corrections, read_quality
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1", tags=["records"])


@router.get("/quality", response_model=QualityReport, responses=refusals(503))
@needs(Right.QUALITY, tells=Event.QUALITY_SEEN)
def read(asked: Asked, matcher: MatcherNow, surveys: SurveysNow, language: Reader) -> Response:
    """Tell what is missing, old or contradictory, and whose eligibility hangs on it."""
    return answer_json(read_quality(surveys.read(matcher), asked, language), language)


@router.get(
    "/quality.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, **refusals(503)},
)
@needs(Right.QUALITY, tells=Event.EXPORTED)
def read_workbook(
    asked: Asked, matcher: MatcherNow, surveys: SurveysNow, language: Reader
) -> Response:
    """Return the workbook of corrections, to be filled in and imported; `table` is not read."""
    made = make_corrections(surveys.read(matcher), asked, language)
    return send_workbook(made.content, "corrections")
