"""The answer to a request for a plan: moves, vacancies left open, and what the whole brings.

One schema for the API's body, the pages, the papers and the terminal. Points are those of
`planning.requests.Weights`; shares and probabilities lie in 0–1; fill ratios are staff / need, None
where nobody is needed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import Candidate, Notice, Pool
from models.bundle import Basis
from planning.need.answers import NeedFrom
from planning.optimum.instance import Method
from planning.requests import PlanRequest, Stance, Weights

FillLevel = Literal["pool", "unit", "agency", "city"]


@dataclass(frozen=True)
class Place:
    """A post in an answer."""

    position_id: str
    title: str
    unit_id: str
    unit: str
    agency_id: str
    agency: str
    kind: str
    echelon: str | None
    job_class: int | None


@dataclass(frozen=True)
class Filling:
    """Need and staff of a pool, unit, agency or the whole city before and after the plan.

    `need_from` says what need rests on: ABK rows of every post, seats where no post has any, both.
    """

    level: FillLevel
    id: str
    name: str
    need: float
    need_from: NeedFrom
    staff_before: float
    staff_after: float
    ratio_before: float | None
    ratio_after: float | None


@dataclass(frozen=True)
class Gain:
    """What something brings in points; the parts sum to `total`."""

    fit: float
    evenness: float
    preference: float
    distance: float
    move: float
    empty_post: float
    total: float


@dataclass(frozen=True)
class Limit:
    """A limit that binds: its code (a name of the contract), what it binds, and a sentence."""

    code: str
    subject_id: str | None
    text: str


@dataclass(frozen=True)
class Alternative:
    """The best other person for a move's post, or the best other post for its person.

    `loses` is what the plan loses, in points, if this stands in the move's place (None where no
    plan can hold it).
    """

    person_id: str
    nip: str
    name: str
    position_id: str
    title: str
    agency: str
    score: float
    fit: float | None
    loses: float | None
    text: str


@dataclass(frozen=True)
class Support:
    """Something to do before or after a move: training, competency test, handover, guidance."""

    code: str
    when: Literal["before", "after"]
    text: str


@dataclass(frozen=True)
class PlannedMove:
    """One move: who, from where to where, why, and what hangs on it.

    `eligible` counts those whom the candidate's rank is among, `candidate` is what a shortlist
    would tell of this person for this post. `refusal_cost` is what the plan loses, in points, if
    the move is refused and everything is planned again. `effect` has the old unit, the new one, and
    their agencies, `effect_told` a sentence each. `filled_by` is the move that takes the seat left.
    `depends_on` are moves without which this one can't be: the seat is not free, or a unit would
    fall below its floor.
    """

    move_id: str
    person_id: str
    nip: str
    name: str
    from_position_id: str | None
    to_position_id: str
    score: float
    fit: float | None
    eligible: int
    origin: Place | None
    target: Place
    candidate: Candidate
    gain: Gain
    why: str
    best_alternative_person: Alternative | None
    best_alternative_post: Alternative | None
    limits: tuple[Limit, ...]
    refusal_cost: float
    refusal: str
    effect: tuple[Filling, ...]
    supports: tuple[Support, ...]
    filled_by: str | None
    seat_left: str
    depends_on: tuple[str, ...]
    effect_told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loosening:
    """What loosening a limit by one would bring the plan, in points."""

    code: str
    subject_id: str | None
    brings: float
    text: str


@dataclass(frozen=True)
class OpenVacancy:
    """Seats that the plan leaves open: how many, which limit stopped them, what would help.

    `seats` is 0 for a post that only lacks seats under the scenario (limit code `seats`).
    """

    position: Place
    seats: int
    pool: Pool | None
    stopped_by: tuple[Limit, ...]
    loosenings: tuple[Loosening, ...]
    text: str


@dataclass(frozen=True)
class Summary:
    """A whole way of planning in figures.

    `way` is `plan`, `nothing`, `greedy`, `seniority` or a stance. `success` is the expected number
    of moves that succeed, with `success_of` the moves of which a chance is told. `spread` is the
    need-weighted standard deviation of fill ratios over agencies, `lowest` and `highest` the least
    and greatest. `objective` is in points under the plan's own weights.
    """

    way: str
    moves: int
    success: float | None
    success_of: int
    spread: float
    lowest: float | None
    highest: float | None
    wishes_met: int
    unwilling: int
    objective: float
    text: str


@dataclass(frozen=True)
class Objective:
    """How good the plan is, in points, and how near the best possible.

    `gap` is (bound − value) / max(1, |bound|); 0 where the optimum is proven.
    """

    value: float
    bound: float
    gap: float
    method: Method
    parts: Gain


@dataclass(frozen=True)
class GroupShare:
    """How many of a group were candidates for some post, and how many of them the plan moves.

    `group` None: those of whom the records do not say it. Figures are None where they could tell of
    somebody.
    """

    group: str | None
    candidates: int | None
    moved: int | None
    share: float | None


@dataclass(frozen=True)
class PlanFairness:
    """Whom a plan moves, by one attribute; it decided nothing."""

    attribute: str
    groups: tuple[GroupShare, ...]


@dataclass(frozen=True)
class Plan:
    """A transfer plan; same ids and request, same bytes but `id`.

    `request` is what was asked with every default resolved, `revision` counts from 1. `beside`
    holds the plan, three plain ways, and each stance. `vacated` counts the seats that stand vacant
    because of the plan: left by its moves, and not filled by them.
    """

    id: str
    revision: int
    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str
    policy_version: str
    software_version: str
    state_id: str
    basis: Basis
    stance: Stance
    weights: Weights
    request: PlanRequest
    notices: tuple[Notice, ...]
    moves: tuple[PlannedMove, ...]
    open: tuple[OpenVacancy, ...]
    fill: tuple[Filling, ...]
    objective: Objective
    beside: tuple[Summary, ...]
    fairness: tuple[PlanFairness, ...] = ()
    vacated: int = 0

    @property
    def by_order(self) -> bool:
        """Whether no chance is calibrated: a point of fit is then no transfer that succeeds."""
        return any(one.code == "by_order" for one in self.notices)

    @property
    def pinned(self) -> frozenset[str]:
        """The ids of the moves that the plan was asked to hold."""
        asked = {(pin.person_id, pin.position_id) for pin in self.request.pin}
        held = (one for one in self.moves if (one.person_id, one.to_position_id) in asked)
        return frozenset(one.move_id for one in held)
