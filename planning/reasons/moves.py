"""Every move of a plan with its reasons, in the order of its edges."""

from collections.abc import Mapping

from planning.answers import Filling, Gain, PlannedMove
from planning.desk.desk import Desk
from planning.fill import fillings
from planning.optimum.solve import Solution
from planning.reasons.alternatives import (
    Instead,
    find_all_instead,
    tell_fits,
    tell_person,
    tell_post,
    tell_refusal,
)
from planning.reasons.effects import Fillings, list_effect, tell_effect
from planning.reasons.gains import tell_gains
from planning.reasons.ground import Ground, Moved
from planning.reasons.limits import list_limits
from planning.reasons.seats_left import (
    find_carried,
    find_needed,
    find_successors,
    tell_seat_left,
)
from planning.reasons.supports import list_supports
from planning.reasons.why import tell_why
from wording import Language


def tell_moves(desk: Desk, solution: Solution, language: Language) -> tuple[PlannedMove, ...]:
    """Return the moves of a solved plan with reasons, what refusing each costs, and supports.

    What a move gains is told with all other moves as they are; what refusing it or putting another
    in its place loses is the difference to a whole new plan. Raises NoModelError.
    """
    ground = Ground(desk, solution, language)
    carried = find_carried(ground)
    telling = _Telling(
        ground,
        {(one.level, one.id): one for one in fillings(desk, solution.chosen, language)},
        find_successors(ground),
        carried,
        find_needed(carried),
    )
    instead = find_all_instead(ground)
    fits = tell_fits(ground, instead)
    told = zip(ground.moves, tell_gains(ground), instead, strict=True)
    return tuple(telling.tell(moved, gain, one, fits) for moved, gain, one in told)


class _Telling:
    """What the moves of one plan share."""

    def __init__(
        self,
        ground: Ground,
        filled: Fillings,
        successors: dict[int, int],
        carried: Mapping[int, tuple[int, ...]],
        needed: Mapping[int, tuple[int, ...]],
    ) -> None:
        self.ground = ground
        self.filled = filled
        self.successors = successors
        self.carried = carried
        self.needed = needed

    def tell(
        self, moved: Moved, gain: Gain, instead: Instead, fits: Mapping[int, float]
    ) -> PlannedMove:
        """Return one move with all that is told of it."""
        ground, desk, edge = self.ground, self.ground.desk, moved.edge
        origin, target = int(desk.origin[edge]), int(desk.position[edge])
        successor = self.successors.get(edge)
        effect: tuple[Filling, ...] = list_effect(ground, edge, self.filled)
        candidate, place = moved.candidate, ground.place(target)
        left = ground.place(origin) if origin >= 0 else None
        return PlannedMove(
            move_id=desk.move_id(edge),
            person_id=candidate.person_id,
            nip=candidate.nip,
            name=candidate.name,
            from_position_id=None if left is None else left.position_id,
            to_position_id=place.position_id,
            score=float(desk.score[edge]),
            fit=candidate.fit,
            eligible=moved.eligible,
            origin=left,
            target=place,
            candidate=candidate,
            gain=gain,
            why=tell_why(ground, moved, gain, self.carried.get(edge, ())),
            best_alternative_person=tell_person(ground, instead, fits),
            best_alternative_post=tell_post(ground, instead, fits),
            limits=list_limits(ground, edge),
            refusal_cost=instead.cost,
            refusal=tell_refusal(ground, moved, instead),
            effect=effect,
            supports=list_supports(ground, moved, successor),
            filled_by=None if successor is None else desk.move_id(successor),
            seat_left=tell_seat_left(ground, edge, successor),
            depends_on=tuple(desk.move_id(one) for one in self.needed.get(edge, ())),
            effect_told=tell_effect(ground, effect),
        )
