"""What stands on each paper, in its order; pages, workbooks and files are renderings of these.

Dates are calendar dates, ratios staff / need (None where nobody is needed), distances kilometres as
the crow flies. None is an unknown fact.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import MoveKind, YearlyPredicate
from matching.explaining.standing import Right
from planning.answers import Filling, Place

Discipline = Literal["none", "file", "unknown"]
"""All that a committee's paper says of sanctions: none, look into the file, no records."""
Mutation = Literal["MJ", "MU"]
"""SIASN's jenisMutasi: mutasi jabatan, or mutasi unor where only the unit changes."""


@dataclass(frozen=True)
class Stamp:
    """What every paper bears: whose plan, of which days, and `code`, a print of its content.

    A paper that was printed is still true as long as the plan gives it the same code; a draft and a
    decided one, and one in the other language, have codes of their own. `mark` says that it is a
    draft and secret, or when it was decided.
    """

    plan_id: str
    code: str
    as_of: date
    effective_on: date
    decided_on: date | None
    made_up: bool
    mark: str


@dataclass(frozen=True)
class AnnexRow:
    """One line of the annex; `reason` has need, place, chance and wish in two sentences at most.

    `trainings` are the latest with their year, `further_trainings` counts the rest. `age` is that
    on the day of the move; `retires_on` follows the new post's `retirement_age`. `effect` has need
    and staff of the units and agencies that the move touches.
    """

    number: int
    move_id: str
    name: str
    nip: str
    rank: str | None
    rank_since: date | None
    education: str | None
    origin: Place | None
    position_since: date | None
    target: Place
    move_kind: MoveKind
    trainings: tuple[str, ...]
    further_trainings: int
    age: int | None
    retirement_age: int
    retires_on: date | None
    predicates: tuple[YearlyPredicate, ...]
    discipline: Discipline
    talent_box: int | None
    jpm: float | None
    reason: str
    effect: tuple[Filling, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Annex:
    """The annex of the plan, "Lampiran Rencana Mutasi" (PP 11/2017 Pasal 190)."""

    stamp: Stamp
    revision: int
    rows: tuple[AnnexRow, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """The letter to one person who is to be moved; nothing in it speaks of anybody else.

    `need` says why the post is to be filled, `weighed` what was looked at, `fits` the person's own
    reasons, `meaning` what changes for the person, `prepare` what is still missing, `before` and
    `after` the support, `rights` what the person can do, `closing` the last words.
    """

    stamp: Stamp
    move_id: str
    name: str
    nip: str
    rank: str | None
    origin: Place | None
    target: Place
    opening: str
    need: tuple[str, ...]
    weighed: tuple[str, ...]
    fits: tuple[str, ...]
    meaning: tuple[str, ...]
    prepare: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    rights: tuple[Right, ...]
    closing: str


@dataclass(frozen=True)
class AgencyMove:
    """Somebody who leaves, comes or changes posts within an agency, and what is to be done.

    `tasks` are the agency's own: the handover of whoever leaves, the training of whoever comes.
    """

    move_id: str
    name: str
    nip: str
    origin: Place | None
    target: Place
    effective_on: date
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class AgencySheet:
    """What one agency needs to know: who leaves, who comes, when, and what is to be prepared.

    `fill` is the whole agency's need and staff before and after (None where the plan tells none),
    `units` those of its units that the plan changes. No result of anybody stands here.
    """

    stamp: Stamp
    agency_id: str
    agency: str
    fill: Filling | None
    units: tuple[Filling, ...]
    leaving: tuple[AgencyMove, ...]
    coming: tuple[AgencyMove, ...]
    within: tuple[AgencyMove, ...]


@dataclass(frozen=True)
class ImutRow:
    """One move for entry into BKN's I-Mut, with its reason and legal basis.

    The kinds are SIASN's jenisJabatan (1 structural, 2 functional, 4 pelaksana), `appointment` its
    jenisPenugasan (D: definitive), `mutation` its jenisMutasi.
    """

    number: int
    move_id: str
    nip: str
    name: str
    rank: str | None
    kind_from: str | None
    origin: Place | None
    kind_to: str
    target: Place
    mutation: Mutation
    appointment: str
    move_kind: MoveKind
    effective_on: date
    reason: str
    legal_basis: str


@dataclass(frozen=True)
class Imut:
    """Rows for I-Mut. Its own file format is not public, so this serves entry by hand."""

    stamp: Stamp
    revision: int
    rows: tuple[ImutRow, ...]
