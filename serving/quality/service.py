"""What API and pages ask of the records' quality: the survey, kept warm, and the question."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Annotated

from fastapi import Depends, Query, Request

from matching.errors import UnknownAgencyError
from matching.matcher import Matcher
from matching.quality.answers import EXAMPLES, QualityReport, QualityRequest, Touch
from matching.quality.survey import Survey, survey_records
from matching.quality.words import tell_quality
from matching.quality.workbook import Corrections, write_corrections
from serving.errors import UnknownAgencyInFieldError
from serving.fields import BLANK
from serving.monitor.service import read_today
from wording import Language

MOST_HITS = 500
Name = Annotated[str, Query(max_length=200)]
Touched = Annotated[
    Touch | None,
    BLANK,
    Query(description="findings with this strongest effect alone"),
]


class Surveys:
    """Keeps the last survey, so that the records are looked through once, not once a page."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[Matcher, date, Survey] | None = None

    def read(self, matcher: Matcher) -> Survey:
        """Return today's survey of a matcher's records; it takes a second or two the first time."""
        today = read_today()
        with self._lock:
            if self._kept is None or self._kept[0] is not matcher or self._kept[1] != today:
                self._kept = matcher, today, survey_records(matcher, today)
            return self._kept[2]


def read_question(
    agency_id: Annotated[Name, Query(description="hits of this agency alone")] = "",
    table: Annotated[Name, Query(description="findings of this table alone")] = "",
    touches: Touched = None,
    finding: Annotated[Name, Query(description="`id` of a finding: that one alone")] = "",
    examples: Annotated[
        int, Query(ge=0, le=MOST_HITS, description="hits of each finding that are shown")
    ] = EXAMPLES,
) -> QualityRequest:
    """Return what was asked."""
    return QualityRequest(agency_id or None, table or None, touches, finding or None, examples)


def read_quality(survey: Survey, asked: QualityRequest, language: Language) -> QualityReport:
    """Return the report. Raises UnknownAgencyInFieldError."""
    with _naming_the_field():
        return tell_quality(survey, asked, language)


def make_corrections(survey: Survey, asked: QualityRequest, language: Language) -> Corrections:
    """Return the workbook of corrections. Raises UnknownAgencyInFieldError."""
    with _naming_the_field():
        return write_corrections(survey, language, asked.agency_id, asked.finding)


@contextmanager
def _naming_the_field() -> Iterator[None]:
    """Let an unknown agency be told at the field that holds it."""
    try:
        yield
    except UnknownAgencyError as error:
        raise UnknownAgencyInFieldError(error.agency_id, "agency_id") from None


def _surveys(request: Request) -> Surveys:
    surveys: Surveys = request.app.state.surveys
    return surveys


SurveysNow = Annotated[Surveys, Depends(_surveys)]
Asked = Annotated[QualityRequest, Depends(read_question)]
