"""Watching the model over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from matching.monitoring_words import MonitorAnswer, tell_monitoring
from serving.answering import answer_json
from serving.fields import Day
from serving.monitor.service import Monitor
from serving.problems import refusals
from serving.wiring import MatcherNow, Reader

router = APIRouter(prefix="/v1/monitor", tags=["model"])


def _monitor(request: Request) -> Monitor:
    monitor: Monitor = request.app.state.monitor
    return monitor


MonitorNow = Annotated[Monitor, Depends(_monitor)]
AsOf = Annotated[Day | None, Query(description="records as known on this day")]


@router.get("", response_model=MonitorAnswer, responses=refusals(503))
def read(
    matcher: MatcherNow, monitor: MonitorNow, language: Reader, as_of: AsOf = None
) -> Response:
    """Hold the model that serves against present records, and say whether retraining is due."""
    found = monitor.read(matcher, as_of, read_today())
    return answer_json(tell_monitoring(found, language), language)


def read_today() -> date:
    """Return this machine's own day."""
    return date.today()  # noqa: DTZ011
