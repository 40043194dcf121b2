"""What the service asks of planning: make a plan, revise one, find what a refusal blocks."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matching.matcher import Matcher
from planning.answers import Plan
from planning.desk.candidates import from_bytes, to_bytes
from planning.desk.desk import open_desk
from planning.optimum.dependents import find_dependents
from planning.plan import build_plan, find_kept
from planning.promised import Promise
from planning.requests import Pin, PlanRequest
from snapshots.ledger import Ints
from wording import Language


@dataclass(frozen=True)
class Made:
    """A plan, and whom it chose among as bytes that hold no name and no NIP."""

    plan: Plan
    candidates: bytes


@dataclass(frozen=True)
class Earlier:
    """The revision of which a new one keeps most; `candidates` None: gather them anew."""

    plan: Plan
    candidates: bytes | None


def make_plan(
    matcher: Matcher,
    request: PlanRequest,
    language: Language,
    plan_id: str,
    earlier: Earlier | None = None,
    due: tuple[Promise, ...] = (),
) -> Made:
    """Return a plan, or the next revision of an earlier one, with the fewest changes.

    `matcher` holds the records, rules and model to make it with, `due` what other plans have
    decided. Raises what `open_desk` and `build_plan` raise.
    """
    kept = None if earlier is None else earlier.candidates
    known = None if kept is None else from_bytes(matcher, kept)
    before = None if earlier is None else earlier.plan
    moves = () if before is None else before.moves
    also = tuple(Pin(move.person_id, move.to_position_id) for move in moves)
    desk = open_desk(matcher, request, plan_id, known, also, due)
    plan = build_plan(desk, language, before)
    return Made(plan, to_bytes(matcher, desk.candidates))


def find_blocked(
    matcher: Matcher, plan: Plan, candidates: bytes, refused: Collection[str]
) -> tuple[str, ...]:
    """Return the ids of the moves that cannot stand once those `refused` are gone, in order."""
    desk = open_desk(matcher, plan.request, plan.id, from_bytes(matcher, candidates))
    chosen = np.flatnonzero(find_kept(desk, plan))
    ids = {desk.move_id(edge): edge for edge in chosen.tolist()}
    gone: Ints = np.array([ids[move_id] for move_id in refused if move_id in ids], np.int64)
    fallen = set(find_dependents(desk.instance, chosen, gone).tolist())
    return tuple(move.move_id for move in plan.moves if ids.get(move.move_id) in fallen)
