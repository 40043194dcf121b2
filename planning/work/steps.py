"""The way of a move from proposal to inauguration: which step follows, and whose it is.

Structural posts: proposed → considered → cleared → decided → inaugurated; others are released by
the agency left and accepted by the agency entered before they are considered. A move may be
returned (it begins again with `proposed`) or rejected (it ends) wherever it stands, with a reason.
The policy's `[steps]` says all of this; the functions here only read it.

`blocked` is no step that somebody takes: it marks a move that cannot stand without one that was
rejected, until the plan is revised. A decided plan is not revised any more, so that nothing is
blocked in it: a seat that is not free then is told among the changes (`planning.work.since`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from planning.errors import (
    MissingReasonError,
    NotTheirStepError,
    StepOutOfOrderError,
    UnknownStepError,
)
from rules import policy_steps
from rules.policy_steps import Steps

Step = Literal[
    "proposed",
    "released",
    "accepted",
    "considered",
    "cleared",
    "decided",
    "inaugurated",
    "returned",
    "rejected",
]
State = Literal[Step, "blocked"]
Role = policy_steps.Role
STOPS: tuple[Step, ...] = ("returned", "rejected")
"""Steps that stop a move, wherever it stands; both need a reason."""
SETTLED: tuple[Step, ...] = ("rejected", "inaugurated")
"""States in which nothing follows: the move need not be lawful any more, nor is it blocked."""
TOGETHER: Step = "decided"
"""The step that a plan takes as a whole; alone only for a move of a plan that was decided."""


@dataclass(frozen=True)
class StepTaken:
    """A step as it was taken, or a block (`because` of the rejected move of that id).

    `recusal_checked`: it was looked up whether the actor is concerned, by the NIP that was given.
    """

    step: State
    role: Role
    reason: str
    at: datetime
    revision: int
    because: str | None = None
    recusal_checked: bool = False


@dataclass(frozen=True)
class NextStep:
    """A step that may come next, the roles that may take it, and whether it needs a reason."""

    step: Step
    roles: tuple[Role, ...]
    needs_reason: bool


@dataclass(frozen=True)
class MoveProgress:
    """How far a move has come: `way` is the whole way of its kind of post, `next` what may follow.

    `blocked_by` are the rejected moves without which this one cannot stand. `steps` is everything
    that happened to it, the oldest first.
    """

    move_id: str
    state: State
    way: tuple[Step, ...]
    next: tuple[NextStep, ...]
    blocked_by: tuple[str, ...]
    steps: tuple[StepTaken, ...]


@dataclass(frozen=True)
class Hindrance:
    """Why a plan cannot be decided now, and the moves concerned."""

    code: str
    move_ids: tuple[str, ...]
    text: str


def find_way(kind: str, steps: Steps) -> tuple[Step, ...]:
    """Return the steps of a move into a post of this kind, the first to the last."""
    structural = kind.startswith("jpt_") or kind in ("administrator", "pengawas")
    return cast(tuple[Step, ...], steps.structural if structural else steps.others)


def read_progress(
    move_id: str, kind: str, taken: Sequence[StepTaken], steps: Steps, revision: int, decided: bool
) -> MoveProgress:
    """Return how far a move into a post of `kind` has come.

    `taken` is what happened to it, the oldest first. A block holds in the revision in which it was
    made and in none after, and no more once the plan is `decided` as a whole.
    """
    way = find_way(kind, steps)
    walked = [one.step for one in taken if one.step != "blocked"]
    blocks = [one for one in taken if one.step == "blocked" and one.revision == revision]
    state: State = walked[-1] if walked else way[0]
    blocked = bool(blocks) and not decided and state not in SETTLED
    return MoveProgress(
        move_id=move_id,
        state="blocked" if blocked else state,
        way=way,
        next=_find_next(way, state, blocked, decided, steps),
        blocked_by=tuple(sorted({one.because for one in blocks if one.because})) if blocked else (),
        steps=tuple(taken),
    )


def _find_next(
    way: tuple[Step, ...], state: State, blocked: bool, decided: bool, steps: Steps
) -> tuple[NextStep, ...]:
    if state in ("rejected", way[-1]):
        return ()
    after = way[0] if state == "returned" else way[way.index(cast(Step, state)) + 1]
    owner = cast(Role, getattr(steps.belongs_to, after))
    stoppers = tuple(dict.fromkeys((owner, *cast(tuple[Role, ...], steps.may_stop))))
    stops = tuple(NextStep(step, stoppers, True) for step in STOPS if step != state)
    waits = blocked or (after == TOGETHER and not decided)
    return stops if waits else (NextStep(after, (owner,), False), *stops)


def check_name(step: str) -> None:
    """Raise UnknownStepError where no move has such a step."""
    if step not in get_args(Step):
        raise UnknownStepError(step)


def check_step(progress: MoveProgress, step: str, role: Role, reason: str) -> None:
    """Raise where this step cannot be taken now by this role.

    UnknownStepError where no move has such a step, StepOutOfOrderError where another comes first,
    NotTheirStepError where it belongs to somebody else, MissingReasonError.
    """
    check_name(step)
    found = next((one for one in progress.next if one.step == step), None)
    if found is None:
        possible = tuple(one.step for one in progress.next)
        raise StepOutOfOrderError(progress.move_id, step, progress.state, possible)
    if role not in found.roles:
        raise NotTheirStepError(step, role, found.roles)
    if found.needs_reason and not reason.strip():
        raise MissingReasonError(step)
