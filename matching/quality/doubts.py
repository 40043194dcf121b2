"""One kind of doubt about the records, and the scene in which doubts are looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from matching.matcher import Matcher
from rules.gates import REGISTRY
from snapshots.coding import Codes
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints
from snapshots.presence import in_service
from snapshots.problems import Problem
from snapshots.snapshot import Snapshot
from snapshots.view import View
from wording import Fact

Kind = Literal["missing", "old", "contradictory"]
Subject = Literal["person", "position", "unit", "none"]
NOWHERE = np.array([], np.int64)


@dataclass(frozen=True, eq=False)
class Doubt:
    """Everything found of one kind in one column; one entry a hit in `subjects` and `rows`.

    `subjects` are indexes of people, positions or units, `rows` rows of the stored table; UNKNOWN
    where nobody is meant, or where the row itself is missing. `of` is how many were looked at, None
    where a share says nothing. `cells` (`table.column`) are what may be wrong or is not there.
    `settles` names the rules that the fact decides once it is known, `settled` (by person) whom:
    None for everybody. `problems` has the words of an import's warning, one a hit, where it is one.
    """

    code: str
    kind: Kind
    table: str
    column: str | None
    subject: Subject
    subjects: Ints = field(default_factory=lambda: NOWHERE)
    rows: Ints = field(default_factory=lambda: NOWHERE)
    of: int | None = None
    cells: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    settled: Flags | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """Name of the finding among those of the same records."""
        return ".".join(part for part in (self.code, self.table, self.column) if part)

    @property
    def is_general(self) -> bool:
        """Tell whether it concerns all alike: what is not there at all, records of long ago."""
        return self.subject == "none" and not self.count

    @property
    def count(self) -> int:
        """Number of hits."""
        return len(self.subjects)


@dataclass(frozen=True, eq=False)
class Scene:
    """The records as of their own date, where a person's row of the view is the person's index.

    `today` is the day on which they are looked through.
    """

    matcher: Matcher
    today: date

    @property
    def history(self) -> History:
        """The records as arrays."""
        return self.matcher.history

    @property
    def snapshot(self) -> Snapshot:
        """The records as tables."""
        return self.history.snapshot

    @property
    def day(self) -> int:
        """Day number of the records."""
        return self.history.day

    @cached_property
    def view(self) -> View:
        """Everybody as of that day."""
        return self.matcher.view(self.day)

    @cached_property
    def serving(self) -> Flags:
        """Who is in service, by person."""
        return self.view.derive(in_service)

    def find_agencies(self, subject: Subject, subjects: Ints) -> Codes:
        """Return the agency (unit index) of each subject, UNKNOWN where none is known."""
        units, positions = self.history.units, self.history.positions
        agencies = {
            "person": self.view.agency,
            "position": positions.agency,
            "unit": units.agency,
        }.get(subject)
        if agencies is None or not len(agencies):
            return np.full(len(subjects), UNKNOWN, np.int32)
        return np.where(subjects < 0, UNKNOWN, agencies[subjects]).astype(np.int32)


def list_rules_of(column: str) -> tuple[str, ...]:
    """Return the rules that cannot be answered for want of a column of employees."""
    return tuple(name for name, gate in REGISTRY.items() if gate.person_column == column)


def list_rules_on(table: str) -> tuple[str, ...]:
    """Return the rules that cannot be answered for want of a table."""
    return tuple(name for name, gate in REGISTRY.items() if gate.table == table)


def mark_people(scene: Scene, people: npt.NDArray[np.integer]) -> Flags:
    """Return bool[people], true at these indexes; UNKNOWN is nobody."""
    marks = np.zeros(len(scene.history.people_ids), np.bool_)
    marks[people[people >= 0]] = True
    return marks


def find_marked(marks: Flags) -> Ints:
    """Return the indexes of what is marked."""
    return np.flatnonzero(marks).astype(np.int64)


def make_cells(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return columns of one table as `table.column`."""
    return tuple(f"{table}.{column}" for column in columns)
