"""What can be wrong with what is asked of a plan; facts stand in fields, texts in the wording."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planning.optimum.breaches import Breach


class PlanningError(Exception):
    """Something that cannot be planned or supposed as it was asked."""


class UnknownScenarioKeyError(PlanningError):
    """The records know no such activity, position, unit or agency.

    `level` says which of these was looked for; `nearest` holds (key, name) of those like it,
    `field` the part of the scenario that names it.
    """

    def __init__(
        self, level: str, key: str, nearest: tuple[tuple[str, str], ...], field: str = "factors"
    ) -> None:
        super().__init__(f"no {level} {key!r}")
        self.field = field
        self.level = level
        self.key = key
        self.nearest = nearest


class ImpossibleFactorError(PlanningError):
    """A factor below 0, above the greatest that is taken, or no number."""

    field = "factors"

    def __init__(self, key: str, factor: float, most: float) -> None:
        super().__init__(f"{key!r} times {factor}")
        self.key = key
        self.factor = factor
        self.most = most


class ImpossibleArrivalError(PlanningError):
    """Fewer than one, or more than the greatest number of people that is taken, arrive."""

    field = "arriving"

    def __init__(self, position_id: str, people: int, most: int) -> None:
        super().__init__(f"{people} people arrive at {position_id!r}")
        self.position_id = position_id
        self.people = people
        self.most = most


class InfeasiblePlanError(PlanningError):
    """No plan holds every pinned move; `breaches` says which limits these alone break."""

    def __init__(self, breaches: "tuple[Breach, ...]") -> None:
        super().__init__(f"the pinned moves break {sorted({breach.code for breach in breaches})}")
        self.breaches = breaches


class UnknownStepError(PlanningError):
    """No move ever takes a step of this name."""

    def __init__(self, step: str) -> None:
        super().__init__(f"no step {step!r}")
        self.step = step


class StepOutOfOrderError(PlanningError):
    """The move stands at `state`, after which only one of `possible` may come."""

    def __init__(self, move_id: str, step: str, state: str, possible: tuple[str, ...]) -> None:
        super().__init__(f"{step!r} does not follow {state!r}")
        self.move_id = move_id
        self.step = step
        self.state = state
        self.possible = possible


class NotTheirStepError(PlanningError):
    """The step belongs to one of `roles`, not to `role`."""

    def __init__(self, step: str, role: str, roles: tuple[str, ...]) -> None:
        super().__init__(f"{step!r} is not a step of {role!r}")
        self.step = step
        self.role = role
        self.roles = roles


class MissingReasonError(PlanningError):
    """A step that needs a reason came without one."""

    field = "reason"

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} needs a reason")
        self.step = step
