"""What is answered about one person for a position, and about several beside each other."""

from dataclasses import dataclass
from datetime import date

from matching.answers import Notice, PositionBrief, Told, Verdict
from models.bundle import Basis
from models.reason_kinds import Group
from rules.explanations import GateAnswer


@dataclass(frozen=True)
class CandidateAnswer(Told):
    """Why or why not: one person for one position, eligible or not.

    `eligible` counts the people whom a `rank` is among.
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


@dataclass(frozen=True)
class ContrastPart:
    """One part of a score difference a − b: positive parts put `a` above `b`."""

    code: str
    group: Group
    difference: float
    value_a: str
    value_b: str
    text: str


@dataclass(frozen=True)
class Comparison:
    """What puts one above the other; the parts sum to `difference` = score a − score b.

    Where one is ineligible there is nothing to weigh: `difference` is None, `parts` is empty, and
    the gates of `a` and `b` answer.
    """

    position: PositionBrief
    a: CandidateAnswer
    b: CandidateAnswer
    difference: float | None
    parts: tuple[ContrastPart, ...]
    text: str
