"""Makes and revises plans, one at a time; the API, the pages and the terminal all come here.

A plan that is asked for is computed in a thread of this process (`ask`), or at once where somebody
waits for it (`make`, `revise`). It keeps the records, the model and the policy that it was made
with: a revision uses these, unless a refresh is asked for.
"""

from collections.abc import Sequence
from secrets import token_hex
from threading import Lock, Thread

import structlog

from matching.matcher import Matcher
from planning.promised import Promise, find_due
from planning.requests import PlanRequest
from serving.access.recusal import check_named
from serving.audit.refusals import telling_refusals
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.plan_tables import PlanRow
from serving.errors import LostRecordsError, RevisedMeanwhileError
from serving.logs import list_places
from serving.plans.alive import giving_signs, take_turn
from serving.plans.asking import (
    check_request,
    list_named,
    read_request,
    renew,
    revise_request,
)
from serving.plans.departing import (
    NO_REASON,
    Because,
    check_because,
    keep_asked,
    keep_revised,
    list_kinds_asked,
    list_kinds_revised,
)
from serving.plans.interrupted import fail_interrupted
from serving.plans.keeping import find_again
from serving.plans.making import Earlier, find_blocked, make_plan
from serving.plans.progress import list_rejected
from serving.plans.promises import list_promises
from serving.plans.queries import find_candidates, find_revision
from serving.plans.schemas import PlanBody, ReviseBody, StoredPlan
from serving.plans.storing import (
    add_plan,
    add_revision,
    check_revision,
    count_moves,
    fail_plan,
    hold_plan,
    load_open,
    load_plan,
    read_plan,
)
from serving.problems import tell_refusal
from serving.reopening import reopen
from serving.repeats import Repeat, find_made, keep_made
from serving.settings import Settings
from wording import Language, say

log = structlog.get_logger()


