"""Pages about plans: ask for one, read it, change it, walk its steps, decide."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import RedirectResponse

from matching.directory import find_positions, read_position
from models.group_names import name_attribute, name_group
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import Scope
from serving.audit.service import Event
from serving.errors import UnknownMoveOfPlanError
from serving.fields import Revision
from serving.listing import Cursor
from serving.plans.acting import Acting
from serving.plans.departing import (
    Because,
    check_because,
    list_kinds_asked,
    list_kinds_revised,
)
from serving.plans.drafting import choose_positions, read_pins
from serving.plans.drawing import draw_fillings, tell_level
from serving.plans.forms import DecideForm, PlanForm, ReviseForm, SendForm, StepForm
from serving.plans.queries import list_plans
from serving.plans.schemas import PlanInWork, PlanPending
from serving.plans.sending import send_plan
from serving.plans.storing import load_plan
from serving.plans.view import list_at_hand, show_plan
from serving.plans.wiring import ActingNow, PlansNow
from serving.plans.work import ALL, decide_plan, look_at, take_step
from serving.rendering import Renderer
from serving.scenarios.service import list_scenarios
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter(prefix="/plans")
PAGE = 25
MOST_DRAWN, MOST_OPEN, MOST_CHANGES = 60, 30, 12
"""Agencies in the chart; vacancies and changes that stand outside a fold."""

Chosen = Annotated[Revision | None, Query(description="default: the newest")]


@dataclass(frozen=True)
class _Work:
    """What a form of these pages is taken with."""

    plans: PlansNow
    pages: Pages
    matcher: MatcherNow
    database: DatabaseNow
    acting: ActingNow


Work = Annotated[_Work, Depends()]


@router.get("")
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def show_plans(pages: Pages, database: DatabaseNow, cursor: Cursor = None) -> Response:
    """Show the stored plans, the newest first."""
    with database.read() as session:
        found = list_plans(session, PAGE, cursor)
    return pages.show("plans.html", made=found.items, next_cursor=found.next_cursor)


@router.get("/new")
@needs(Right.PLAN)
def show_form(
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
    position: Annotated[tuple[str, ...], Query()] = (),
    scenario: str = "",
) -> Response:
    """Show the form of a new plan; positions and a scenario may be chosen by the address."""
    with database.read() as session:
        scenarios = list_scenarios(session)
    vacant = find_positions(matcher, True, None, "")
    return pages.show(
        "plan_new.html",
        agencies=Scope(matcher).list_agencies(),
        vacant=[read_position(matcher, place) for place in vacant],
        scenarios=scenarios,
        chosen_positions=position,
        chosen_scenario=scenario,
        share_leaving=round(100 * matcher.policy.plan.max_share_leaving, 2),
    )


@router.post("")
@needs(Right.PLAN)
def make(form: Annotated[PlanForm, Form(media_type="multipart/form-data")], work: Work) -> Response:
    """Begin a plan and go to its page, which waits for it."""
    work.pages.check(form.form_token)
    matcher, language = work.matcher, work.pages.language
    body = form.to_body(choose_positions(matcher, form), read_pins(matcher, form, language))
    because = Because(body.reason_code, body.reason)
    check_because(list_kinds_asked(matcher, body), because, required=True)
    stored = work.plans.ask(matcher, work.database, body, language, work.pages.caller.actor)
    return RedirectResponse(f"/plans/{stored.id}", 303)


@router.get("/{plan_id}")
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def show(
    plan_id: str,
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
    acting: ActingNow,
    revision: Chosen = None,
) -> Response:
    """Show a plan; while it is computed a page that waits, where that failed one that says why."""
    plan = look_at(matcher, database, plan_id, pages.language, revision)
    if isinstance(plan, PlanPending):
        return pages.show("plan_pending.html", pending=plan)
    with database.read() as session:
        made_in = load_plan(session, plan_id, revision).language
    return pages.show(
        "plan.html",
        **_frame(plan, pages),
        **show_plan(plan, matcher, acting, pages.language),
        language_made=made_in,
        most_drawn=MOST_DRAWN,
        most_open=MOST_OPEN,
        most_changes=MOST_CHANGES,
    )


@router.post("/{plan_id}/revise")
@needs(Right.PLAN)
def revise(plan_id: str, form: Annotated[ReviseForm, Form()], work: Work) -> Response:
    """Plan again with what was marked, and go to what that changed."""
    work.pages.check(form.form_token)
    body = form.to_body()
    because = Because(body.reason_code, body.reason)
    check_because(list_kinds_revised(body), because, required=True)
    made = work.plans.revise(work.matcher, work.database, plan_id, body, work.pages.caller.actor)
    return RedirectResponse(f"/plans/{plan_id}/revisions/{made.revision}", 303)


@router.get("/{plan_id}/revisions/{revision}")
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def show_revision(
    plan_id: str, revision: Revision, pages: Pages, matcher: MatcherNow, database: DatabaseNow
) -> Response:
    """Show what a revision changed, and the papers that it makes out of date."""
    plan = look_at(matcher, database, plan_id, pages.language, revision)
    if isinstance(plan, PlanPending):
        return RedirectResponse(f"/plans/{plan_id}", 303)
    return pages.show("plan_diff.html", plan=plan)


@router.post("/{plan_id}/send")
@needs(Right.PLAN)
def send(plan_id: str, form: Annotated[SendForm, Form()], work: Work) -> Response:
    """Put the plan before the agencies and show it again."""
    work.pages.check(form.form_token)
    send_plan(work.database, plan_id, form.revision, work.pages.caller.actor)
    return RedirectResponse(f"/plans/{plan_id}", 303)


@router.post("/{plan_id}/steps")
@needs(Right.STEP)
def step_many(plan_id: str, form: Annotated[StepForm, Form()], work: Work) -> Response:
    """Take a step of every move whose next it is."""
    _take_step(work, form, plan_id, ALL)
    return _return_to(work, f"/plans/{plan_id}#steps")


@router.post("/{plan_id}/decide")
@needs(Right.DECIDE)
def decide(plan_id: str, form: Annotated[DecideForm, Form()], work: Work) -> Response:
    """Decide the whole plan and show it again."""
    work.pages.check(form.form_token)
    language = work.pages.language
    decide_plan(work.matcher, work.database, plan_id, form.to_body(), language, work.acting)
    return RedirectResponse(f"/plans/{plan_id}", 303)


@router.get("/{plan_id}/moves/{move_id}")
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def show_move(
    plan_id: str,
    move_id: str,
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
    acting: ActingNow,
    revision: Chosen = None,
) -> Response:
    """Show one move with all that speaks for it, hangs on it, and happened to it."""
    plan = look_at(matcher, database, plan_id, pages.language, revision)
    if isinstance(plan, PlanPending):
        return RedirectResponse(f"/plans/{plan_id}", 303)
    return pages.show("plan_move.html", **_frame(plan, pages), **_show_one(plan, move_id, acting))


@router.post("/{plan_id}/moves/{move_id}/steps")
@needs(Right.STEP)
def step_one(plan_id: str, move_id: str, form: Annotated[StepForm, Form()], work: Work) -> Response:
    """Take a step of one move and show it again."""
    _take_step(work, form, plan_id, (move_id,))
    return _return_to(work, f"/plans/{plan_id}/moves/{move_id}#steps")


def _take_step(work: _Work, form: StepForm, plan_id: str, move_ids: tuple[str, ...]) -> None:
    """Take the step that a form asks for."""
    work.pages.check(form.form_token)
    asked = form.to_asked(plan_id, move_ids)
    take_step(work.plans, work.matcher, work.database, asked, work.acting)


def _return_to(work: _Work, address: str) -> Response:
    """Go back to a page of a plan; who may take steps alone has a page of moves instead."""
    reads = work.pages.caller.may(Right.PLANS)
    return RedirectResponse(address if reads else "/agency-moves", 303)


def _frame(plan: PlanInWork, pages: Renderer) -> dict[str, Any]:
    """Return what every page of a plan needs: the plan and how its ratios are shown."""
    return {
        "plan": plan,
        "fill_level": tell_level,
        "name_attribute": name_attribute,
        "name_group": name_group,
        "fill_chart": partial(draw_fillings, language=pages.language),
        "at_revision": "" if plan.revision == plan.newest else f"?revision={plan.revision}",
    }


def _show_one(plan: PlanInWork, move_id: str, acting: Acting) -> dict[str, Any]:
    """Return what the page of a move shows. Raises UnknownMoveIdError."""
    moves = {one.move_id: one for one in plan.moves}
    if move_id not in moves:
        raise UnknownMoveOfPlanError(move_id)
    progress = next(one for one in plan.progress if one.move_id == move_id)
    return {
        "move": moves[move_id],
        "move_of": moves,
        "progress": progress,
        "at_hand": list_at_hand(moves[move_id], progress, acting),
        "pinned": move_id in plan.pinned,
        "changes": [one for one in plan.changes if one.move_id == move_id],
        "dependants": [one.move_id for one in plan.moves if move_id in one.depends_on],
    }
