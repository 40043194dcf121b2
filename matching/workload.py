"""How many people the work of a position needs: its ABK rows as minutes, and their rounding.

Need follows the workload analysis (PermenPANRB 1/2020): minutes of work over effective minutes a
year, summed first and rounded half up once; a position without workload rows needs its seats.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from snapshots.coding import Codes, fold, read_integers, read_numbers, read_texts
from snapshots.days import years_of
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats

HALF = 0.5 + 1e-9
"""Added before rounding down: half goes up, also where binary fractions fall just short of it."""


@dataclass(frozen=True)
class Work:
    """The rows of `workloads` that hold on a day, one entry a row: those of the latest year.

    `row` counts in the table, `place` is the position's index, `minutes` are of one year. `year`
    has one entry a position, the year of its rows; UNKNOWN where it has none.
    """

    row: Codes
    place: Codes
    minutes: Floats
    year: Codes


def read_work(history: History, day: int) -> Work:
    """Return the rows of each position's latest year up to the year of `day`."""
    snapshot = history.snapshot
    place = history.rows_of_positions("workloads", "position_id")
    year = read_integers(snapshot, "workloads", "year")
    volume = read_numbers(snapshot, "workloads", "volume")
    minutes = volume * read_numbers(snapshot, "workloads", "minutes_per_unit")
    known = (place >= 0) & (year <= int(years_of(day)))
    latest = np.full(len(history.positions.seats), UNKNOWN, np.int32)
    np.maximum.at(latest, place[known], year[known])
    known[known] = year[known] == latest[place[known]]
    row = np.flatnonzero(known).astype(np.int32)
    return Work(row, place[row], minutes[row], latest)


def weigh_activities(history: History, work: Work, factors: Mapping[str, float]) -> Floats:
    """Return the factor of each row of `work` by the name of its activity, 1 where none is given.

    Names are compared after trim and case-fold; the keys of `factors` are folded already.
    """
    if not factors:
        return np.ones(len(work.row))
    names = read_texts(history.snapshot, "workloads", "activity")
    return np.array([factors.get(fold(names[row]) or "", 1.0) for row in work.row], np.float64)


def round_need(work: Work, minutes: Floats, seats: Floats | Codes, effective: float) -> Codes:
    """Return the people needed a position: Σ `minutes` / `effective`; without rows its `seats`.

    `minutes` has one entry a row of `work`, `seats` one a position; both are rounded half up once.
    """
    total = np.bincount(work.place, minutes, len(work.year))
    needed = np.where(work.year != UNKNOWN, total / effective, seats)
    return np.floor(needed + HALF).astype(np.int32)
