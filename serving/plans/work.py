"""Working with a plan: how far its moves have come, their steps, and the decision on the whole."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import cast

from sqlalchemy.orm import Session

from matching.answers import Notice
from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.errors import NotTheirStepError
from planning.work.deciding import find_hindrances
from planning.work.diff import diff_plans
from planning.work.since import find_changes
from planning.work.steps import (
    TOGETHER,
    MoveProgress,
    Role,
    Step,
    check_name,
)
from serving.access.recusal import find_actors, find_close
from serving.audit.service import Event, record_event
from serving.clock import local_day
from serving.database.connection import Database
from serving.errors import (
    PlanNotReadyError,
    RecusalError,
    RevisedMeanwhileError,
    UnknownMoveOfPlanError,
    UnknownPlanError,
)
from serving.plans.acting import Acting, may_take, take_role
from serving.plans.departing import Because, check_because, keep_rejected
from serving.plans.errors import NotTheirRoleError
from serving.plans.judging import check_decidable, check_rivals, find_moves
from serving.plans.keeping import find_again, keep_blocks, keep_decision, keep_steps
from serving.plans.progress import hold_steps, read_all_progress
from serving.plans.promises import PROMISED, find_promised, list_promises
from serving.plans.schemas import (
    DecideBody,
    PlanInWork,
    PlanPending,
    StepAsked,
    StoredPlan,
    is_draft,
)
from serving.plans.service import Plans
from serving.plans.storing import check_revision, hold_plan, load_open, load_plan
from serving.repeats import Repeat, keep_made
from wording import Fact, Language, say

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
        sent=stored.sent,
    )


def take_step(
    plans: Plans,
    matcher: Matcher,
    database: Database,
    asked: StepAsked,
    acting: Acting,
    repeat: Repeat | None = None,
) -> tuple[str, ...]:
    """Take a step of one move or several, all or none; ("all",): of each whose next it may be.

    Each in the role asked for, else in the one of who acts that fits; an officer has no moves but
    those of the own agencies, in plans that these were told of. Returns the ids of the moves that
    took it. A rejected one blocks what depends on it until the plan is revised; of a decided plan,
    which is not, it blocks nothing.

    Raises UnknownPlanError, PlanNotReadyError, RevisedMeanwhileError, UnknownMoveIdError,
    UnknownStepError, StepOutOfOrderError, NotTheirStepError, NotTheirRoleError, MissingReasonError,
    MissingLetterError, RecusalError, UnknownPersonInFieldError, LostRecordsError, what is wrong
    with a reason, and TakenElsewhereError where another plan has decided on these people or seats.
    """
    with database.write() as session:
        if find_again(session, repeat, asked.plan_id, acting.actor):  # the step is taken
            return ()
    with database.read() as session:
        stored, progress = _load_work(session, asked.plan_id, matcher, acting)
    people = find_actors(matcher, acting.actor.person_id, asked.body.nip, acting.agencies)
    check_revision(stored, asked.body.revision)
    because = _read_because(asked)
    chosen = _choose(stored, progress, asked, acting)
    if not chosen:
        return _look_alone(database, asked, acting)
    moves = find_moves(stored, chosen)
    _check_recusal(matcher, people, moves)
    roles = _assign_roles(acting, moves, chosen, asked)
    undecided = asked.step == "rejected" and stored.decision is None
    blocked = _find_blocked(plans, matcher, database, stored, progress, chosen) if undecided else ()
    with database.write() as session:
        if find_again(session, repeat, stored.id, acting.actor):
            return ()
        hold_plan(session, stored.id)
        now = _load_unchanged(session, stored, progress, matcher, acting)
        if asked.step in PROMISED:
            check_rivals(session, now, progress, chosen, asked.step, matcher)
        who, step = _name(matcher, people), cast(Step, asked.step)
        keep_steps(session, now, roles, step, asked.body.reason, who, acting)
        if step == "rejected":
            keep_rejected(session, matcher, now.id, now.newest, moves, because)
        keep_blocks(session, now, progress, blocked, chosen, roles[chosen[0].move_id])
        keep_made(session, repeat, now.id)
    return tuple(one.move_id for one in chosen)


def _look_alone(database: Database, asked: StepAsked, acting: Acting) -> tuple[str, ...]:
    """Tell that an empty plan was shown to who asked for a step of all its moves."""
    with database.write() as session:
        record_event(session, Event.PLAN_SEEN, asked.plan_id, acting.actor, {})
    return ()


def _read_because(asked: StepAsked) -> Because:
    """Return why a step is taken; of a rejection held to the list where a reason of it is given."""
    because = Because(asked.body.reason_code, asked.body.reason)
    check_because(("rejected",) if asked.step == "rejected" else (), because)
    return because


def _assign_roles(
    acting: Acting,
    moves: Sequence[PlannedMove],
    chosen: Sequence[MoveProgress],
    asked: StepAsked,
) -> dict[str, Role]:
    """Return the role in which each move's step is taken, by its id."""
    role, reason = asked.body.role, asked.body.reason
    return {
        one.move_id: take_role(acting, move, one, asked.step, role, reason)
        for one, move in zip(chosen, moves, strict=True)
    }


def _load_unchanged(
    session: Session,
    seen: StoredPlan,
    progress: Sequence[MoveProgress],
    matcher: Matcher,
    acting: Acting,
) -> StoredPlan:
    """Return a plan as it is now. Raises RevisedMeanwhileError where it is not as it was seen."""
    now, fresh = _load_work(session, seen.id, matcher, acting)
    if now.newest != seen.newest or fresh != progress:
        raise RevisedMeanwhileError(seen.id, now.newest)
    return now


