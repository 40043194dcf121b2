"""Every answer of Padan, in the order and the names in which it leaves the house.

One schema for all who show it: the API's body, a page's context, a spreadsheet's rows, the
terminal. Dates are calendar dates, shares and probabilities lie in 0–1, texts are in the language
that was asked. `None` is an unknown fact.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matching.fairness.reranking import Reranking
from models.bundle import Basis
from models.reasons import Reason

Verdict = Literal["eligible", "undetermined", "ineligible"]
MoveKind = Literal["promotion", "lateral", "demotion", "unknown"]
Purpose = Literal["competency_test", "appointment"]
Preference = Literal["willing", "unwilling", "unknown"]


@dataclass(frozen=True)
class ShortlistRequest:
    """What is asked: dates default to the snapshot's, agencies are unit ids of agencies.

    `balance` is the attribute by which the list is re-ranked for balance; None: by score alone.
    """

    position_id: str
    size: int = 10
    as_of: date | None = None
    effective_on: date | None = None
    include_undetermined: bool = False
    willing_only: bool = False
    only_agencies: tuple[str, ...] = ()
    exclude_agencies: tuple[str, ...] = ()
    balance: str | None = None


@dataclass(frozen=True)
class PositionBrief:
    """The position that an answer speaks of; `vacant` counts seats free or soon free."""

    position_id: str
    title: str
    unit: str
    agency: str
    kind: str
    vacant: int


@dataclass(frozen=True)
class Notice:
    """Something that the reader of an answer must know about it as a whole."""

    code: str
    text: str


@dataclass(frozen=True)
class FailedCount:
    """How many people a rule turned away; a person counts once a rule."""

    rule: str
    source: str
    count: int


@dataclass(frozen=True)
class Pool:
    """Who was looked at; `not_checked` names the rules that could not or need not be checked."""

    employees: int
    eligible: int
    undetermined: int
    ineligible: int
    failed: tuple[FailedCount, ...]
    not_checked: tuple[str, ...]


@dataclass(frozen=True)
class YearlyPredicate:
    """The SKP predicate of one calendar year."""

    year: int
    predicate: str


@dataclass(frozen=True)
class Facts:
    """What a committee's paper shows beside a name; `jpm` is the capped job-person match."""

    rank: str | None
    rank_since: date | None
    education: str | None
    position_since: date | None
    echelon_from: str | None
    echelon_to: str | None
    job_class_from: int | None
    job_class_to: int | None
    predicates: tuple[YearlyPredicate, ...]
    retires_on: date | None
    jpm: float | None
    talent_box: int | None


@dataclass(frozen=True)
class Contributions:
    """Where a score comes from: the values sum to it within 1e-6."""

    base: float
    competency: float
    performance: float
    tenure: float
    career: float


@dataclass(frozen=True)
class Caution:
    """A warning: it stops nobody, and says by which source it matters."""

    code: str
    source: str
    text: str


@dataclass(frozen=True)
class Gap:
    """A competency below the position's standard, or not assessed (`has` is None).

    `name` is "" in lists that were stored before it was told.
    """

    competency_id: str
    has: int | None
    needs: int
    advice: str
    name: str = ""


@dataclass(frozen=True)
class Stability:
    """How firm a place is: `share` of the `worlds` in which a person is among the first by score.

    A world is one member of the model with others' values for what is unknown (`unknown`, codes of
    facts). `best` and `worst` hold nine tenths of the places. `tied_with` counts the others who
    have exactly the same score; a keyed hash orders them.
    """

    share: float
    best: int
    worst: int
    worlds: int
    unknown: tuple[str, ...]
    tied_with: int
    text: str


AskKind = Literal["unknown", "doubtful", "undetermined"]


@dataclass(frozen=True)
class Ask:
    """A fact to ask for first: with it known, the list would change in a `share` of the worlds.

    `facts` are codes of facts, of rules where the person is undetermined; `place` is where the
    person would usually stand. `share` is None for an undetermined person on the list, at `place`
    of it: whether they may stand there at all hangs on the fact.
    """

    kind: AskKind
    person_id: str
    nip: str
    name: str
    facts: tuple[str, ...]
    share: float | None
    place: int
    text: str


@dataclass(frozen=True)
class Wish:
    """What somebody said last of moving, and when: in the records, or entered since they were made.

    Ids are as they were written, names None where the records do not know them. `met`: the post of
    this answer is all that was wished for. It is shown and never scored.
    """

    said_on: date
    source: Literal["records", "entered"]
    willing: bool | None
    agency_id: str | None
    agency: str | None
    position_id: str | None
    position: str | None
    job_family: str | None
    note: str | None
    met: bool


@dataclass(frozen=True)
class Told:
    """What is told of one person for a position.

    `rank` is the place among the eligible (on a balanced list: on the list), None for who is not.
    `score` and what follows from it are None where no model serves; `stability` also for who is not
    ranked near the list, and in lists that were stored before it was told. `wish` is None where
    nothing was said, and in lists that were stored before it was told.
    """

    rank: int | None
    person_id: str
    nip: str
    name: str
    agency: str | None
    move_kind: MoveKind
    needs_competency_test: bool
    score: float | None
    fit: float | None
    fit_low: float | None
    fit_high: float | None
    fit_why_not: str | None
    facts: Facts
    contributions: Contributions | None
    reasons: tuple[Reason, ...]
    concerns: tuple[Reason, ...]
    warnings: tuple[Caution, ...]
    gaps: tuple[Gap, ...]
    preference: Preference
    origin_fill_ratio_after: float | None
    stability: Stability | None = field(default=None, kw_only=True)
    wish: Wish | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Candidate(Told):
    """One line of a shortlist; `position` is the title of the post held."""

    position: str | None


@dataclass(frozen=True)
class Shortlist:
    """The explained shortlist of one position; same ids and request, same bytes but `id`.

    `reranking` tells what balancing changed, None where it was not asked for. What has a default
    is not in lists that were stored earlier, which are still read.
    """

    id: str
    position: PositionBrief
    purpose: Purpose
    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str
    policy_version: str
    software_version: str
    state_id: str
    basis: Basis
    notices: tuple[Notice, ...]
    pool: Pool
    candidates: tuple[Candidate, ...]
    asks: tuple[Ask, ...] = ()
    reranking: Reranking | None = None


@dataclass(frozen=True)
class PairScore:
    """One scored pair; `verdict` is "" where the position or the NIP is unknown."""

    position_id: str
    nip: str
    verdict: Verdict | Literal[""]
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    score: float | None
    fit: float | None
