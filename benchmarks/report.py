"""What a run of the benchmarks found, and under which conditions."""

import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Literal

from benchmarks.measuring import Measurement

PACKAGES = ("padan", "numpy", "lightgbm", "pyarrow", "ortools", "highspy")
Unit = Literal["cpu", "wall", "points"]


@dataclass(frozen=True)
class Finding:
    """One claim as measured: `claim` names its text `bench.CLAIM`, `model` the model that scored.

    `people` are in the records, `eligible` for the position asked about, and `rows` are what the
    bare thing is given. `goal` is the greatest ratio that keeps the promise, None where none is
    given or where its condition (enough eligible people) does not hold. Of a plan, `eligible` and
    `rows` are pairs of person and vacancy; `unit` tells what is compared: seconds of CPU or on the
    wall, or points of a plan's objective.
    """

    claim: str
    model: str
    people: int
    eligible: int
    rows: int
    measured: Measurement
    goal: float | None = None
    unit: Unit = "cpu"

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        return None if self.goal is None else self.measured.ratio <= self.goal

    def to_json(self) -> dict[str, Any]:
        """Return plain values; `seconds` are of the `unit`."""
        return {
            "claim": self.claim,
            "model": self.model,
            "unit": self.unit,
            "people": self.people,
            "eligible": self.eligible,
            "rows": self.rows,
            "seconds": self.measured.ours_seconds,
            "bare_seconds": self.measured.bare_seconds,
            "ratio": self.measured.ratio,
            "ratios": list(self.measured.ratios),
            "goal": self.goal,
            "met": self.is_met,
        }


@dataclass(frozen=True)
class Conditions:
    """The machine and the versions; `load` is the mean number of waiting processes of a minute."""

    cores: int
    load: float
    python: str
    versions: dict[str, str]


@dataclass(frozen=True)
class Report:
    """Everything that `padan bench` prints."""

    conditions: Conditions
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "conditions": asdict(self.conditions),
            "findings": [finding.to_json() for finding in self.findings],
        }


def look_around() -> Conditions:
    """Return the conditions of this moment."""
    return Conditions(
        cores=os.cpu_count() or 1,
        load=os.getloadavg()[0],
        python=platform.python_version(),
        versions={name: version(name) for name in PACKAGES},
    )