def _find_blocked(
    plans: Plans,
    matcher: Matcher,
    database: Database,
    stored: StoredPlan,
    progress: Sequence[MoveProgress],
    chosen: Sequence[MoveProgress],
) -> tuple[str, ...]:
    """Return the moves that cannot stand where these are rejected too."""
    rejected = [one.move_id for one in progress if one.state == "rejected"]
    refused = [*rejected, *(one.move_id for one in chosen)]
    return plans.find_blocked(matcher, database, stored, refused)


def decide_plan(
    matcher: Matcher,
    database: Database,
    plan_id: str,
    body: DecideBody,
    language: Language,
    acting: Acting,
    repeat: Repeat | None = None,
) -> None:
    """Decide a plan: every move that was not rejected is `decided`, in one transaction.

    Raises UnknownPlanError, PlanNotReadyError, PlanDecidedError, RevisedMeanwhileError,
    NotTheirStepError, NotTheirRoleError, RecusalError, UnknownPersonInFieldError, and
    HinderedPlanError with every reason why it cannot be decided.
    """
    owner = cast(Role, matcher.policy.steps.belongs_to.decided)
    if body.role is not None and body.role != owner:
        raise NotTheirStepError(TOGETHER, body.role, (owner,))
    if owner not in acting.roles:
        raise NotTheirRoleError(TOGETHER, owner, acting.roles)
    people = find_actors(matcher, acting.actor.person_id, body.nip)
    with database.write() as session:
        if find_again(session, repeat, plan_id, acting.actor):
            return
    with database.read() as session:
        stored = load_open(session, plan_id)
        progress = read_all_progress(session, stored, matcher.policy.steps)
        promised = find_promised(session, plan_id)
        promises = list_promises(session, plan_id)
    check_revision(stored, body.revision)
    standing = [one for one in progress if one.state != "rejected"]
    _check_recusal(matcher, people, find_moves(stored, standing))
    changes = find_changes(stored.plan, progress, matcher, language)
    check_decidable(stored, progress, changes, matcher, language, promises)
    with database.write() as session:
        if find_again(session, repeat, plan_id, acting.actor):
            return
        hold_plan(session, plan_id)
        load_open(session, plan_id)  # others could decide while this was judged
        now = _load_unchanged(session, stored, progress, matcher, acting)
        hold_steps(session)
        if find_promised(session, plan_id) != promised:
            promises = list_promises(session, plan_id)
            check_decidable(stored, progress, changes, matcher, language, promises)
        who = _name(matcher, people)
        keep_decision(session, now, standing, owner, body.reason, who, acting)
        keep_made(session, repeat, plan_id)


def _warn(plan: Plan, language: Language) -> Iterator[Notice]:
    """Tell of a day of effect that has passed by the calendar: the kept answer cannot know that."""
    today = local_day(datetime.now(UTC))
    if plan.effective_on < today:
        facts: dict[str, Fact] = {"effective_on": plan.effective_on, "today": today}
        code = "effective_before_today"
        yield Notice(code, say(f"plan_work.{code}", language, **facts))


def tell_pending(stored: StoredPlan, language: Language) -> PlanPending:
    """Return where a plan stands, and nothing that it holds; of one that failed, why."""
    text = stored.failure or say(f"plan_work.status_{stored.status}", language)
    return PlanPending(stored.id, stored.status, stored.created_at, text)


def _load_work(
    session: Session, plan_id: str, matcher: Matcher, acting: Acting
) -> tuple[StoredPlan, tuple[MoveProgress, ...]]:
    """Return a plan with how far all its moves have come; one that is not told is not there.

    Who has a role in every move works in drafts too.
    """
    stored = load_plan(session, plan_id)
    if not (acting.roles or is_told(stored, acting)):
        raise UnknownPlanError(plan_id)
    if stored.status != "ready":
        raise PlanNotReadyError(plan_id)
    return stored, read_all_progress(session, stored, matcher.policy.steps)


def is_told(stored: StoredPlan, acting: Acting) -> bool:
    """Tell whether who acts may know of a plan.

    A draft is told to who reads plans alone; an officer, of a plan with moves of the own agencies.
    """
    if is_draft(stored) and not acting.drafts:
        return False
    if acting.agencies is None:
        return True
    return stored.status == "ready" and any(map(acting.sees, stored.plan.moves))


def _choose(
    stored: StoredPlan, progress: Sequence[MoveProgress], asked: StepAsked, acting: Acting
) -> list[MoveProgress]:
    """Return the moves meant; where none of all may take the step, the first, to be refused.

    Raises UnknownStepError, UnknownMoveIdError.
    """
    check_name(asked.step)
    pairs = zip(stored.plan.moves, progress, strict=True)
    seen = [(move, one) for move, one in pairs if acting.sees(move)]
    if asked.move_ids == ALL:
        role = asked.body.role
        may = [one for move, one in seen if may_take(acting, move, one, asked.step, role)]
        return may or [one for _, one in seen[:1]]
    known = {one.move_id: one for _, one in seen}
    if missing := [one for one in asked.move_ids if one not in known]:
        raise UnknownMoveOfPlanError(missing[0])
    return [one for move_id, one in known.items() if move_id in asked.move_ids]


def _name(matcher: Matcher, people: Sequence[int]) -> str | None:
    """Return the person_id of who acts, None where nobody knows who that is."""
    return matcher.person_id(people[0]) if people else None


def _check_recusal(matcher: Matcher, people: Sequence[int], moves: Sequence[PlannedMove]) -> None:
    """Refuse who is moved, or is declared kin of somebody moved (PermenPANRB 17/2024)."""
    close = find_close(matcher, people)
    concerned = [move for move in moves if matcher.history.person_of.get(move.nip) in close]
    if concerned:
        raise RecusalError(len(concerned), matcher.policy.warnings.kin_in_unit.source)
