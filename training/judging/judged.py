"""How each judged opening was judged, kept beside the run so that two models can be compared later.

A row tells of an opening, never of a person: its day, its position, and the score and probability
that the mover was given by a model that had not seen how it ended.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from features import catalog
from models.by_kind import KINDS, find_kinds
from snapshots.days import Days, to_date, to_day
from snapshots.history import History
from snapshots.ledger import Flags, Floats, Rows
from snapshots.moves import Moves
from training.dataset import TrainingSet
from training.judging.reliability import cross_fit

FILE = "judged.csv"
COLUMNS = ("day", "position_id", "kind", "agency_id", "outcome", "score", "probability")
GROUPS = ("kind", "agency", "year")
"""By what judged openings can be grouped."""

Texts = npt.NDArray[np.str_]
Key = tuple[int, str]


@dataclass(frozen=True)
class JudgedOpenings:
    """One entry a judged opening, sorted by day and position.

    `day` counts days, `success` is how it ended; `probability` is NaN where the model gives none.
    """

    day: Days
    position_id: Texts
    kind: Texts
    agency_id: Texts
    success: Flags
    score: Floats
    probability: Floats

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: Rows | Flags) -> "JudgedOpenings":
        """Return some of the openings."""
        return JudgedOpenings(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def group(self, by: str) -> Texts:
        """Return each opening's group by one of GROUPS."""
        if by == "year":
            return np.array([str(to_date(int(day)))[:4] for day in self.day], np.str_)
        return self.kind if by == "kind" else self.agency_id

    @property
    def keys(self) -> list[Key]:
        """Return the day and position of each opening, the same in every run on these records."""
        return list(zip(self.day.tolist(), self.position_id.tolist(), strict=True))


def list_keys(history: History, moves: Moves) -> frozenset[Key]:
    """Return the day and position of every move in the records, whatever the day of training."""
    names = history.positions.position_id
    position = (names[one] for one in moves.to_position.tolist())
    return frozenset(zip(moves.day.tolist(), position, strict=True))


def place_single(keys: Sequence[Key]) -> dict[Key, int]:
    """Return the place of each key that stands once.

    Of two moves into one position on one day nothing tells which is which in another run, where
    one of them may not have been judged: neither is named.
    """
    count = Counter(keys)
    return {key: place for place, key in enumerate(keys) if count[key] == 1}


def list_judged(
    history: History, data: TrainingSet, judged: Rows, score: Floats, seed: int | None
) -> JudgedOpenings:
    """Return how the openings `judged` (ascending) were judged; `score` is of their movers.

    The probability is cross-fitted by the `seed`, as the evaluation's is; None gives none.
    """
    openings, positions = data.openings, history.positions
    place = openings.position[judged]
    success = openings.outcome[judged] == 1
    person = openings.person[judged]
    told = None if seed is None else cross_fit(score, success, person, seed)
    kinds = find_kinds(data.matrix[data.movers_of(judged)], catalog.NAMES)
    units = history.units.unit_id
    return JudgedOpenings(
        day=openings.day[judged],
        position_id=np.array([positions.position_id[one] for one in place], np.str_),
        kind=np.array(KINDS, np.str_)[kinds],
        agency_id=np.array([units[positions.agency[one]] for one in place], np.str_),
        success=success,
        score=score,
        probability=np.full(len(judged), np.nan) if told is None else told,
    )


def write_judged(judged: JudgedOpenings) -> str:
    """Return the openings as CSV; numbers are written so that they read back to the last bit."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    outcomes = np.where(judged.success, "success", "failure").tolist()
    told = ["" if np.isnan(one) else repr(one) for one in judged.probability.tolist()]
    days = [str(to_date(day)) for day in judged.day.tolist()]
    rows = zip(
        days,
        judged.position_id,
        judged.kind,
        judged.agency_id,
        outcomes,
        map(repr, judged.score.tolist()),
        told,
        strict=True,
    )
    writer.writerows(rows)
    return written.getvalue()


def read_judged(text: str) -> JudgedOpenings:
    """Read what `write_judged` wrote."""
    rows = list(csv.DictReader(io.StringIO(text)))

    def column(name: str) -> list[str]:
        return [row[name] for row in rows]

    return JudgedOpenings(
        day=np.array([to_day(date.fromisoformat(day)) for day in column("day")], np.int32),
        position_id=np.array(column("position_id"), np.str_),
        kind=np.array(column("kind"), np.str_),
        agency_id=np.array(column("agency_id"), np.str_),
        success=np.array([outcome == "success" for outcome in column("outcome")], np.bool_),
        score=np.array([float(one) for one in column("score")]),
        probability=np.array([float(one or "nan") for one in column("probability")]),
    )
