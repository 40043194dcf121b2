"""Reads what became of inaugurated moves; the API, the page and the terminal show this one."""

from dataclasses import replace

from matching.matcher import Matcher
from planning.aftermath.answers import Aftermath, MoveAfter
from planning.aftermath.follow import follow_moves
from serving.database.connection import Database
from serving.errors import UnknownPlanError
from serving.listing import cut
from serving.outcomes.queries import list_outcomes
from serving.plans.queries import find_plan
from serving.transparency.queries import find_inaugurated
from wording import Language


def read_aftermath(
    matcher: Matcher, database: Database, language: Language, plan_id: str | None = None
) -> Aftermath:
    """Return what became of every inaugurated move, or of those of one plan.

    `matcher` is over the records of today. Raises UnknownPlanError.
    """
    with database.read() as session:
        if plan_id is not None and find_plan(session, plan_id) is None:
            raise UnknownPlanError(plan_id)
        rounds = find_inaugurated(session, plan_id)
        reports = list_outcomes(session)
    return follow_moves(matcher, rounds, reports, language)


def cut_moves(answer: Aftermath, limit: int, cursor: str | None) -> Aftermath:
    """Return the answer with one piece of its moves. Raises BadCursorError."""

    def name(move: MoveAfter) -> str:
        return move.move_id

    piece = cut(answer.items, name, limit, cursor)
    return replace(answer, items=piece.items, next_cursor=piece.next_cursor)
