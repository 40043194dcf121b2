"""Plans as the planning room makes them: the planner of an installation."""

from collections.abc import Collection

import numpy as np

from matching.matcher import Matcher
from planning.answers import Plan
from planning.candidates import from_bytes, to_bytes
from planning.desk import open_desk
from planning.optimum.check import find_dependents
from planning.plan import build_plan, find_kept
from planning.requests import Pin, PlanRequest
from serving.plans.making import Earlier, Made
from wording import Language


class OwnPlanner:
    """Makes plans from records, rules and model: see `serving.plans.making.Planner`."""

    def make(
        self,
        matcher: Matcher,
        request: PlanRequest,
        language: Language,
        plan_id: str,
        earlier: Earlier | None = None,
    ) -> Made:
        """Return a plan, or the next revision of an earlier one, with the fewest changes.

        Candidates that an earlier revision kept are used again; where they are gathered anew, its
        moves stay possible as far as they are still lawful. Raises what `open_desk` and
        `build_plan` raise.
        """
        previous = None if earlier is None else earlier.plan
        kept = None if earlier is None else earlier.candidates
        moves = () if previous is None else previous.moves
        desk = open_desk(
            matcher,
            request,
            plan_id,
            candidates=None if kept is None else from_bytes(matcher, kept),
            also=tuple(Pin(move.person_id, move.to_position_id) for move in moves),
        )
        plan = build_plan(desk, language, previous)
        return Made(plan, to_bytes(matcher, desk.candidates))

    def find_blocked(
        self, matcher: Matcher, plan: Plan, candidates: bytes, refused: Collection[str]
    ) -> tuple[str, ...]:
        """Return the ids of the moves that cannot stand once those `refused` are gone."""
        desk = open_desk(matcher, plan.request, plan.id, from_bytes(matcher, candidates))
        chosen = np.flatnonzero(find_kept(desk, plan))
        gone = [edge for edge in chosen.tolist() if desk.move_id(edge) in refused]
        blocked = find_dependents(desk.instance, chosen, np.array(gone, np.int64))
        return tuple(desk.move_id(edge) for edge in blocked.tolist())
