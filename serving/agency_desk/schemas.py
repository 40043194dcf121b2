"""What is asked of an agency's desk, and a planned move as it lies there."""

from dataclasses import dataclass

from planning.publication.agencies import KnownMove
from planning.work.steps import NextStep, Role, State, Step


@dataclass(frozen=True)
class DeskRequest:
    """Which moves: of one agency, of one plan, only those that wait for who asks."""

    agency_id: str | None = None
    plan_id: str | None = None
    due: bool = False


@dataclass(frozen=True, kw_only=True)
class DeskMove(KnownMove):
    """A planned move of a plan's newest revision, as the agencies concerned know it.

    `due` is the step that comes next, `due_by` whose it is; both say nothing where none follows.
    `may` are the steps that who asks may take now, each in the one role that it names. `stopped`
    is the reason of whoever returned or rejected it, told to who reads plans and to the agency
    whose own it is. `sent` tells whether the plan was put before the agencies: before that they do
    not know of it.
    """

    plan_id: str
    revision: int
    decided: bool
    sent: bool
    state: State
    way: tuple[Step, ...]
    due: Step | None
    due_by: tuple[Role, ...]
    may: tuple[NextStep, ...]
    stopped: str | None
