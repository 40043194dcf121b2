"""The public answer: inaugurated moves without names, what they add up to, and who could move.

One schema for the API's body, the open page and the files of a publication. Whatever stands here is
read by everybody: no name, no NIP, no post that somebody left, no score, no predicate.
"""

from dataclasses import dataclass
from datetime import date

from matching.answers import MoveKind, Notice
from planning.answers import PlanFairness


@dataclass(frozen=True)
class PublicMove:
    """One inaugurated move: into which post, from and to which agency, from which day (TMT), why.

    `id` stands for the move in public alone. `from_agency` is None for who held no post.
    """

    id: str
    effective_on: date
    inaugurated_on: date
    position: str
    kind: str
    unit: str
    agency: str
    from_agency: str | None
    move_kind: MoveKind
    reason: str


@dataclass(frozen=True)
class KindCount:
    """How many moves are of a kind."""

    move_kind: MoveKind
    moves: int


@dataclass(frozen=True)
class AgencyFlow:
    """How many people came to an agency, left it, and moved within it."""

    agency: str
    came: int
    left: int
    within: int


@dataclass(frozen=True)
class PublicFilling:
    """Need and staff of an agency before a round, and after its inaugurated moves alone.

    Ratios are staff / need, None where nobody is needed.
    """

    agency: str
    need: float
    staff_before: float
    staff_after: float
    ratio_before: float | None
    ratio_after: float | None


@dataclass(frozen=True)
class PublicRound:
    """The inaugurated moves of one decided plan in figures.

    `fill` is empty where the plan was made under a scenario, since it then holds what was supposed.
    `fairness`, by attribute and group in words, is empty until every move of the plan is
    inaugurated: earlier it would tell of those still to come. `fill_why_not` and `fairness_why_not`
    say so.
    """

    effective_on: date
    moves: int
    fill: tuple[PublicFilling, ...]
    fill_why_not: str | None
    fairness: tuple[PlanFairness, ...]
    fairness_why_not: str | None


@dataclass(frozen=True)
class Totals:
    """All rounds together; `rejected` counts moves of these plans that were rejected.

    `rejected` is None where so few were that it could tell of somebody.
    """

    moves: int
    kinds: tuple[KindCount, ...]
    agencies: tuple[AgencyFlow, ...]
    rejected: int | None


@dataclass(frozen=True)
class Transparency:
    """Everything public, or one piece of its moves with everything else; the newest first."""

    items: tuple[PublicMove, ...]
    next_cursor: str | None
    totals: Totals
    rounds: tuple[PublicRound, ...]
    criteria: str
    notices: tuple[Notice, ...]
