"""Working with a plan: how far its moves have come, their steps, and the decision on the whole."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import cast

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.answers import Notice
from matching.errors import UnknownPersonError
from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.errors import NotTheirStepError
from planning.work.deciding import find_hindrances, find_rivals
from planning.work.diff import diff_plans
from planning.work.since import find_changes
from planning.work.steps import (
    SETTLED,
    TOGETHER,
    MoveProgress,
    Role,
    Step,
    check_name,
    check_step,
)
from serving.audit.service import Actor, Event, Facts, record_event
from serving.clock import local_day
from serving.database.connection import Database
from serving.database.plan_tables import PlanDecisionRow, PlanRow
from serving.errors import (
    HinderedPlanError,
    PlanDecidedError,
    PlanNotReadyError,
    RecusalError,
    RevisedMeanwhileError,
    TakenElsewhereError,
    UnknownMoveOfPlanError,
    UnknownPersonInFieldError,
)
from serving.plans.progress import add_step, find_missing_moves, hold_steps, read_all_progress
from serving.plans.promises import PROMISED, list_promises
from serving.plans.schemas import DecideBody, PlanInWork, PlanPending, StepBody, StoredPlan
from serving.plans.service import Plans
from serving.plans.storing import check_revision, load_open, load_plan
from serving.repeats import Repeat, find_made, keep_made
from wording import LANGUAGES, Fact, Language, say

ALL = ("all",)
"""Stands for every move whose next step it may be."""


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
    with database.read() as session:
        stored = load_plan(session, plan_id, revision)
        if stored.status != "ready":
            return tell_pending(stored, language)
        progress = read_all_progress(session, stored, matcher.policy.steps)
        before = load_plan(session, plan_id, stored.revision - 1) if stored.revision > 1 else None
        undecided = stored.decision is None and stored.revision == stored.newest
        promises = list_promises(session, plan_id) if undecided else ()
    plan = stored.plan
    changes = find_changes(plan, progress, matcher, language)
    hindrances = (
        find_hindrances(plan, progress, changes, matcher, language, promises) if undecided else ()
    )
    return PlanInWork(
        **vars(plan),
        created_at=stored.created_at,
        newest=stored.newest,
        decision=stored.decision,
        progress=progress,
        changes=changes,
        hindrances=hindrances,
        diff=None if before is None else diff_plans(before.plan, plan, language),
        warnings=tuple(_warn(plan, language)) if undecided else (),
    )


def take_step(
    plans: Plans,
    matcher: Matcher,
    database: Database,
    plan_id: str,
    move_ids: Sequence[str],
    step: str,
    body: StepBody,
    actor: Actor,
    repeat: Repeat | None = None,
) -> tuple[str, ...]:
    """Take a step of one move or several, all or none; ("all",): of each whose next it may be.

    Returns the ids of the moves that took it. A rejected move blocks what depends on it until the
    plan is revised; of a decided plan, which is not revised any more, it blocks nothing: a seat
    that is not free then is told among the changes.

    Raises UnknownPlanError, PlanNotReadyError, RevisedMeanwhileError, UnknownMoveIdError,
    UnknownStepError, StepOutOfOrderError, NotTheirStepError, MissingReasonError, RecusalError,
    UnknownPersonInFieldError, LostRecordsError, and TakenElsewhereError where another plan has
    decided on the same people or seats.
    """
    person = _find_actor(matcher, body.nip)
    with database.read() as session:
        if find_made(session, repeat):  # the same request came before: the step is taken
            return ()
        stored, progress = _load_work(session, plan_id, matcher)
    check_revision(stored, body.revision)
    chosen = _choose(stored, progress, move_ids, step, body.role)
    if not chosen:
        return ()
    _check_recusal(matcher, person, _moves_of(stored, chosen))
    for one in chosen:
        check_step(one, step, body.role, body.reason)
    blocked: tuple[str, ...] = ()
    if step == "rejected" and stored.decision is None:
        rejected = [one.move_id for one in progress if one.state == "rejected"]
        refused = [*rejected, *(one.move_id for one in chosen)]
        blocked = plans.find_blocked(matcher, database, stored, refused)
    with database.write() as session:
        session.get(PlanRow, plan_id, with_for_update=True)
        if find_made(session, repeat):
            return ()
        now, fresh = _load_work(session, plan_id, matcher)
        if now.newest != stored.newest or fresh != progress:
            raise RevisedMeanwhileError(plan_id, now.newest)
        if step in PROMISED:
            _check_rivals(session, now, chosen, matcher)
        _keep_steps(session, now, chosen, step, body, _name(matcher, person), actor)
        _keep_blocks(session, now, fresh, blocked, chosen, body.role)
        keep_made(session, repeat, plan_id)
    return tuple(one.move_id for one in chosen)


def decide_plan(
    matcher: Matcher,
    database: Database,
    plan_id: str,
    body: DecideBody,
    language: Language,
    actor: Actor,
    repeat: Repeat | None = None,
) -> None:
    """Decide a plan: every move that was not rejected is `decided`, in one transaction.

    Raises UnknownPlanError, PlanNotReadyError, PlanDecidedError, RevisedMeanwhileError,
    NotTheirStepError, RecusalError, UnknownPersonInFieldError, and HinderedPlanError with every
    reason why it cannot be decided.
    """
    owner = matcher.policy.steps.belongs_to.decided
    if body.role != owner:
        raise NotTheirStepError(TOGETHER, body.role, (owner,))
    person = _find_actor(matcher, body.nip)
    try:
        with database.write() as session:
            if find_made(session, repeat):
                return
            stored = load_open(session, plan_id)
            check_revision(stored, body.revision)
            progress = read_all_progress(session, stored, matcher.policy.steps)
            standing = [one for one in progress if one.state != "rejected"]
            _check_recusal(matcher, person, _moves_of(stored, standing))
            changes = find_changes(stored.plan, progress, matcher, language)
            hold_steps(session)
            promises = list_promises(session, plan_id)
            found = find_hindrances(stored.plan, progress, changes, matcher, language, promises)
            if found:
                raise HinderedPlanError(plan_id, " ".join(one.text for one in found))
            _keep_decision(session, stored, standing, body, _name(matcher, person), actor)
            keep_made(session, repeat, plan_id)
    except IntegrityError:  # decided by somebody else in this very moment
        raise PlanDecidedError(plan_id) from None


def _warn(plan: Plan, language: Language) -> Iterator[Notice]:
    """Tell of a day of effect that has passed by the calendar: the kept answer cannot know that."""
    today = local_day(datetime.now(UTC))
    if plan.effective_on < today:
        facts: dict[str, Fact] = {"effective_on": plan.effective_on, "today": today}
        code = "effective_before_today"
        yield Notice(code, say(f"plan_work.{code}", language, **facts))


def tell_pending(stored: StoredPlan, language: Language) -> PlanPending:
    """Return what is told of a plan that is not there: still computed, or why it failed."""
    text = stored.failure or say("plan_work.status_computing", language)
    return PlanPending(stored.id, stored.status, stored.created_at, text)


def _load_work(
    session: Session, plan_id: str, matcher: Matcher
) -> tuple[StoredPlan, tuple[MoveProgress, ...]]:
    stored = load_plan(session, plan_id)
    if stored.status != "ready":
        raise PlanNotReadyError(plan_id)
    return stored, read_all_progress(session, stored, matcher.policy.steps)


def _choose(
    stored: StoredPlan,
    progress: Sequence[MoveProgress],
    move_ids: Sequence[str],
    step: str,
    role: Role,
) -> list[MoveProgress]:
    """Return the moves meant; where none of all may take the step, the first, to be refused.

    Raises UnknownStepError, UnknownMoveIdError.
    """
    check_name(step)
    if tuple(move_ids) == ALL:
        may = [
            one
            for one in progress
            if any(next.step == step and role in next.roles for next in one.next)
        ]
        return may or list(progress[:1])
    if missing := find_missing_moves(stored.plan, move_ids):
        raise UnknownMoveOfPlanError(missing[0])
    wanted = set(move_ids)
    return [one for one in progress if one.move_id in wanted]


def _find_actor(matcher: Matcher, nip: str | None) -> int | None:
    """Return the index of who acts, None where that is not told."""
    try:
        return None if nip is None else matcher.person(nip.strip())
    except UnknownPersonError:
        raise UnknownPersonInFieldError(nip or "", "nip") from None


def _name(matcher: Matcher, person: int | None) -> str | None:
    return None if person is None else matcher.person_id(person)


def _check_recusal(matcher: Matcher, person: int | None, moves: Sequence[PlannedMove]) -> None:
    """Refuse who is moved, or is declared kin of somebody moved (PermenPANRB 17/2024)."""
    if person is None:
        return
    close = {person, *matcher.circumstances.kin.get(person, ())}
    concerned = [move for move in moves if matcher.history.person_of.get(move.nip) in close]
    if concerned:
        raise RecusalError(len(concerned), matcher.policy.warnings.kin_in_unit.source)


def _check_rivals(
    session: Session, stored: StoredPlan, chosen: Sequence[MoveProgress], matcher: Matcher
) -> None:
    """Refuse to decide or inaugurate what another plan has decided otherwise."""
    hold_steps(session)
    moves, promises = _moves_of(stored, chosen), list_promises(session, stored.id)
    told = {
        language: " ".join(
            one.text for one in find_rivals(stored.plan, moves, promises, matcher, language)
        )
        for language in LANGUAGES
    }
    if any(told.values()):
        raise TakenElsewhereError(told)


def _moves_of(stored: StoredPlan, chosen: Sequence[MoveProgress]) -> list[PlannedMove]:
    wanted = {one.move_id for one in chosen}
    return [move for move in stored.plan.moves if move.move_id in wanted]


def _keep_steps(
    session: Session,
    stored: StoredPlan,
    chosen: Sequence[MoveProgress],
    step: str,
    body: StepBody | DecideBody,
    actor_id: str | None,
    actor: Actor,
) -> None:
    taken = cast(Step, step)  # checked before
    for one in chosen:
        add_step(session, stored, one.move_id, taken, body.role, body.reason, actor_id)
    facts: Facts = {
        "step": step,
        "role": body.role,
        "moves": len(chosen),
        "revision": stored.newest,
        "person_id": actor_id,
    }
    record_event(session, Event.PLAN_STEP_TAKEN, stored.id, actor, facts)


def _keep_blocks(
    session: Session,
    stored: StoredPlan,
    progress: Sequence[MoveProgress],
    blocked: Sequence[str],
    because: Sequence[MoveProgress],
    role: Role,
) -> None:
    """Mark what cannot stand any more, is not settled and not marked yet."""
    marked = {one.move_id for one in progress if one.blocked_by or one.state in SETTLED}
    for move_id in blocked:
        if move_id not in marked:
            add_step(
                session, stored, move_id, "blocked", role, "", None, because=because[0].move_id
            )


def _keep_decision(
    session: Session,
    stored: StoredPlan,
    standing: Sequence[MoveProgress],
    body: DecideBody,
    actor_id: str | None,
    actor: Actor,
) -> None:
    session.add(
        PlanDecisionRow(
            plan_id=stored.id,
            revision=stored.newest,
            role=body.role,
            actor_id=actor_id,
            reason=body.reason,
            decided_at=datetime.now(UTC),
        )
    )
    session.flush()
    for one in standing:
        add_step(session, stored, one.move_id, TOGETHER, body.role, body.reason, actor_id)
    facts: Facts = {
        "revision": stored.newest,
        "moves": len(standing),
        "role": body.role,
        "person_id": actor_id,
    }
    record_event(session, Event.PLAN_DECIDED, stored.id, actor, facts)
