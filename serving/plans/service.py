"""Makes and revises plans, one at a time; the API, the pages and the terminal all come here.

A plan that is asked for is computed in a thread of this process (`ask`), or at once where somebody
waits for it (`make`, `revise`). It keeps the records, the model and the policy that it was made
with: a revision uses these, unless a refresh is asked for.
"""

from sqlalchemy.orm import Session

from matching.matcher import Matcher
from planning.requests import PlanRequest
from serving.audit.service import Actor
from serving.database.connection import Database
from serving.plans.schemas import ReviseBody, StoredPlan
from serving.settings import Settings
from wording import Language


class Plans:
    """Makes plans; one of an application, or of a command. `request.app.state.plans` in routes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ask(
        self,
        matcher: Matcher,
        database: Database,
        request: PlanRequest,
        language: Language,
        actor: Actor,
        key: str | None = None,
    ) -> StoredPlan:
        """Keep a request and begin to compute it; a known idempotency `key` gives its plan again.

        Raises what is wrong with the request itself, and ReusedKeyError.
        """
        raise NotImplementedError

    def make(
        self,
        matcher: Matcher,
        database: Database,
        request: PlanRequest,
        language: Language,
        actor: Actor,
    ) -> StoredPlan:
        """Compute a plan, keep it, and return it: for the terminal, which waits.

        Raises what planning raises; nothing is kept then.
        """
        raise NotImplementedError

    def revise(
        self,
        matcher: Matcher,
        database: Database,
        plan_id: str,
        body: ReviseBody,
        actor: Actor,
    ) -> StoredPlan:
        """Compute the next revision with the fewest changes, keep it, and return it.

        `matcher` is the one that serves. Raises UnknownPlanError, PlanNotReadyError,
        PlanDecidedError, RevisedMeanwhileError, UnknownMoveIdError, what planning raises, and
        LostRecordsError where what the plan was made with is gone (a refresh still works).
        """
        raise NotImplementedError


def load_plan(session: Session, plan_id: str, revision: int | None = None) -> StoredPlan:
    """Return a stored plan, its newest revision or that asked for.

    Raises UnknownPlanError, UnknownRevisionError.
    """
    raise NotImplementedError
