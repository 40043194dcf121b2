"""Keeps where a plan was made to depart from what would be proposed, with the reason given.

The pages ask for a reason of the list and a sentence. Programs may leave both out, as the API has
let them from its beginning: what they do is kept and reported as without a reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

from sqlalchemy.orm import Session

from matching.directory import read_position
from matching.matcher import Matcher
from planning.answers import Plan, PlannedMove
from planning.requests import PlanRequest
from serving.database.plan_tables import PlanOverrideRow
from serving.overrides.checking import check_reason
from serving.overrides.reasons import PlanOverride
from serving.plans.asking import pin_of, read_bans, read_pins, read_swap
from serving.plans.schemas import PlanBody, ReviseBody


@dataclass(frozen=True)
class Because:
    """Why a plan is made to depart: a code of the list, and a sentence; both may be missing."""

    code: str | None = None
    words: str = ""


NO_REASON = Because()


@dataclass(frozen=True)
class Departing:
    """One departure of a plan: how, and whom, where or which limit it concerns."""

    kind: PlanOverride
    person_id: str | None = None
    position_id: str | None = None
    loosened: str | None = None


def check_because(kinds: Sequence[PlanOverride], because: Because, required: bool = False) -> None:
    """Hold departures to their reason, where one is required or given.

    Raises UnlistedReasonError, ShortReasonError.
    """
    if kinds and (required or because.code is not None):
        check_reason(kinds[0], because.code, because.words)


def list_kinds_asked(matcher: Matcher, asked: PlanBody | PlanRequest) -> tuple[PlanOverride, ...]:
    """Return how a request departs from what would be proposed without it."""
    pinned: tuple[PlanOverride, ...] = ("pinned",) if asked.pin else ()
    forbidden: tuple[PlanOverride, ...] = ("forbidden",) if asked.forbid else ()
    loosened: tuple[PlanOverride, ...] = ("loosened",) if list_loosened(matcher, asked) else ()
    return pinned + forbidden + loosened


def list_kinds_revised(body: ReviseBody) -> tuple[PlanOverride, ...]:
    """Return how a revision departs; what takes back an earlier departure is none."""
    asked: dict[PlanOverride, bool] = {
        "pinned": bool(body.pin or body.lock),
        "forbidden": bool(body.forbid or body.refuse),
        "replaced": bool(body.replace),
    }
    return tuple(kind for kind, found in asked.items() if found)


def list_loosened(matcher: Matcher, asked: PlanBody | PlanRequest) -> tuple[str, ...]:
    """Return the limits that a request sets wider than the policy's."""
    limits = matcher.policy.plan
    share, ratio = asked.max_share_leaving, asked.min_fill_ratio
    loosened = ["max_share_leaving"] if (share or 0) > limits.max_share_leaving else []
    if ratio is not None:
        overall = matcher.staffing(matcher.date(asked.as_of, asked.effective_on).day).overall_ratio
        floor = limits.min_fill_share * (overall if isfinite(overall) else 0.0)
        loosened += ["min_fill_ratio"] if ratio < floor else []
    return tuple(loosened)


def keep_asked(
    session: Session, matcher: Matcher, plan_id: str, request: PlanRequest, because: Because
) -> None:
    """Keep the departures of a plan's first request."""
    found = [
        *(Departing("pinned", one.person_id, one.position_id) for one in request.pin),
        *(Departing("forbidden", one.person_id, one.position_id) for one in request.forbid),
        *(Departing("loosened", loosened=name) for name in list_loosened(matcher, request)),
    ]
    _keep(session, matcher, plan_id, 1, found, because)


def keep_revised(
    session: Session, matcher: Matcher, plan: Plan, body: ReviseBody, revision: int
) -> None:
    """Keep the departures of a revision of `plan`, its revision before."""
    found = list(_list_revised(matcher, plan, body))
    _keep(session, matcher, plan.id, revision, found, Because(body.reason_code, body.reason))


def keep_rejected(
    session: Session,
    matcher: Matcher,
    plan_id: str,
    revision: int,
    moves: Sequence[PlannedMove],
    because: Because,
) -> None:
    """Keep that planned moves were rejected."""
    found = [Departing("rejected", one.person_id, one.to_position_id) for one in moves]
    _keep(session, matcher, plan_id, revision, found, because)


def _list_revised(matcher: Matcher, plan: Plan, body: ReviseBody) -> Iterator[Departing]:
    locked = [pin_of(plan, move_id) for move_id in body.lock]
    for one in (*locked, *read_pins(matcher, body.pin, "pin")):
        yield Departing("pinned", one.person_id, one.position_id)
    for move_id in body.refuse:
        refused = pin_of(plan, move_id)
        yield Departing("forbidden", refused.person_id, refused.position_id)
    for ban in read_bans(matcher, body.forbid, "forbid"):
        yield Departing("forbidden", ban.person_id, ban.position_id)
    for place, swap in enumerate(body.replace):
        _, new = read_swap(matcher, plan, swap, f"replace.{place}")
        yield Departing("replaced", new.person_id, new.position_id)


def _keep(
    session: Session,
    matcher: Matcher,
    plan_id: str,
    revision: int,
    found: Sequence[Departing],
    because: Because,
) -> None:
    now = datetime.now(UTC)
    session.add_all(
        PlanOverrideRow(
            plan_id=plan_id,
            revision=revision,
            kind=one.kind,
            person_id=one.person_id,
            position_id=one.position_id,
            agency=_find_agency(matcher, one.position_id),
            loosened=one.loosened,
            reason_code=because.code,
            reason=because.words,
            made_at=now,
        )
        for one in found
    )


def _find_agency(matcher: Matcher, position_id: str | None) -> str | None:
    if position_id is None or position_id not in matcher.history.position_of:
        return None
    return read_position(matcher, matcher.position(position_id)).agency
