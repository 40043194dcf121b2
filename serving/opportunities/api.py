"""Open posts for one person over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.opportunities import Opportunities
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.answering import answer_json
from serving.audit.service import Event
from serving.candidates.schemas import AsOf, EffectiveOn, Span
from serving.listing import Cursor
from serving.opportunities.service import find_opportunities
from serving.problems import refusals
from serving.wiring import Reader

router = APIRouter(prefix="/v1/people", tags=["people"])
MOST = 100
"""Posts told at once: each is told with reasons, which take some hundredths of a second."""
Few = Annotated[int, Query(ge=1, le=MOST, description="How many posts at most")]


@router.get(
    "/{person_id}/opportunities", response_model=Opportunities, responses=refusals(404, 503)
)
@needs(Right.STANDING, tells=Event.PERSON_SEEN, of="person_id")
def read(
    person_id: str,
    scope: ScopeNow,
    language: Reader,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    limit: Few = 20,
    cursor: Cursor = None,
) -> Response:
    """Tell one person which open posts there are: lawful ones first, then by how well they fit.

    Reasons and advice are those that the person may read; nothing about anybody else stands in it.
    """
    span = Span(as_of, effective_on)
    return answer_json(
        find_opportunities(scope, person_id, span, limit, cursor, language), language
    )
