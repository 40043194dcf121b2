"""The answer to a draft that was made by hand: its lines, and what is wrong with it as a whole."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import Caution, Notice, Verdict
from rules.explanations import GateAnswer


@dataclass(frozen=True)
class BetterCandidate:
    """Who stands highest on the position's list while the draft names somebody lower."""

    person_id: str
    nip: str
    name: str
    score: float
    fit: float | None


@dataclass(frozen=True)
class DraftLine:
    """One line of a checked draft; `line` counts from 1, `cells` keeps the draft's own columns.

    `problem` says what made the line impossible to judge (None: it was judged); `gates` holds the
    rules that were not passed.
    """

    line: int
    nip: str
    position_id: str
    name: str | None
    position: str | None
    cells: dict[str, str]
    verdict: Verdict | Literal[""]
    problem: str | None
    gates: tuple[GateAnswer, ...]
    score: float | None
    fit: float | None
    warnings: tuple[Caution, ...]
    better: BetterCandidate | None


@dataclass(frozen=True)
class DraftFinding:
    """Something wrong with a draft as a whole: a person or seat used twice, a seat still held."""

    code: str
    lines: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class DraftReport:
    """A checked draft; it changes nothing. `model_version` is None where no model serves."""

    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str | None
    policy_version: str
    software_version: str
    notices: tuple[Notice, ...]
    lines: tuple[DraftLine, ...]
    findings: tuple[DraftFinding, ...]
