"""Reads what is asked of a plan or of a revision: ids looked up, people by person_id, no NIP."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from matching.errors import UnknownPersonError, UnknownPositionError
from matching.matcher import Matcher
from planning.answers import Plan
from planning.requests import Ban, Pin, PlanRequest, Weights
from planning.scenarios.applying import check_scenario
from planning.scenarios.scenario import Scenario
from serving.errors import (
    UnknownMoveOfPlanError,
    UnknownPersonInFieldError,
    UnknownPositionInFieldError,
)
from serving.plans.schemas import BanBody, PersonNamed, PinBody, PlanBody, ReplaceBody, ReviseBody
from serving.scenarios.schemas import ScenarioBody
from serving.scenarios.service import find_scenario, make_scenario


def read_request(matcher: Matcher, session: Session, body: PlanBody) -> PlanRequest:
    """Return a body as the planning room knows it; a scenario's name becomes the scenario itself.

    Raises UnknownPersonInFieldError, UnknownPositionInFieldError, UnknownScenarioError,
    UnknownScenarioKeyError.
    """
    weights = None if body.weights is None else Weights(**body.weights.model_dump())
    return PlanRequest(
        as_of=body.as_of,
        effective_on=body.effective_on,
        positions=body.positions,
        max_moves=body.max_moves,
        max_share_leaving=body.max_share_leaving,
        min_fill_ratio=body.min_fill_ratio,
        stance=body.stance,
        weights=weights,
        pin=read_pins(matcher, body.pin, "pin"),
        forbid=read_bans(matcher, body.forbid, "forbid"),
        chains=body.chains,
        scenario=_read_scenario(matcher, session, body.scenario),
    )


def check_request(matcher: Matcher, request: PlanRequest) -> None:
    """Raise what can be told of a request without planning.

    UnknownPositionInFieldError, UnknownPersonError, LaterThanSnapshotError, NoModelError, and what
    `check_scenario` raises.
    """
    _ = matcher.bundle
    matcher.date(request.as_of, request.effective_on)
    for position_id in request.positions:
        _find_position(matcher, position_id, "positions")
    for pin in request.pin:
        matcher.person_by_id(pin.person_id)
        _find_position(matcher, pin.position_id, "pin")
    for ban in request.forbid:
        if ban.position_id is not None:
            _find_position(matcher, ban.position_id, "forbid")
    if request.scenario is not None:
        check_scenario(matcher, request.scenario)


def read_pins(matcher: Matcher, bodies: Iterable[PinBody], field: str) -> tuple[Pin, ...]:
    """Return moves that must be held. Raises UnknownPersonInFieldError."""
    return tuple(
        Pin(_find_person(matcher, one, f"{field}.{place}") or "", one.position_id)
        for place, one in enumerate(bodies)
    )


def read_bans(matcher: Matcher, bodies: Iterable[BanBody], field: str) -> tuple[Ban, ...]:
    """Return moves that must not be held. Raises UnknownPersonInFieldError."""
    return tuple(
        Ban(_find_person(matcher, one, f"{field}.{place}"), one.position_id)
        for place, one in enumerate(bodies)
    )


def revise_request(
    matcher: Matcher,
    plan: Plan,
    asked: PlanRequest,
    body: ReviseBody,
    rejected: Sequence[str],
) -> PlanRequest:
    """Return what the next revision is asked: as before, with what the body adds and takes back.

    `plan` is the newest revision, `asked` what it was asked, `rejected` the ids of its moves that
    were rejected, which no later revision holds. Raises UnknownMoveIdError,
    UnknownPersonInFieldError.
    """
    locked = [pin_of(plan, move_id) for move_id in body.lock]
    refused = [pin_of(plan, move_id) for move_id in (*body.refuse, *rejected)]
    swaps = [
        read_swap(matcher, plan, one, f"replace.{place}") for place, one in enumerate(body.replace)
    ]
    gone = [*refused, *(old for old, _ in swaps)]
    wanted = [*read_pins(matcher, body.pin, "pin"), *locked, *(new for _, new in swaps)]
    bans = [*read_bans(matcher, body.forbid, "forbid")]
    bans += [Ban(one.person_id, one.position_id) for one in gone]
    unpinned = {*read_pins(matcher, body.unpin, "unpin"), *gone}
    allowed = {*read_bans(matcher, body.allow, "allow")}
    allowed |= {Ban(one.person_id, one.position_id) for one in wanted}
    pins = [one for one in (*asked.pin, *wanted) if one not in unpinned or one in wanted]
    kept = [one for one in asked.forbid if one not in allowed]
    return replace(
        asked, pin=tuple(dict.fromkeys(pins)), forbid=tuple(dict.fromkeys((*kept, *bans)))
    )


def list_named(before: PlanRequest, asked: PlanRequest) -> set[str | None]:
    """Return the person_ids of whom one request pins or forbids and the other does not."""
    pins, bans = {*before.pin} ^ {*asked.pin}, {*before.forbid} ^ {*asked.forbid}
    return {one.person_id for one in pins} | {one.person_id for one in bans}


def renew(asked: PlanRequest, today: date) -> PlanRequest:
    """Return a request by the records as of `today`; a day of effect that has passed is today."""
    on = asked.effective_on
    return replace(asked, as_of=None, effective_on=on if on is not None and on >= today else None)


def pin_of(plan: Plan, move_id: str) -> Pin:
    """Return who moves where by a move of a plan. Raises UnknownMoveOfPlanError."""
    found = next((move for move in plan.moves if move.move_id == move_id), None)
    if found is None:
        raise UnknownMoveOfPlanError(move_id)
    return Pin(found.person_id, found.to_position_id)


def read_swap(matcher: Matcher, plan: Plan, body: ReplaceBody, field: str) -> tuple[Pin, Pin]:
    """Return the move that goes and the one that comes in its place."""
    old = pin_of(plan, body.move_id)
    person = _find_person(matcher, body, field) or old.person_id
    return old, Pin(person, body.position_id or old.position_id)


def _find_person(matcher: Matcher, named: PersonNamed, field: str) -> str | None:
    """Return the person_id of who is named, None where nobody is."""
    try:
        if named.nip is not None:
            return matcher.person_id(matcher.person(named.nip.strip()))
        if named.person_id is not None:
            matcher.person_by_id(named.person_id)
        return named.person_id
    except UnknownPersonError:
        raise UnknownPersonInFieldError(named.nip or "", field) from None


def _find_position(matcher: Matcher, position_id: str, field: str) -> int:
    try:
        return matcher.position(position_id)
    except UnknownPositionError as error:
        raise UnknownPositionInFieldError(error, field) from None


def _read_scenario(
    matcher: Matcher, session: Session, named: str | ScenarioBody | None
) -> Scenario | None:
    if named is None:
        return None
    if isinstance(named, str):
        return find_scenario(session, named)
    return make_scenario(matcher, named.name, named)
