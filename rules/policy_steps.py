"""What a policy file may say of the steps of a planned move: the ways, and whose each step is."""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from rules.policy_values import Section, one_of

STEPS = ("proposed", "released", "accepted", "considered", "cleared", "decided", "inaugurated")
Role = Literal[
    "planner", "releasing_agency", "receiving_agency", "committee", "appointing_official"
]


def _check_way(way: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a way that does not lead from the proposal over the decision to the inauguration."""
    ends = way[:1] + way[-2:]
    if len(set(way)) < len(way) or ends != ("proposed", "decided", "inaugurated"):
        expected = "proposed … decided, inaugurated"
        raise PydanticCustomError("choice", "no way", {"expected": expected})
    return way


Way = Annotated[tuple[Annotated[str, one_of(*STEPS)], ...], AfterValidator(_check_way)]
StepRole = Annotated[str, one_of(*get_args(Role))]


class StepRoles(Section):
    """The role that each step belongs to."""

    proposed: StepRole
    released: StepRole
    accepted: StepRole
    considered: StepRole
    cleared: StepRole
    decided: StepRole
    inaugurated: StepRole


class Steps(Section):
    """The steps of a planned move: the way of structural posts and of others, and whose they are.

    Whoever has the next step may return or reject a move, and so may the roles in `may_stop`.
    """

    structural: Way
    others: Way
    belongs_to: StepRoles
    may_stop: tuple[StepRole, ...]
