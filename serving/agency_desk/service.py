"""Finds the planned moves that an agency's desk shows: of every plan's newest revision.

A revision never changes, so what a desk needs of it is read once and kept; how far its moves have
come is asked anew each time.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.publication.agencies import is_known, tell_agencies
from planning.work.steps import STOPS, MoveProgress, read_progress
from rules.policy_steps import Steps
from serving.access.scope import Scope
from serving.agency_desk.schemas import DeskMove, DeskRequest
from serving.database.connection import Database
from serving.plans.acting import Acting
from serving.plans.queries import list_at_work, list_steps
from serving.plans.schemas import PlanBrief
from serving.plans.storing import load_plan
from wording import Language

DECIDED_SHOWN = timedelta(days=366)
"""How long a decided plan lies on desks; one that waits for its decision always does."""
MOST_KEPT = 500
"""Plans of which a process keeps what desks need, about 2 KB a move: more than wait in a city."""
LAST = ("rejected", "blocked")


class PlanShelf:
    """Keeps what desks need of plans, each revision read once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Plan] = OrderedDict()
        self._lock = Lock()

    def read(self, session: Session, plan_id: str, revision: int) -> Plan:
        """Return a revision of a plan without all that no agency is told."""
        with self._lock:
            known = self._kept.get((plan_id, revision))
            if known is not None:
                self._kept.move_to_end((plan_id, revision))
                return known
        made = _strip(load_plan(session, plan_id, revision).plan)
        with self._lock:
            self._kept[plan_id, revision] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def list_moves(
    shelf: PlanShelf,
    matcher: Matcher,
    database: Database,
    acting: Acting,
    asked: DeskRequest,
    language: Language,
) -> tuple[DeskMove, ...]:
    """Return the moves that touch the agencies of who asks, or the one asked for.

    A plan that was neither sent nor decided is told to who reads plans alone. The newest plan comes
    first; of each plan what waits for who asks, then what waits for others, what is settled, and
    what was rejected or is blocked. Raises UnknownAgencyInFieldError.
    """
    if asked.agency_id is not None:
        Scope(matcher, acting.agencies).agency(asked.agency_id, "agency_id")
    agencies = acting.agencies if asked.agency_id is None else frozenset({asked.agency_id})
    found: list[DeskMove] = []
    with database.read() as session:
        since = datetime.now(UTC) - DECIDED_SHOWN
        for brief in list_at_work(session, since, acting.drafts, asked.plan_id):
            plan = shelf.read(session, brief.id, brief.revision)
            moves = [move for move in plan.moves if is_known(move, agencies)]
            walked = _walk(session, brief, moves, matcher.policy.steps) if moves else ()
            told = (
                _tell(plan, brief, move, progress, acting, agencies, language)
                for move, progress in walked
            )
            found += sorted(told, key=_place)
    return tuple(one for one in found if one.may or not asked.due)


def _walk(
    session: Session, brief: PlanBrief, moves: Sequence[PlannedMove], steps: Steps
) -> Iterator[tuple[PlannedMove, MoveProgress]]:
    """Give each move with how far it has come."""
    taken = list_steps(session, brief.id, brief.revision)
    decided = brief.decision is not None
    for move in moves:
        done = taken.get(move.move_id, ())
        kind, revision = move.target.kind, brief.revision
        yield move, read_progress(move.move_id, kind, done, steps, revision, decided)


def _tell(
    plan: Plan,
    brief: PlanBrief,
    move: PlannedMove,
    progress: MoveProgress,
    acting: Acting,
    agencies: frozenset[str] | None,
    language: Language,
) -> DeskMove:
    due = next((one for one in progress.next if one.step not in STOPS), None)
    return DeskMove(
        **vars(tell_agencies(plan, move, agencies, language)),
        plan_id=brief.id,
        revision=brief.revision,
        decided=brief.decision is not None,
        sent=brief.sent is not None,
        state=progress.state,
        way=progress.way,
        due=due.step if due else None,
        due_by=due.roles if due else (),
        may=acting.list_steps(move, progress),
        stopped=_find_stop(move, progress, acting),
    )


def _find_stop(move: PlannedMove, progress: MoveProgress, acting: Acting) -> str | None:
    """Return why a move was returned or rejected, to who reads plans and to the agency that did so.

    What others wrote may speak of conduct or health: an agency is told the step alone.
    """
    stops = [one for one in progress.steps if one.step in STOPS]
    if progress.state not in STOPS or not stops:
        return None
    last = stops[-1]
    return last.reason if acting.drafts or last.role in acting.roles_for(move) else None


def _place(move: DeskMove) -> tuple[int, str, str, str]:
    """Return where a move stands among those of its plan."""
    rank = 3 if move.state in LAST else 2 if move.due is None and not move.may else 1
    if any(one.step == move.due for one in move.may):
        rank = 0
    return rank, move.due or "", move.name.casefold(), move.move_id


def _strip(plan: Plan) -> Plan:
    """Return a plan without alternatives, chances, reasons and all that is not of its moves."""
    bare = tuple(
        replace(
            move,
            candidate=replace(move.candidate, reasons=(), concerns=(), warnings=()),
            why="",
            refusal="",
            limits=(),
            effect_told=(),
            best_alternative_person=None,
            best_alternative_post=None,
        )
        for move in plan.moves
    )
    return replace(plan, moves=bare, open=(), beside=(), fairness=(), fill=(), notices=())


def _shelf(request: Request) -> PlanShelf:
    shelf: PlanShelf = request.app.state.shelf
    return shelf


ShelfNow = Annotated[PlanShelf, Depends(_shelf)]
