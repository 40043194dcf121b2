"""The page of an agency's desk: what waits, steps for several moves at once, the printed sheet."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Self

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planning.papers.agencies import write_agency_sheet
from planning.papers.errors import UnknownPaperError
from planning.work.steps import STOPS, Step
from serving.access.admission import needs
from serving.access.rights import Right
from serving.access.scope import ScopeNow
from serving.agency_desk.schemas import DeskMove, DeskRequest
from serving.agency_desk.service import LAST, ShelfNow, list_moves
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.errors import UnknownPlanError
from serving.listing import Cursor, cut
from serving.papers.printing import print_paper
from serving.papers.service import open_edition
from serving.plans.acting import Acting
from serving.plans.forms import StepForm
from serving.plans.schemas import Id
from serving.plans.storing import load_plan
from serving.plans.wiring import ActingNow, PlansNow
from serving.plans.work import is_told, take_step
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter(prefix="/agency-moves")
HERE = "/agency-moves"
PAGE = 50


@dataclass(frozen=True)
class Group:
    """Moves of one plan that wait for the same step, with the steps that who looks may take."""

    due: Step | None
    moves: tuple[DeskMove, ...]
    may: tuple[Step, ...]
    letter: bool


@dataclass(frozen=True)
class PlanOnDesk:
    """What a desk shows of one plan."""

    plan_id: str
    revision: int
    groups: tuple[Group, ...]
    rest: tuple[DeskMove, ...]

    @property
    def first(self) -> DeskMove:
        """A move of the plan: day of effect and decision are the same for all."""
        return self._moves[0]

    @property
    def sheets(self) -> list[tuple[str, str]]:
        """The agencies (id, name) that these moves leave or enter, by name; each has a sheet."""
        told = [one for one in self._moves if one.state not in LAST]
        posts = [post for one in told for post in (one.origin, one.target) if post is not None]
        return sorted({(post.agency_id, post.agency) for post in posts}, key=lambda one: one[::-1])

    @property
    def _moves(self) -> tuple[DeskMove, ...]:
        return (*(one for group in self.groups for one in group.moves), *self.rest)


class DeskForm(StepForm):
    """A step for the moves that were ticked, or for `everything` that its table `listed`."""

    moves: tuple[Id, ...] = Field(default=(), max_length=PAGE)
    listed: str = Field(default="", max_length=4000)
    everything: bool = False

    @model_validator(mode="after")
    def refuse_nothing(self) -> Self:
        """Refuse a form on which nothing was ticked."""
        if not self.chosen:
            raise PydanticCustomError("missing", "no move was ticked")
        return self

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the moves that are meant."""
        return tuple(self.listed.split()) if self.everything else self.moves


@router.get("")
@needs(Right.STEP, tells=Event.PLAN_SEEN)
def show_desk(
    pages: Pages,
    matcher: MatcherNow,
    scope: ScopeNow,
    database: DatabaseNow,
    shelf: ShelfNow,
    acting: ActingNow,
    noted: NotedNow,
    agency_id: Annotated[str, Query(max_length=255)] = "",
    due: bool = False,
    cursor: Cursor = None,
) -> Response:
    """Show the planned moves that leave or enter an agency, what waits for the reader first."""
    asked = DeskRequest(agency_id or None, None, due)
    moves = list_moves(shelf, matcher, database, acting, asked, pages.language)
    found = cut(moves, lambda one: f"{one.plan_id}:{one.move_id}", PAGE, cursor)
    noted.note_plans(one.plan_id for one in found.items)
    return pages.show(
        "agency_moves.html",
        plans=[_lay_out(plan_id, list(own)) for plan_id, own in _by_plan(found.items)],
        next_cursor=found.next_cursor,
        asked=asked,
        agencies=scope.list_agencies(),
        sheets=_choose_sheets(acting, asked),
        waiting=sum(_waits(one) for one in moves),
        stops=STOPS,
    )


@router.post("/{plan_id}/steps")
@needs(Right.STEP)
def take(
    plan_id: str,
    form: Annotated[DeskForm, Form()],
    pages: Pages,
    plans: PlansNow,
    matcher: MatcherNow,
    database: DatabaseNow,
    acting: ActingNow,
) -> Response:
    """Take a step of the moves that were ticked, all or none, and show the desk again."""
    pages.check(form.form_token)
    asked = form.to_asked(plan_id, form.chosen)
    take_step(plans, matcher, database, asked, acting)
    return RedirectResponse(f"{HERE}#plan-{plan_id}", 303)


@router.get("/{plan_id}/sheet")
@needs(Right.STEP, tells=Event.PLAN_SEEN, of="plan_id")
def show_sheet(
    plan_id: str,
    agency_id: Annotated[str, Query(max_length=255)],
    request: Request,
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
    acting: ActingNow,
) -> Response:
    """Show an agency's own sheet of a plan, made to be printed."""
    with database.read() as session:
        stored = load_plan(session, plan_id)
    if not is_told(stored, acting):
        raise UnknownPlanError(plan_id)
    settings = request.app.state.settings
    edition = open_edition(settings, database, matcher, plan_id, pages.language)
    if acting.agencies is not None and agency_id not in acting.agencies:
        raise UnknownPaperError("agency", agency_id)
    paper = write_agency_sheet(edition, agency_id)
    html = print_paper(request.app.state.templates, paper, edition.language, HERE)
    return HTMLResponse(html, headers={"Content-Language": edition.language})


def _choose_sheets(acting: Acting, asked: DeskRequest) -> frozenset[str]:
    """Return the agencies whose sheets are offered: one's own, or the one that is looked at."""
    chosen = frozenset({asked.agency_id}) if asked.agency_id else frozenset[str]()
    return acting.agencies or chosen


def _by_plan(moves: tuple[DeskMove, ...]) -> "groupby[str, DeskMove]":
    return groupby(moves, key=lambda one: one.plan_id)


def _waits(move: DeskMove) -> bool:
    """Tell whether a step forward waits for who looks."""
    return any(one.step == move.due for one in move.may)


def _lay_out(plan_id: str, moves: list[DeskMove]) -> PlanOnDesk:
    """Return the moves of one plan, those that the reader can act on by the step that waits."""
    own = [one for one in moves if _waits(one)]
    groups = tuple(_group(due, tuple(some)) for due, some in groupby(own, key=lambda one: one.due))
    rest = tuple(one for one in moves if not _waits(one))
    return PlanOnDesk(plan_id, moves[0].revision, groups, rest)


def _group(due: Step | None, moves: tuple[DeskMove, ...]) -> Group:
    steps = dict.fromkeys(one.step for move in moves for one in move.may)
    forward = [one for move in moves for one in move.may if one.step == due]
    return Group(due, moves, tuple(steps), any(one.needs_reason for one in forward))
