"""The printable page of a person's own view."""

from itertools import groupby

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.audit.service import Event
from serving.candidates.schemas import AsOf, EffectiveOn, Question
from serving.standing.schemas import PositionId
from serving.standing.service import find_standing
from serving.wiring import Pages

router = APIRouter(prefix="/people")


@router.get("/{person_id}/standing")
@needs(Right.STANDING, tells=Event.PERSON_SEEN, of="person_id")
def show_standing(
    person_id: str,
    position_id: PositionId,
    pages: Pages,
    scope: ScopeNow,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
) -> Response:
    """Show one person's own view for a position, made to be printed."""
    question = Question(position_id, as_of, effective_on)
    answer = find_standing(scope, person_id, question, pages.language)
    facts = groupby(answer.facts, key=lambda fact: fact.subject)
    subjects = [(subject, list(found)) for subject, found in facts]
    return pages.show("standing.html", answer=answer, subjects=subjects)
