"""Working with a plan: how far its moves have come, their steps, and the decision on the whole."""

from collections.abc import Sequence

from matching.matcher import Matcher
from serving.audit.service import Actor
from serving.database.connection import Database
from serving.plans.schemas import DecideBody, PlanInWork, PlanPending, StepBody
from wording import Language


def look_at(
    matcher: Matcher,
    database: Database,
    plan_id: str,
    language: Language,
    revision: int | None = None,
) -> PlanInWork | PlanPending:
    """Return a plan with all that happened to it since, told in `language`.

    The plan itself stays in the language in which it was made. Raises UnknownPlanError,
    UnknownRevisionError.
    """
    raise NotImplementedError


def take_step(
    matcher: Matcher,
    database: Database,
    plan_id: str,
    move_ids: Sequence[str],
    step: str,
    body: StepBody,
    actor: Actor,
) -> None:
    """Take a step of one move or several, all or none; ("all",): of each whose next it may be.

    A rejected move blocks what depends on it until the plan is revised. Raises UnknownPlanError,
    PlanNotReadyError, UnknownMoveIdError, UnknownStepError, StepOutOfOrderError, NotTheirStepError,
    MissingReasonError, RecusalError, UnknownPersonInFieldError.
    """
    raise NotImplementedError


def decide_plan(
    matcher: Matcher,
    database: Database,
    plan_id: str,
    body: DecideBody,
    language: Language,
    actor: Actor,
) -> None:
    """Decide a plan: every move that was not rejected is `decided`, in one transaction.

    Raises UnknownPlanError, PlanNotReadyError, PlanDecidedError, NotTheirStepError, RecusalError,
    and HinderedPlanError with every reason why it cannot be decided.
    """
    raise NotImplementedError
