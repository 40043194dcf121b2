"""The answer to "did the moves do what was expected?", as the records of today tell it.

For those who plan, not for the public: it names people and how their moves turned out. Fill ratios
are staff / need (bezetting : kebutuhan), None where nobody is needed or the unit is gone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import Notice, YearlyPredicate

State = Literal[
    "success", "failure", "reported", "expected", "unclear", "not_in_records", "to_come"
]
"""How a move turned out: known as such; reported by a portal and not yet in the records; not yet
known; past its time and not to be judged; unknown to records that reach it; not reached by them."""
Source = Literal["stated", "judged", "reported"]
Side = Literal["left", "entered"]
MONTHS = (3, 6, 12)
"""When one looks at a move again, in calendar months after it took effect."""


@dataclass(frozen=True)
class MoveOutcome:
    """How a move turned out: `succeeded` where that is known or reported, and since when.

    `expected_on` is the first day on which it can be known, where it is not. `taught` tells
    whether the model that serves learned from it, None where no outcome is known.
    """

    state: State
    succeeded: bool | None
    known_on: date | None
    expected_on: date | None
    source: Source | None
    taught: bool | None
    text: str


@dataclass(frozen=True)
class Checkpoint:
    """The fill ratio some months after; `reached` tells whether the records speak of that day."""

    months: int
    on: date
    reached: bool
    ratio: float | None


@dataclass(frozen=True)
class UnitAfter:
    """A unit that somebody left or entered: its ratio when planned, as expected, since, and now."""

    side: Side
    unit_id: str
    unit: str
    before: float | None
    expected: float | None
    checkpoints: tuple[Checkpoint, ...]
    now: float | None


@dataclass(frozen=True)
class ServiceResult:
    """A measured result of a unit: means over the year before a move and since, with their counts.

    `better` is None where one of them is missing, or nobody said which direction is better. What
    else changed is not known, so a difference is never told as an effect of the move.
    """

    side: Side
    unit: str
    measure: str
    before: float | None
    before_count: int
    after: float | None
    after_count: int
    better: bool | None


ReturnKind = Literal["wish", "own_request", "moved_back"]


@dataclass(frozen=True)
class ReturnRequest:
    """A sign that somebody wants back, or went back, to the old post or agency."""

    kind: ReturnKind
    on: date
    text: str


@dataclass(frozen=True)
class MoveAfter:
    """What became of one inaugurated move; `in_post`: whether the person is still in that post.

    `fit` is the probability of success that the plan told, None where it told none.
    """

    plan_id: str
    move_id: str
    person_id: str
    nip: str
    name: str
    position: str
    agency: str
    from_position: str | None
    from_agency: str | None
    effective_on: date
    inaugurated_on: date
    fit: float | None
    outcome: MoveOutcome
    in_post: bool | None
    predicates: tuple[YearlyPredicate, ...]
    units: tuple[UnitAfter, ...]
    returns: tuple[ReturnRequest, ...]
    results: tuple[ServiceResult, ...]


@dataclass(frozen=True)
class Balance:
    """Expected against observed successes, of one plan or (`plan_id` None) of all.

    `judged` moves have a known or reported outcome, `succeeded` of them well. Of those of which a
    chance was told (`told`), `expected` is the number that was to succeed, `low` and `high` hold
    90 of 100 cases if each chance was right and moves do not depend on one another, and
    `observed` did succeed. `returning` moves have a sign that somebody wants or went back.
    """

    plan_id: str | None
    effective_on: date | None
    moves: int
    judged: int
    succeeded: int
    told: int
    expected: float | None
    low: int | None
    high: int | None
    observed: int
    returning: int
    text: str


@dataclass(frozen=True)
class Aftermath:
    """Inaugurated moves, the latest first, with the balance of each plan and of all."""

    as_of: date
    items: tuple[MoveAfter, ...]
    next_cursor: str | None
    total: Balance
    plans: tuple[Balance, ...]
    teaching: str
    notices: tuple[Notice, ...]
