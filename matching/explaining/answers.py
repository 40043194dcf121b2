"""What is answered about one person for a position, and about several beside each other."""

from dataclasses import dataclass
from datetime import date

from matching.answers import Notice, PositionBrief, Told, Verdict
from matching.explaining.contrast import AgainstList, Contrast
from matching.explaining.contrast_parts import ColumnPart, ContrastPart, GroupPart
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
class CandidateAnswer(Told):
    """Why or why not: one person for one position, eligible or not.

    `eligible` counts the people whom a `rank` is among. `would_rank` is the place that somebody
    who is not eligible would have if every rule were met, None for the eligible. `against_list` is
    None for who is on the list or is not eligible, `list_ends` the first and the last on it but for
    the person. All three are None or empty where no model serves.
    `details` tells every column that moves the score; with the base they sum to it. `remedy` is
    what would bring the person onto the list, None where no model serves; `advice` is for
    development.
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
    against_list: AgainstList | None
    list_ends: tuple[Placed, ...]
    precedents: Precedents | None
    details: tuple[Detail, ...]
    remedy: Remedy | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Further:
    """A third or fourth person of a comparison, and what separates `a` from that person."""

    person: CandidateAnswer
    contrast: Contrast


@dataclass(frozen=True)
class Comparison:
    """What puts one above the other; every sum of parts comes to `difference` = score a − score b.

    Where one is ineligible there is nothing to weigh: `difference` is None, parts are empty, and
    the gates of `a` and `b` answer. Each one of `further` is held against `a`.
    """

    position: PositionBrief
    a: CandidateAnswer
    b: CandidateAnswer
    difference: float | None
    groups: tuple[GroupPart, ...]
    parts: tuple[ContrastPart, ...]
    features: tuple[ColumnPart, ...]
    decisive: tuple[str, ...]
    shared: tuple[str, ...]
    text: str
    further: tuple[Further, ...]
