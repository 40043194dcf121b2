"""Letters that lift a rule over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.service import Event
from serving.consents.queries import cut_letters, read_letter
from serving.consents.schemas import Letter, LetterBody, WithdrawalBody
from serving.consents.service import enter_letter, withdraw_letter
from serving.listing import Cursor, Limit, Listing
from serving.problems import refusals
from serving.wiring import DatabaseNow, MatcherNow, Portal, Reader, RepeatNow, WarmNow

router = APIRouter(prefix="/v1/consents", tags=["consents"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="`id` of a letter that was entered")]


@router.get("", response_model=Listing[Letter], responses=refusals(503))
@needs(Right.CONSENTS, tells=Event.CONSENTS_SEEN)
def list_all(
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    person_id: Annotated[
        str | None, Query(max_length=64, description="those that cover this person")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List letters, the newest entered first, then those of the records."""
    if person_id is not None:
        matcher.person_by_id(person_id)
    with database.read() as session:
        letters = cut_letters(session, matcher, person_id, limit, cursor)
    return answer_json(letters, language)


@router.post("", status_code=201, response_model=Letter, responses=refusals(409, 415, 503))
@needs(Right.CONSENTS)
def enter(
    body: LetterBody,
    warm: WarmNow,
    database: DatabaseNow,
    actor: Portal,
    language: Reader,
    repeat: RepeatNow,
) -> Response:
    """Keep a letter; from the next question on it lifts its rule for whom it covers.

    The very same letter sent again is not kept twice: the one that stands is the answer.
    """
    number = enter_letter(warm.get(), database, body, actor, repeat)
    return _answer(number, warm, database, language, 201)


@router.post("/{number}/withdraw", response_model=Letter, responses=refusals(404, 409, 415, 503))
@needs(Right.CONSENTS)
def withdraw(
    number: Number,
    body: WithdrawalBody,
    warm: WarmNow,
    database: DatabaseNow,
    actor: Portal,
    language: Reader,
    repeat: RepeatNow,
) -> Response:
    """Take an entered letter back; from the next question on it lifts nothing."""
    withdraw_letter(warm.get(), database, number, body.reason, actor, repeat)
    return _answer(number, warm, database, language, 200)


def _answer(
    number: int, warm: WarmNow, database: DatabaseNow, language: Reader, status: int
) -> Response:
    with database.read() as session:
        kept = read_letter(session, warm.get(), number)
    return answer_json(kept, language, status)
