"""What can be wrong with what is asked of a plan; facts stand in fields, texts in the wording."""

from typing import TYPE_CHECKING, ClassVar, Literal

from wording import Language, say

if TYPE_CHECKING:
    from planning.optimum.breaches import Breach


class PlanningError(Exception):
    """Something that cannot be planned or supposed as it was asked."""


class UnknownScenarioKeyError(PlanningError):
    """The records know no such activity, position, unit or agency.

    `level` says which of these `subject` was to be; `nearest` holds (key, name) of those like it,
    `field` the part of the scenario that names it.
    """

    def __init__(
        self, level: str, key: str, nearest: tuple[tuple[str, str], ...], field: str = "factors"
    ) -> None:
        super().__init__(f"no {level} {key!r}")
        self.field = field
        self.level = level
        self.subject = key
        self.nearest = nearest

    def text(self, language: Language) -> str:
        """Return what the records do not know."""
        sort = say(f"scenarios.level_{self.level}", language).lower()
        return say("scenarios.unknown_key", language, level=sort, subject=self.subject)


class RepeatedScenarioKeyError(PlanningError):
    """A scenario says two things of one activity, position, unit or agency.

    `level` says which of these `subject` is, `field` the part of the scenario that names it twice.
    """

    def __init__(self, level: str, key: str, field: str) -> None:
        super().__init__(f"{level} {key!r} twice")
        self.field = field
        self.level = level
        self.subject = key

    def text(self, language: Language) -> str:
        """Return what stands in the scenario twice."""
        sort = say(f"scenarios.level_{self.level}", language).lower()
        return say("scenarios.repeated_key", language, level=sort, subject=self.subject)


class ImpossibleFactorError(PlanningError):
    """A factor below 0, above the greatest that is taken, or no number."""

    field = "factors"

    def __init__(self, key: str, factor: float, most: float) -> None:
        super().__init__(f"{key!r} times {factor}")
        self.subject = key
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


class AssignmentError(PlanningError, ValueError):
    """Costs from which no assignment follows, a caller's mistake.

    `code`: `no_table`, `not_numbers`, `minus_infinity`, or `infeasible` where the allowed pairs
    leave some row (with fewer columns than rows: some column) alone.
    """

    _TOLD: ClassVar = {
        "no_table": "costs are no table of rows and columns",
        "not_numbers": "costs hold something other than numbers",
        "minus_infinity": "costs hold minus infinity",
        "infeasible": "the allowed pairs leave some row or column without a partner",
    }

    def __init__(self, code: str) -> None:
        super().__init__(self._TOLD[code])
        self.code = code


class InfeasiblePlanError(PlanningError):
    """No plan holds every pinned move; `breaches` says which limits these alone break."""

    def __init__(self, breaches: "tuple[Breach, ...]") -> None:
        super().__init__(f"the pinned moves break {sorted({breach.code for breach in breaches})}")
        self.breaches = breaches

    def text(self, language: Language) -> str:
        """Return which limits the pinned moves break."""
        codes = dict.fromkeys(breach.code for breach in self.breaches)
        told = (say(f"plans.breach_{code}", language) for code in codes)
        return say("plans.infeasible", language, breaches="; ".join(told))


class UnsolvedPlanError(PlanningError):
    """A solver gave up; `reason` says on what.

    `prices`: they are too great to be added up exactly. `search`: no plan was found within what a
    search may take, though there may be one.
    """

    def __init__(self, reason: Literal["prices", "search"]) -> None:
        super().__init__(f"no plan: {reason}")
        self.reason = reason

    def text(self, language: Language) -> str:
        """Return on what the solver gave up, and what can be done."""
        return say(f"plans.unsolved_{self.reason}", language)


def name_step(step: str, language: Language) -> str:
    """Return a step or a state of a move as it is called on screen, in quotation marks."""
    return f"“{say(f'plan_work.step_{step}', language)}”"


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

    def text(self, language: Language) -> str:
        """Return where the move stands, and what may come next."""
        code = "refused_order" if self.possible else "refused_ended"
        return say(
            f"plan_work.{code}",
            language,
            step=name_step(self.step, language),
            state=name_step(self.state, language),
            possible=", ".join(name_step(one, language) for one in self.possible),
        )


class NotTheirStepError(PlanningError):
    """The step belongs to one of `roles`, not to `role`."""

    def __init__(self, step: str, role: str, roles: tuple[str, ...]) -> None:
        super().__init__(f"{step!r} is not a step of {role!r}")
        self.step = step
        self.role = role
        self.roles = roles

    def text(self, language: Language) -> str:
        """Return whose step it is."""
        return say(
            "plan_work.refused_role",
            language,
            step=name_step(self.step, language),
            role=say(f"plan_work.role_{self.role}", language),
            roles=", ".join(say(f"plan_work.role_{one}", language) for one in self.roles),
        )


class MissingReasonError(PlanningError):
    """A step that needs a reason came without one."""

    field = "reason"

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} needs a reason")
        self.step = step

    def text(self, language: Language) -> str:
        """Return which step needs a reason."""
        return say("plan_work.refused_reason", language, step=name_step(self.step, language))


class UnlawfulPinError(PlanningError):
    """A pinned move that no plan may hold: `rules` (with their source) that it does not meet.

    Or the `limit` in its way: `forbidden`, `competency_test`, `part_time`, `leaving`, `promised`
    for whom another plan moves, `person` for who is pinned to two posts, `not_asked` for a post
    that the plan was not asked to fill, `no_seat` for one without a seat that it may fill.
    """

    def __init__(
        self,
        person_id: str,
        nip: str,
        name: str,
        position_id: str,
        title: str,
        rules: tuple[tuple[str, str], ...],
        limit: str | None,
    ) -> None:
        super().__init__(f"pin at {position_id!r}: {limit or [rule for rule, _ in rules]}")
        self.person_id = person_id
        self.nip = nip
        self.name = name
        self.position_id = position_id
        self.title = title
        self.rules = rules
        self.limit = limit

    def text(self, language: Language) -> str:
        """Return who cannot be pinned to what, and why."""
        named = (f"{say(f'matching.rule_{rule}', language)} ({law})" for rule, law in self.rules)
        why = "; ".join(named) or say(f"plans.pin_{self.limit}", language)
        facts = {"name": self.name, "title": self.title, "position_id": self.position_id}
        return say("plans.unlawful_pin", language, why=why, **facts)


class UnlawfulDraftError(PlanningError):
    """A draft with lines (from 1) that cannot be planned on; checking the draft says why."""

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__(f"lines {lines} are not eligible")
        self.lines = lines

    def text(self, language: Language) -> str:
        """Return which lines, and where to see why."""
        listed = ", ".join(map(str, self.lines))
        return say("plans.unlawful_draft", language, lines=listed)
