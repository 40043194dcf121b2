"""How many people a position needs and has: need, staff, gap, fill ratio and vacancies on a day.

Need follows the workload analysis (ABK; PermenPANRB 1/2020): minutes of work over effective minutes
a year, summed first and rounded half up once; a position without workload rows needs its seats.
Staff are definitive holders by fte, civil servants and contract staff alike.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from snapshots.coding import (
    Codes,
    read_codes,
    read_days,
    read_integers,
    read_numbers,
)
from snapshots.days import OPEN_END, UNKNOWN_DAY, add_months, birthdays, years_of
from snapshots.history import History
from snapshots.ledger import Flags, Floats
from snapshots.view import View

ADDITIONAL = {"additional": 1}
_HALF = 0.5 + 1e-9
"""Added before rounding down: half goes up, also where binary fractions fall just short of it."""


@dataclass(frozen=True)
class Staffing:
    """One entry a position (`need` to `vacant`), as known on one day.

    `holders` counts definitive holders in service, `additional` those who fill a seat beside a
    position of their own.
    """

    agency: Codes
    agencies: int
    seats: Codes
    need: Codes
    staff: Floats
    holders: Codes
    additional: Codes
    vacant: Codes

    @cached_property
    def gap(self) -> Floats:
        """Staff − need; negative where people are missing."""
        return self.staff - self.need

    @cached_property
    def fill_ratio(self) -> Floats:
        """Staff / need of each position; NaN where nobody is needed."""
        return fill_ratio(self.staff, self.need)

    @cached_property
    def agency_staff(self) -> Floats:
        """Staff of each unit index that is an agency."""
        return _sum_by(self.agency, self.staff, self.agencies)

    @cached_property
    def agency_need(self) -> Floats:
        """Need of each unit index that is an agency."""
        return _sum_by(self.agency, self.need.astype(np.float64), self.agencies)

    @cached_property
    def overall_ratio(self) -> float:
        """Staff / need over all positions; NaN where nobody is needed."""
        return float(fill_ratio(self.staff.sum(), self.need.sum()))


def fill_ratio(staff: npt.ArrayLike, need: npt.ArrayLike) -> Floats:
    """Return staff / need, NaN where need is 0."""
    needed = np.asarray(need, np.float64)
    return np.asarray(staff, np.float64) / np.where(needed > 0, needed, np.nan)


def measure_staffing(
    view: View, retirement_age: Codes, effective_minutes: float, retire_within_months: int
) -> Staffing:
    """Return the staffing that a whole day's view knows.

    `retirement_age` has one entry a position (years), `effective_minutes` is a work year in minutes
    (75,000; PermenPANRB 1/2020). `view` has one row a person (`view_day`).
    """
    history = view.history
    positions, day = history.positions, int(view.day[0]) if len(view) else history.day
    count = len(positions.position_id)
    holds = in_service(view) & (view.position >= 0)
    person, place = view.person[holds], view.position[holds]
    holders = np.bincount(place, minlength=count).astype(np.int32)
    born = history.people.born[person]
    retires = birthdays(born, retirement_age[place])
    soon = (born != UNKNOWN_DAY) & (retires < add_months(day, retire_within_months))
    additional = _count_additional(history, day)
    free = positions.seats - holders - additional
    vacant = announced_vacancies(history, day)
    if vacant is None:
        vacant = np.maximum(free + np.bincount(place[soon], minlength=count), 0).astype(np.int32)
    return Staffing(
        agency=positions.agency,
        agencies=len(history.units.unit_id),
        seats=positions.seats,
        need=_round_need(history, day, effective_minutes),
        staff=_sum_by(place, history.people.fte[person], count),
        holders=holders,
        additional=additional,
        vacant=vacant,
    )


def in_service(view: View) -> Flags:
    """Tell who had been appointed before the day and had not left by it."""
    people = view.history.people
    return np.asarray(
        (people.appointed[view.person] < view.day) & (people.left[view.person] > view.day)
    )


def announced_vacancies(history: History, day: int) -> Codes | None:
    """Return announced vacant seats a position as of `day`; None without a vacancies table.

    A row without seats announces one; it holds from the day after opened_on through closed_on.
    """
    snapshot = history.snapshot
    if not snapshot.has("vacancies"):
        return None
    opened = read_days(snapshot, "vacancies", "opened_on")
    closed = read_days(snapshot, "vacancies", "closed_on", OPEN_END)
    seats = read_integers(snapshot, "vacancies", "seats", 1)
    place = history.rows_of_positions("vacancies", "position_id")
    holds = (opened < day) & (closed >= day) & (place >= 0)
    count = len(history.positions.position_id)
    return np.bincount(place[holds], seats[holds], count).astype(np.int32)


def _sum_by(place: Codes, value: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(place, value, count), np.float64)


def _count_additional(history: History, day: int) -> Codes:
    """Count the seats filled by people who hold them beside their own position."""
    snapshot = history.snapshot
    start = read_days(snapshot, "assignments", "started_on")
    end = read_days(snapshot, "assignments", "ended_on", OPEN_END)
    kind = read_codes(snapshot, "assignments", "appointment", ADDITIONAL, 0)
    place = history.rows_of_positions("assignments", "position_id")
    holds = (kind == ADDITIONAL["additional"]) & (start < day) & (end >= day) & (place >= 0)
    return np.bincount(place[holds], minlength=len(history.positions.position_id)).astype(np.int32)


def _round_need(history: History, day: int, effective_minutes: float) -> Codes:
    """Return the people needed a position, by the rows of its latest year up to the day."""
    snapshot, seats = history.snapshot, history.positions.seats
    if not snapshot.has("workloads"):
        return seats
    place = history.rows_of_positions("workloads", "position_id")
    year = read_integers(snapshot, "workloads", "year")
    volume = read_numbers(snapshot, "workloads", "volume")
    minutes = volume * read_numbers(snapshot, "workloads", "minutes_per_unit")
    known = (place >= 0) & (year <= int(years_of(day)))
    latest = np.full(len(seats), -1, np.int32)
    np.maximum.at(latest, place[known], year[known])
    counted = known & (year == latest[np.maximum(place, 0)])
    total = np.bincount(place[counted], minutes[counted], len(seats))
    rounded = np.floor(total / effective_minutes + _HALF).astype(np.int32)
    return np.where(latest >= 0, rounded, seats).astype(np.int32)
