"""The page that watches the model."""

from fastapi import APIRouter, Response

from matching.fairness.gate_words import describe_gates
from matching.watching.words import (
    LINES,
    tell_coverage,
    tell_drift,
    tell_fairness_of,
    tell_freshness,
    tell_monitoring,
    tell_outcomes,
    tell_verdict,
)
from models.card.html import write_section
from serving.access.admission import needs
from serving.access.rights import Right
from serving.monitor.service import read_today
from serving.wiring import MatcherNow, MonitorNow, Pages

router = APIRouter()


@router.get("/monitor")
@needs(Right.MODEL)
def show_monitor(pages: Pages, matcher: MatcherNow, monitor: MonitorNow) -> Response:
    """Show what was found, in words, and the figures behind it."""
    found, language = monitor.read(matcher, None, read_today()), pages.language
    parts = {
        "outcomes": tuple(tell_outcomes(found.outcomes, language)),
        "coverage": tuple(tell_coverage(found.coverage, language)),
        "freshness": tuple(tell_freshness(found.freshness, language)),
    }
    return pages.show(
        "monitor.html",
        answer=tell_monitoring(found, language),
        verdict=tell_verdict(found, language),
        drift_basis=tell_drift(found.drift, language) if found.drift else None,
        parts=parts,
        fairness=write_section(tell_fairness_of(found, language)),
        gates=write_section(describe_gates(found.gates, language)),
        most=LINES,
    )
