"""Watching the model over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.watching.words import MonitorAnswer, tell_monitoring
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.fields import Day
from serving.monitor.service import read_today
from serving.problems import refusals
from serving.wiring import MatcherNow, MonitorNow, Reader

router = APIRouter(prefix="/v1/monitor", tags=["model"])
AsOf = Annotated[Day | None, Query(description="records as known on this day")]


@router.get("", response_model=MonitorAnswer, responses=refusals(503))
@needs(Right.MODEL)
def read(
    matcher: MatcherNow, monitor: MonitorNow, language: Reader, as_of: AsOf = None
) -> Response:
    """Hold the model that serves against present records, and say whether retraining is due."""
    found = monitor.read(matcher, as_of, read_today())
    return answer_json(tell_monitoring(found, language), language)
