"""Whether what is asked of a plan stands beside today's records and what other plans decided."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matching.matcher import Matcher
from planning.answers import PlannedMove
from planning.promised import Promise
from planning.work.deciding import find_hindrances, find_rivals
from planning.work.limits import find_broken_limits
from planning.work.since import RecordChange
from planning.work.steps import TOGETHER, MoveProgress
from serving.errors import HinderedPlanError, TakenElsewhereError
from serving.plans.progress import hold_steps
from serving.plans.promises import PROMISED, list_promises
from serving.plans.schemas import StoredPlan
from wording import LANGUAGES, Language


def check_decidable(
    stored: StoredPlan,
    progress: Sequence[MoveProgress],
    changes: Sequence[RecordChange],
    matcher: Matcher,
    language: Language,
    promises: Sequence[Promise],
) -> None:
    """Raise HinderedPlanError with every reason why a plan cannot be decided now."""
    found = find_hindrances(stored.plan, progress, changes, matcher, language, promises)
    if found:
        raise HinderedPlanError(stored.id, " ".join(one.text for one in found))


def check_rivals(
    session: Session,
    stored: StoredPlan,
    progress: Sequence[MoveProgress],
    chosen: Sequence[MoveProgress],
    step: str,
    matcher: Matcher,
) -> None:
    """Refuse to inaugurate what another plan has decided otherwise, or to decide it anew.

    What is decided anew, having been returned, is held against the limits with all that the plan
    has decided. Raises TakenElsewhereError.
    """
    hold_steps(session)
    promises, plan = list_promises(session, stored.id), stored.plan
    made = [one for one in progress if one.state in PROMISED]
    again = find_moves(stored, [*made, *chosen]) if step == TOGETHER else []
    told = {
        language: " ".join(
            one.text
            for one in (
                *find_rivals(plan, find_moves(stored, chosen), promises, matcher, language),
                *find_broken_limits(plan, again, promises, matcher, language),
            )
        )
        for language in LANGUAGES
    }
    if any(told.values()):
        raise TakenElsewhereError(told)


def find_moves(stored: StoredPlan, chosen: Sequence[MoveProgress]) -> list[PlannedMove]:
    """Return the moves of a plan whose progress these are, in its order."""
    wanted = {one.move_id for one in chosen}
    return [move for move in stored.plan.moves if move.move_id in wanted]
