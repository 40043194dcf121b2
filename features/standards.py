"""Competency standards of positions, and what people were assessed and trained in."""

import numpy as np

from snapshots.coding import (
    Codes,
    read_codes,
    read_days,
    read_integers,
    read_numbers,
    read_rows,
    read_texts,
)
from snapshots.days import Days
from snapshots.history import History
from snapshots.ledger import Ints, Ledger, pair_key
from snapshots.snapshot import Snapshot
from snapshots.tables import TABLES

KINDS = TABLES["competencies"].column("kind").choices
"""Managerial, sociocultural, technical."""

_MINUTES = 60


class Requirements:
    """The standards of all positions as rows by position and kind.

    The rows of position p and kind k are `start[p * len(KINDS) + k]` up to the next start; each
    asks for a `level` (1–5) of a `competency`, an index into `competencies`.
    """

    def __init__(self, history: History) -> None:
        snapshot = history.snapshot
        ids = [str(text) for text in read_texts(snapshot, "competencies", "competency_id")]
        self.competencies: tuple[str, ...] = tuple(sorted(ids))
        competency = read_rows(snapshot, "requirements", "competency_id", self.competencies)
        position = history.rows_of_positions("requirements", "position_id")
        bucket = position.astype(np.int64) * len(KINDS) + self._kinds(snapshot)[competency]
        order = np.lexsort((competency, bucket))
        buckets = np.arange(len(history.positions.position_id) * len(KINDS) + 1)
        self.start: Ints = np.searchsorted(bucket[order], buckets).astype(np.int64)
        self.competency: Codes = competency[order]
        self.level: Codes = read_integers(snapshot, "requirements", "level")[order]

    def _kinds(self, snapshot: Snapshot) -> Codes:
        choices = {kind: code for code, kind in enumerate(KINDS)}
        kinds = np.zeros(len(self.competencies), np.int32)
        row = read_rows(snapshot, "competencies", "competency_id", self.competencies)
        kinds[row] = read_codes(snapshot, "competencies", "kind", choices)
        return kinds


class Assessments:
    """Assessed levels by (person, competency), of everybody, and how a person's set grew.

    `levels` are a person's, `everybody` holds all of them by competency; `sums` and `firsts` by
    person add up to the sum of the latest levels and the number of competencies ever assessed: each
    assessment adds what it changed.
    """

    def __init__(
        self,
        person: Codes,
        competency: Codes,
        day: Days,
        level: Codes,
        competencies: int,
        everybody: Ledger,
    ) -> None:
        self._size, self.everybody = competencies, everybody
        order = np.lexsort((day, competency, person))
        person, competency, day, level = (x[order] for x in (person, competency, day, level))
        again = np.zeros(len(order), np.bool_)
        again[1:] = (person[1:] == person[:-1]) & (competency[1:] == competency[:-1])
        before = np.where(again, np.roll(level, 1), 0)
        self.levels = Ledger(self.key(person, competency), day, level)
        self.sums = Ledger(person, day, level - before)
        self.firsts = Ledger(person, day, ~again)

    @classmethod
    def read(cls, history: History, competencies: tuple[str, ...]) -> "Assessments":
        """Read the assessments table."""
        snapshot = history.snapshot
        competency = read_rows(snapshot, "assessments", "competency_id", competencies)
        day = read_days(snapshot, "assessments", "assessed_on")
        level = read_integers(snapshot, "assessments", "level")
        person, everybody = history.rows_of_people("assessments"), Ledger(competency, day, level)
        return cls(person, competency, day, level, len(competencies), everybody)

    def key(self, person: Codes, competency: Codes | int) -> Ints:
        """Return the key of (person, competency) in `levels`."""
        return pair_key(person, competency, self._size)

    def sum_everybody(self, person: Codes, competency: Codes | int, day: Days) -> tuple[Ints, Ints]:
        """Return sum and count of all levels assessed in a competency before each day.

        They are the same for every `person`, unless records are supposed of that person.
        """
        window = self.everybody.before(competency, day)
        return self.everybody.total(window), window.count


class Trainings:
    """Completed trainings: `every` by person, `families` by (person, family) with minutes.

    `subjects` are those tied to a competency (`competencies` in number), by (person, competency).
    Where the source has no trainings, or does not say their families, competencies or hours,
    nothing is known of them.
    """

    def __init__(self, history: History, competencies: tuple[str, ...]) -> None:
        snapshot = history.snapshot
        self.known = snapshot.has("trainings")
        self.families_known = snapshot.has("trainings", "job_family")
        self.hours_known = self.families_known and snapshot.has("trainings", "hours")
        self.subjects_known = snapshot.has("trainings", "competency_id")
        self._families, self.competencies = len(history.families), len(competencies)
        person = history.rows_of_people("trainings")
        day = read_days(snapshot, "trainings", "completed_on")
        minutes = np.rint(np.nan_to_num(read_numbers(snapshot, "trainings", "hours")) * _MINUTES)
        family = history.families.encode(read_texts(snapshot, "trainings", "job_family"))
        competency = read_rows(snapshot, "trainings", "competency_id", competencies)
        self.every = Ledger(person, day)
        self.families = Ledger(self.family_key(person, family), day, minutes)
        self.subjects = Ledger(self.subject_key(person, competency), day)

    def family_key(self, person: Codes, family: Codes) -> Ints:
        """Return the key of (person, job family) in `families`."""
        return pair_key(person, family, self._families)

    def subject_key(self, person: Codes, competency: Codes | int) -> Ints:
        """Return the key of (person, competency) in `subjects`."""
        return pair_key(person, competency, self.competencies)
