"""The page on what became of inaugurated moves, and the form by which an outcome is reported."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from serving.access.admission import needs
from serving.access.rights import Right
from serving.aftermath.service import cut_moves, read_aftermath
from serving.audit.service import Event
from serving.fields import BlankText, Day
from serving.forms import PageForm
from serving.listing import Cursor
from serving.outcomes.schemas import OutcomeBody
from serving.outcomes.service import report_outcome
from serving.wiring import DatabaseNow, MatcherNow, Pages
from snapshots.reported import Outcome

router = APIRouter(prefix="/aftermath")
PAGE = 25


class OutcomeForm(PageForm):
    """How a move turned out, as a planner reports it."""

    outcome: Outcome
    outcome_on: Day
    correction: bool = False


@router.get("")
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def show(
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
    plan_id: BlankText = None,
    cursor: Cursor = None,
) -> Response:
    """Show expected beside observed, and the moves a page at a time."""
    whole = read_aftermath(matcher, database, pages.language, plan_id)
    answer = cut_moves(whole, PAGE, cursor)
    kept = {"plan_id": plan_id, "cursor": answer.next_cursor}
    asked = urlencode({name: value for name, value in kept.items() if value})
    return pages.show(
        "aftermath.html",
        answer=answer,
        plan_id=plan_id,
        next=f"/aftermath?{asked}" if answer.next_cursor else None,
    )


@router.post("/{move_id}")
@needs(Right.OUTCOMES)
def report(
    move_id: str,
    form: Annotated[OutcomeForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Keep how a move turned out, and show the page again."""
    pages.check(form.form_token)
    body = OutcomeBody.model_validate(
        {
            "move_id": move_id,
            "outcome": form.outcome,
            "outcome_on": form.outcome_on.isoformat(),
            "correction": form.correction,
        }
    )
    report_outcome(matcher, database, body, pages.caller.actor, pages.language)
    return RedirectResponse(f"/aftermath#{move_id}", 303)
