"""What is answered about one person for a position, and about several beside each other."""

from dataclasses import dataclass
from datetime import date

from matching.answers import Notice, PositionBrief, Told, Verdict
from matching.explaining.contrast import AgainstList, Contrast
from matching.explaining.precedents import Precedents
from matching.explaining.remedies.answers import Advice, Remedy
from models.bundle import Basis
from models.details import Detail
from rules.explanations import GateAnswer


@dataclass(frozen=True)
class Placed:
    """Somebody on the list, by place."""

    rank: int
    person_id: str
    name: str


@dataclass(frozen=True)
class Judged(Told):
    """One person for one position, eligible or not: every gate, and the place.

    `eligible` counts the people whom a `rank` is among. `would_rank` is the place that somebody
    who is not eligible would have if every rule were met, None for the eligible and without a
    model.
    """

    position: PositionBrief
    present_position: str | None
    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str | None
    policy_version: str
    software_version: str
    state_id: str
    basis: Basis | None
    notices: tuple[Notice, ...]
    verdict: Verdict
    gates: tuple[GateAnswer, ...]
    eligible: int
    would_rank: int | None


@dataclass(frozen=True)
class CandidateAnswer(Judged):
    """Why or why not.

    `against_list` is None for who is on the list or is not eligible, `list_ends` the first and the
    last on it but for the person. Both are None or empty where no model serves.
    `details` tells every column that moves the score; with the base they sum to it. `remedy` is
    what would bring the person onto the list, None where no model serves; `advice` is for
    development.
    """

    against_list: AgainstList | None
    list_ends: tuple[Placed, ...]
    precedents: Precedents | None
    details: tuple[Detail, ...]
    remedy: Remedy | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Further:
    """A third or fourth person of a comparison, and what separates `a` from that person."""

    person: Judged
    contrast: Contrast


@dataclass(frozen=True)
class Comparison(Contrast):
    """What puts `a` above `b` or below, and `a` above each one of `further`.

    Where one is ineligible there is nothing to weigh: the gates of `a` and `b` answer. `state_id`
    speaks of all who are compared.
    """

    position: PositionBrief
    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str | None
    policy_version: str
    software_version: str
    state_id: str
    a: Judged
    b: Judged
    further: tuple[Further, ...]
