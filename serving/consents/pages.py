"""The page of letters that lift a rule: all of them, a form for one more, and taking one back."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.service import Event
from serving.consents.api import Number
from serving.consents.queries import cut_letters
from serving.consents.schemas import LetterBody, Reason
from serving.consents.service import enter_letter, list_waivable, withdraw_letter
from serving.forms import PageForm
from serving.listing import Cursor
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter(prefix="/consents")
HERE = "/consents"
PAGE = 50


class LetterForm(PageForm, LetterBody):
    """A letter as the form of the page has it."""

    issued_on: date
    valid_until: date | None = None
    for_all: bool = Field(default=False, validate_default=True)


class WithdrawalForm(PageForm):
    """Why a letter is taken back."""

    reason: Reason = Field()


@router.get("")
@needs(Right.CONSENTS, tells=Event.CONSENTS_SEEN)
def show_letters(
    pages: Pages, matcher: MatcherNow, database: DatabaseNow, cursor: Cursor = None
) -> Response:
    """Show all letters, the newest entered first, with a form for one more."""
    with database.read() as session:
        letters = cut_letters(session, matcher, None, PAGE, cursor)
    return pages.show("consents.html", letters=letters, waivable=list_waivable(matcher.policy))


@router.post("")
@needs(Right.CONSENTS)
def enter(
    form: Annotated[LetterForm, Form()], pages: Pages, matcher: MatcherNow, database: DatabaseNow
) -> Response:
    """Keep a letter, and show it among the others."""
    pages.check(form.form_token)
    enter_letter(matcher, database, form, pages.caller.actor)
    return RedirectResponse(HERE, 303)


@router.post("/{number}/withdraw")
@needs(Right.CONSENTS)
def withdraw(
    number: Number,
    form: Annotated[WithdrawalForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Take a letter back, and show it so."""
    pages.check(form.form_token)
    withdraw_letter(matcher, database, number, form.reason, pages.caller.actor)
    return RedirectResponse(HERE, 303)
