"""Comparison of two imports over HTTP."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.comparing.service import ComparisonsNow, RecordsId, count_alone
from serving.problems import refusals
from serving.wiring import Reader
from snapshots.comparison import RecordsComparison

router = APIRouter(prefix="/v1/snapshots", tags=["records"])


@router.get("/compare", response_model=RecordsComparison, responses=refusals())
@needs(Right.RECORDS)
def compare(a: RecordsId, b: RecordsId, comparisons: ComparisonsNow, language: Reader) -> Response:
    """Tell in numbers what `b` holds otherwise than `a`: by table, and of people by column."""
    return answer_json(count_alone(comparisons.read(a, b).found), language)