class Plans:
    """Makes plans; one of an application, or of a command. `request.app.state.plans` in routes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._in_hand: set[str] = set()

    def close(self, database: Database) -> None:
        """Wait for nothing: plans that are computed or wait are told as interrupted."""
        given_up, self._in_hand = self._in_hand, set()
        if given_up:
            fail_interrupted(database, given_up)

    def ask(
        self,
        matcher: Matcher,
        database: Database,
        body: PlanBody,
        language: Language,
        actor: Actor,
        repeat: Repeat | None = None,
    ) -> StoredPlan:
        """Keep a request and begin to compute it; a known key gives its plan again.

        The plan of a key is the same whatever became of a scenario that the body names. Raises what
        is wrong with the request itself, OwnMatterError, TooManyPlansError and ReusedKeyError.
        """
        with database.read() as session:
            if known := find_made(session, repeat):
                return load_plan(session, known)
            request = read_request(matcher, session, body)
        check_request(matcher, request)
        check_named(matcher, actor.person_id, list_named(PlanRequest(), request))
        because = Because(body.reason_code, body.reason)
        check_because(list_kinds_asked(matcher, request), because)
        plan_id = token_hex(16)
        with database.write() as session:
            if known := find_made(session, repeat):  # came at the same time: the first one holds
                return load_plan(session, known)
            take_turn(session)
            add_plan(session, plan_id, request, language, actor, "computing")
            keep_asked(session, matcher, plan_id, request, because)
            keep_made(session, repeat, plan_id)
        self._in_hand.add(plan_id)
        asked = (matcher, database, plan_id, request, language, actor)
        Thread(target=self._compute, args=asked, daemon=True).start()  # no stop waits for it
        return read_plan(database, plan_id)

    def make(
        self,
        matcher: Matcher,
        database: Database,
        request: PlanRequest,
        language: Language,
        actor: Actor,
        because: Because = NO_REASON,
    ) -> StoredPlan:
        """Compute a plan, keep it, and return it: for the terminal, which waits.

        Raises what planning raises, and what is wrong with a reason; nothing is kept then.
        """
        check_because(list_kinds_asked(matcher, request), because)
        plan_id = token_hex(16)
        with telling_refusals(database, actor), self._lock:
            due = _find_due(matcher, database, plan_id)
            made = make_plan(matcher, request, language, plan_id, None, due)
        with database.write() as session:
            add_plan(session, plan_id, request, language, actor, "ready")
            keep_asked(session, matcher, plan_id, request, because)
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
        repeat: Repeat | None = None,
    ) -> StoredPlan:
        """Compute the next revision with the fewest changes, keep it, and return it.

        `matcher` is the one that serves; a known key gives its revision again. Raises
        UnknownPlanError, PlanNotReadyError, PlanDecidedError, RevisedMeanwhileError,
        UnknownMoveIdError, OwnMatterError, ReusedKeyError, what planning raises, and
        LostRecordsError where what the plan was made with is gone (a refresh still works).
        """
        check_because(list_kinds_revised(body), Because(body.reason_code, body.reason))
        with database.write() as session:
            if known := find_again(session, repeat, plan_id, actor):
                return load_plan(session, plan_id, int(known))
        with database.read() as session:
            stored = load_open(session, plan_id)
            check_revision(stored, body.revision)
            candidates = None if body.refresh else find_candidates(session, plan_id, stored.newest)
            rejected = list_rejected(session, stored, matcher.policy.steps)
        own = matcher if body.refresh else self.open_own(database, stored, matcher)
        asked = _ask_again(matcher, stored, body, rejected, actor)
        check_request(own, asked)
        earlier = Earlier(stored.plan, candidates)
        with telling_refusals(database, actor), self._lock:
            due = _find_due(matcher, database, plan_id)
            made = make_plan(own, asked, stored.language, plan_id, earlier, due)
        with database.write() as session:
            if known := find_again(session, repeat, plan_id, actor):
                return load_plan(session, plan_id, int(known))
            # It could be decided or revised, and moves rejected, while this was computed.
            hold_plan(session, plan_id)
            now = load_open(session, plan_id)
            check_revision(now, stored.newest)
            if list_rejected(session, now, matcher.policy.steps) != rejected:
                raise RevisedMeanwhileError(plan_id, now.newest)
            add_revision(session, own, asked, made, candidates)
            keep_revised(session, matcher, stored.plan, body, made.plan.revision)
            told = {"refresh": body.refresh, "reason_code": body.reason_code}
            facts = {**count_moves(made), "revision": made.plan.revision, **told}
            record_event(session, Event.PLAN_REVISED, plan_id, actor, facts)
            keep_made(session, repeat, str(made.plan.revision))
        return read_plan(database, plan_id)

    def find_blocked(
        self, matcher: Matcher, database: Database, stored: StoredPlan, refused: list[str]
    ) -> tuple[str, ...]:
        """Return the ids of the moves of a stored plan that cannot stand without those refused.

        Raises LostRecordsError.
        """
        own = self.open_own(database, stored, matcher)
        with database.read() as session:
            candidates = find_candidates(session, stored.id, stored.newest)
        return find_blocked(own, stored.plan, candidates, refused)

    def open_own(self, database: Database, stored: StoredPlan, warm: Matcher) -> Matcher:
        """Return the matcher of the records, model and policy of a plan's newest revision.

        Raises LostRecordsError.
        """
        with database.read() as session:
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
            telling = telling_refusals(database, actor)
            with giving_signs(database, plan_id), telling, self._lock:
                due = _find_due(matcher, database, plan_id)
                made = make_plan(matcher, request, language, plan_id, None, due)
            with database.write() as session:
                row = session.get_one(PlanRow, plan_id)
                row.status, row.failure = "ready", None
                add_revision(session, matcher, request, made, None)
                record_event(session, Event.PLAN_MADE, plan_id, actor, count_moves(made))
        except Exception as error:  # whatever it is, whoever asked must learn that there is no plan
            why = tell_refusal(error, language)
            places = {} if why else {"places": list_places(error)}
            log.error("plan failed", plan=plan_id, error=type(error).__name__, **places)
            otherwise = say("plan_work.failed_otherwise", language, plan_id=plan_id)
            with database.write() as session:
                fail_plan(session, plan_id, why or otherwise)
                facts: Facts = {"error": type(error).__name__}
                record_event(session, Event.PLAN_FAILED, plan_id, actor, facts)
        finally:
            self._in_hand.discard(plan_id)


def _ask_again(
    matcher: Matcher, stored: StoredPlan, body: ReviseBody, rejected: Sequence[str], actor: Actor
) -> PlanRequest:
    """Return what the next revision is asked. Raises OwnMatterError, and what is wrong with it."""
    plan, before = stored.plan, stored.request
    asked = revise_request(matcher, plan, before, body, rejected)
    without = revise_request(matcher, plan, before, ReviseBody(), rejected)
    check_named(matcher, actor.person_id, list_named(without, asked))
    return renew(asked, matcher.history.snapshot.as_of) if body.refresh else asked


def _find_due(matcher: Matcher, database: Database, plan_id: str) -> tuple[Promise, ...]:
    """Return what other plans have decided and the records that serve do not hold yet."""
    with database.read() as session:
        return find_due(matcher, list_promises(session, plan_id))
