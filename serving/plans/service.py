"""Makes and revises plans, one at a time; the API, the pages and the terminal all come here.

A plan that is asked for is computed in a thread of this process (`ask`), or at once where somebody
waits for it (`make`, `revise`). It keeps the records, the model and the policy that it was made
with: a revision uses these, unless a refresh is asked for.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from secrets import token_hex
from threading import Lock

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.matcher import Matcher
from planning.requests import PlanRequest
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.plan_tables import PlanRow
from serving.errors import LostRecordsError, RevisedMeanwhileError
from serving.plans.asking import check_request, renew, revise_request
from serving.plans.making import Advance, Earlier, find_blocked, make_plan
from serving.plans.progress import list_rejected
from serving.plans.queries import find_candidates, find_revision
from serving.plans.schemas import ReviseBody, StoredPlan
from serving.plans.storing import (
    add_key,
    add_plan,
    add_revision,
    count_moves,
    fail_plan,
    find_by_key,
    load_open,
    load_plan,
    read_plan,
)
from serving.problems import tell_refusal
from serving.reopening import reopen
from serving.settings import Settings
from wording import Language, say

__all__ = ["Plans", "load_plan", "read_plan"]
log = structlog.get_logger()


class Plans:
    """Makes plans; one of an application, or of a command. `request.app.state.plans` in routes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()

    @cached_property
    def _worker(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, "plans")

    def close(self) -> None:
        """Finish the plan that is computed; the next start tells of those that wait as failed."""
        if "_worker" in self.__dict__:
            self._worker.shutdown(cancel_futures=True)

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
        if key is not None and (known := find_by_key(database, key, request)):
            return known
        check_request(matcher, request)
        plan_id = token_hex(16)
        try:
            with database.write() as session:
                add_plan(session, plan_id, request, language, actor, "computing")
                if key is not None:
                    add_key(session, key, request, plan_id)
        except IntegrityError:  # the same key at the same time: the first one holds
            if key is None or (known := find_by_key(database, key, request)) is None:
                raise
            return known
        self._worker.submit(self._compute, matcher, database, plan_id, request, language, actor)
        return read_plan(database, plan_id)

    def make(
        self,
        matcher: Matcher,
        database: Database,
        request: PlanRequest,
        language: Language,
        actor: Actor,
        advance: Advance = lambda share: None,
    ) -> StoredPlan:
        """Compute a plan, keep it, and return it: for the terminal, which waits.

        `advance` is told the share that is done. Raises what planning raises; nothing is kept then.
        """
        plan_id = token_hex(16)
        with self._lock:
            made = make_plan(matcher, request, language, plan_id, advance=advance)
        with database.write() as session:
            add_plan(session, plan_id, request, language, actor, "ready")
            add_revision(session, matcher, request, made, None)
            record_event(session, Event.PLAN_MADE, plan_id, actor, count_moves(made))
        return read_plan(database, plan_id)

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
        with database.read() as session:
            stored = load_open(session, plan_id)
            if body.revision not in (None, stored.newest):
                raise RevisedMeanwhileError(plan_id, stored.newest)
            own = matcher if body.refresh else self.open_own(session, stored, matcher)
            candidates = None if body.refresh else find_candidates(session, plan_id, stored.newest)
            rejected = list_rejected(session, stored, matcher.policy.steps)
        asked = revise_request(matcher, stored.plan, stored.request, body, rejected)
        if body.refresh:
            asked = renew(asked, matcher.history.snapshot.as_of)
        check_request(own, asked)
        earlier = Earlier(stored.plan, candidates)
        with self._lock:
            made = make_plan(own, asked, stored.language, plan_id, earlier)
        try:
            with database.write() as session:
                load_open(session, plan_id)  # it could be decided while this was computed
                add_revision(session, own, asked, made, None if body.refresh else candidates)
                facts = {
                    **count_moves(made),
                    "revision": made.plan.revision,
                    "refresh": body.refresh,
                }
                record_event(session, Event.PLAN_REVISED, plan_id, actor, facts)
        except IntegrityError:  # revised by somebody else in this very moment
            raise RevisedMeanwhileError(plan_id, made.plan.revision) from None
        return read_plan(database, plan_id)

    def find_blocked(
        self, matcher: Matcher, session: Session, stored: StoredPlan, refused: list[str]
    ) -> tuple[str, ...]:
        """Return the ids of the moves of a stored plan that cannot stand without those refused.

        Raises LostRecordsError.
        """
        own = self.open_own(session, stored, matcher)
        candidates = find_candidates(session, stored.id, stored.newest)
        with self._lock:
            return find_blocked(own, stored.plan, candidates, refused)

    def open_own(self, session: Session, stored: StoredPlan, warm: Matcher) -> Matcher:
        """Return the matcher of the records, model and policy of a plan's newest revision.

        Raises LostRecordsError.
        """
        row = find_revision(session, stored.id, stored.newest)
        opened = reopen(self._settings, row.snapshot_id, row.model_version, warm, row.policy)
        if opened.lost:
            raise LostRecordsError(stored.id, opened.lost)
        return opened.matcher

    def _compute(
        self,
        matcher: Matcher,
        database: Database,
        plan_id: str,
        request: PlanRequest,
        language: Language,
        actor: Actor,
    ) -> None:
        """Compute a plan that was asked for and keep it, or why there is none."""
        try:
            with self._lock:
                made = make_plan(matcher, request, language, plan_id)
            with database.write() as session:
                session.get_one(PlanRow, plan_id).status = "ready"
                add_revision(session, matcher, request, made, None)
                record_event(session, Event.PLAN_MADE, plan_id, actor, count_moves(made))
        except Exception as error:  # whatever it is, whoever asked must learn that there is no plan
            log.error("plan failed", plan=plan_id, error=type(error).__name__)
            otherwise = say("plan_work.failed_otherwise", language, plan_id=plan_id)
            with database.write() as session:
                fail_plan(session, plan_id, tell_refusal(error, language) or otherwise)
                facts: Facts = {"error": type(error).__name__}
                record_event(session, Event.PLAN_FAILED, plan_id, actor, facts)
