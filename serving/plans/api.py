"""Transfer plans over HTTP: ask, read with all that happened since, revise, take steps, decide."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.matcher import Matcher
from matching.plain import to_json
from serving.access.admission import CallerNow, needs
from serving.access.caller import Caller
from serving.access.rights import Right
from serving.agency_desk.schemas import DeskMove, DeskRequest
from serving.agency_desk.service import ShelfNow, list_moves
from serving.answering import answer_json, send_json
from serving.audit.service import Event
from serving.database.connection import Database
from serving.fields import Revision
from serving.listing import Cursor, Limit, Listing
from serving.plans.queries import list_plans
from serving.plans.schemas import (
    DecideBody,
    PlanBody,
    PlanBrief,
    PlanInWork,
    PlanPending,
    ReviseBody,
    SendBody,
    StepAsked,
    StepBody,
)
from serving.plans.sending import send_plan
from serving.plans.storing import read_plan
from serving.plans.wiring import ActingNow, PlansNow
from serving.plans.work import decide_plan, look_at, take_step, tell_pending
from serving.problems import refusals
from serving.wiring import DatabaseNow, MatcherNow, Portal, Reader, RepeatNow
from wording import Language

router = APIRouter(prefix="/v1/plans", tags=["plans"])


@router.post("", status_code=202, response_model=PlanPending, responses=refusals(409, 415, 503))
@needs(Right.PLAN)
def make(
    body: PlanBody,
    plans: PlansNow,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    actor: Portal,
    repeat: RepeatNow,
) -> Response:
    """Begin to compute a plan; read it at its Location until its status is no longer computing."""
    stored = plans.ask(matcher, database, body, language, actor, repeat)
    pending = to_json(tell_pending(stored, language)).encode()
    return send_json(pending, language, 202, Location=f"/v1/plans/{stored.id}")


@router.get("", response_model=Listing[PlanBrief], responses=refusals())
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def list_made(
    database: DatabaseNow, language: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """List the plans that were asked for, the newest first."""
    with database.read() as session:
        found = list_plans(session, limit, cursor)
    return answer_json(found, language)


@router.get("/{plan_id}", response_model=PlanInWork | PlanPending, responses=refusals(404, 503))
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def read(
    plan_id: str,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    revision: Annotated[Revision | None, Query(description="default: the newest")] = None,
) -> Response:
    """Return a plan with its steps, what changed since, and what hinders its decision.

    While it is computed, and where that failed: `status` and a sentence alone.
    """
    return answer_json(look_at(matcher, database, plan_id, language, revision), language)


@router.post(
    "/{plan_id}/revise",
    status_code=201,
    response_model=PlanInWork | PlanPending,
    responses=refusals(404, 409, 415, 503),
)
@needs(Right.PLAN)
def revise(
    plan_id: str,
    body: ReviseBody,
    plans: PlansNow,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    caller: CallerNow,
    actor: Portal,
    repeat: RepeatNow,
) -> Response:
    """Plan again with the fewest changes; `diff` tells them and every paper to print again.

    Who reads no plans is told that it is there alone.
    """
    plans.revise(matcher, database, plan_id, body, actor, repeat)
    return _show(plan_id, matcher, database, language, caller, 201)


@router.post(
    "/{plan_id}/send",
    response_model=PlanInWork | PlanPending,
    responses=refusals(404, 409, 415, 503),
)
@needs(Right.PLAN)
def send(
    plan_id: str,
    body: SendBody,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    caller: CallerNow,
    actor: Portal,
    repeat: RepeatNow,
) -> Response:
    """Put the plan before the agencies that it touches; until then it is secret even to them.

    Its later revisions lie there too. A plan that was sent already stays as it was sent. Who reads
    no plans is told that it is there alone.
    """
    send_plan(database, plan_id, body.revision, actor, repeat)
    return _show(plan_id, matcher, database, language, caller)


@router.post(
    "/{plan_id}/moves/{move_id}/{step}",
    response_model=PlanInWork | Listing[DeskMove],
    responses=refusals(404, 409, 415, 503),
)
@needs(Right.STEP)
def step(
    plan_id: str,
    move_id: str,
    step: str,
    body: StepBody,
    plans: PlansNow,
    matcher: MatcherNow,
    database: DatabaseNow,
    shelf: ShelfNow,
    language: Reader,
    caller: CallerNow,
    acting: ActingNow,
    repeat: RepeatNow,
) -> Response:
    """Take a step of a move; `all` for the move: of every move whose next step it may be.

    Without `role` the one of the caller is taken that fits. An agency's officer, who reads no
    plans, takes steps in plans that were sent or decided, and is answered with the moves of the
    plan that touch the own agencies.
    """
    asked = StepAsked(plan_id, (move_id,), step, body)
    take_step(plans, matcher, database, asked, acting, repeat)
    if caller.may(Right.PLANS):
        return _show(plan_id, matcher, database, language, caller)
    own = DeskRequest(plan_id=plan_id)
    moves = list_moves(shelf, matcher, database, acting, own, language)
    return answer_json(Listing(moves, None), language)


@router.post(
    "/{plan_id}/decide",
    response_model=PlanInWork | PlanPending,
    responses=refusals(404, 409, 415, 503),
)
@needs(Right.DECIDE)
def decide(
    plan_id: str,
    body: DecideBody,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    caller: CallerNow,
    acting: ActingNow,
    repeat: RepeatNow,
) -> Response:
    """Decide the whole plan, once; refused with every reason that stands against it.

    Who reads no plans is told that it is there alone.
    """
    decide_plan(matcher, database, plan_id, body, language, acting, repeat)
    return _show(plan_id, matcher, database, language, caller)


def _show(
    plan_id: str,
    matcher: Matcher,
    database: Database,
    language: Language,
    caller: Caller,
    status: int = 200,
) -> Response:
    """Answer with a plan to who reads plans; to others with where it stands, and nobody's name."""
    if caller.may(Right.PLANS):
        return answer_json(look_at(matcher, database, plan_id, language), language, status)
    pending = tell_pending(read_plan(database, plan_id), language)
    return answer_json(pending, language, status)
