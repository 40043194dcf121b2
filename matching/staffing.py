"""How many people a position needs and has: need, staff, gap, fill ratio and vacancies on a day.

Need follows the workload analysis (`matching.workload`); staff are definitive holders by fte, civil
servants and contract staff alike. What is supposed beside the records (more work, people who leave
or arrive) is measured by the same code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.workload import Work, read_work, round_need, weigh_activities
from snapshots.coding import Codes, read_codes, read_days, read_integers
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days, add_months, birthdays
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Floats
from snapshots.presence import in_service
from snapshots.view import View

ADDITIONAL = {"additional": 1}


@dataclass(frozen=True)
class Beside:
    """Seats filled beside an own position by people in service; indexes, one entry a stay.

    `until` is the day number through which the stay is known to last, OPEN_END for an open one.
    """

    person: Codes
    position: Codes
    until: Days


@dataclass(frozen=True)
class Staffing:
    """One entry a position (`need` to `vacant`), as known on one day.

    `holders` counts definitive holders in service, `beside` are the seats that people in service
    fill beside a position of their own. `minutes` are those of a year's work by the ABK rows of
    `work_year`; NaN and UNKNOWN for a position without rows.
    """

    agency: Codes
    agencies: int
    seats: Codes
    need: Codes
    minutes: Floats
    work_year: Codes
    staff: Floats
    holders: Codes
    beside: Beside
    vacant: Codes

    @cached_property
    def additional(self) -> Codes:
        """Seats of each position that people fill beside a position of their own."""
        return _count_by(self.beside.position, self.seats)

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


@dataclass(frozen=True)
class Supposed:
    """What is taken to be otherwise than the records say.

    `activities` maps folded names of activities to factors, `factor` float[positions] multiplies
    the work (without rows: the seats) of a position. `leaving` bool[people] are taken to be gone,
    `arriving` int[positions] people to have come from outside, each for a whole seat.
    """

    activities: Mapping[str, float]
    factor: Floats
    leaving: Flags
    arriving: Codes


def measure_staffing(
    view: View,
    retirement_age: Codes,
    effective_minutes: float,
    retire_within_months: int,
    supposed: Supposed | None = None,
) -> Staffing:
    """Return the staffing that a whole day's view knows.

    `retirement_age` has one entry a position (years), `effective_minutes` is a work year in minutes
    (75,000; PermenPANRB 1/2020). `view` has one row a person (`view_day`). Of what is supposed,
    less need takes open seats away and more need adds none: the map of posts has to hold a seat
    (BKN 5/2019 Pasal 3). Whoever leaves frees one, whoever arrives fills one; vacancies are never
    below 0.
    """
    history = view.history
    day = int(view.day[0]) if len(view) else history.day
    work, nothing = read_work(history, day), _as_recorded(history)
    recorded, _ = _measure_need(history, work, effective_minutes, nothing)
    supposed = supposed or nothing
    need, minutes = _measure_need(history, work, effective_minutes, supposed)
    stays = in_service(view) & (view.position >= 0) & ~supposed.leaving[view.person]
    person, place = view.person[stays], view.position[stays]
    holders = _count_by(place, need) + supposed.arriving
    every = _find_beside(view, day)
    beside = _take(every, ~supposed.leaving[every.person])
    staff = _sum_by(place, history.people.fte[person], len(need)) + supposed.arriving
    vacant = announced_vacancies(history, day)
    if vacant is None:
        soon = _retire_before(view, retirement_age, add_months(day, retire_within_months))
        free = history.positions.seats - holders - _count_by(beside.position, need)
        vacant = free + _count_by(view.position[stays & soon], need)
    else:
        gone = in_service(view) & (view.position >= 0) & supposed.leaving[view.person]
        freed = every.position[supposed.leaving[every.person]]
        vacant = vacant + _count_by(view.position[gone], need) + _count_by(freed, need)
        vacant = vacant - supposed.arriving
    return Staffing(
        agency=history.positions.agency,
        agencies=len(history.units.unit_id),
        seats=history.positions.seats,
        need=need,
        minutes=np.where(work.year == UNKNOWN, np.nan, _sum_by(work.place, minutes, len(need))),
        work_year=work.year,
        staff=staff,
        holders=holders,
        beside=beside,
        vacant=np.maximum(vacant + np.minimum(need - recorded, 0), 0).astype(np.int32),
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


def _count_by(place: Codes, like: Codes) -> Codes:
    """Count the entries of each place; one entry a position, as `like` has."""
    return np.bincount(place, minlength=len(like)).astype(np.int32)


def _retire_before(view: View, retirement_age: Codes, day: Days) -> Flags:
    """Tell who reaches the retirement age of the position held before a day."""
    born = view.history.people.born[view.person]
    reached = birthdays(born, view.of_position(retirement_age))
    return np.asarray((born != UNKNOWN_DAY) & (reached < day))


def _find_beside(view: View, day: int) -> Beside:
    """Return the seats that people in service fill beside a position of their own.

    Whoever has left fills none, even where the records never ended the stay. `view` is a whole
    day's.
    """
    history, snapshot = view.history, view.history.snapshot
    start = read_days(snapshot, "assignments", "started_on")
    end = read_days(snapshot, "assignments", "ended_on", OPEN_END)
    kind = read_codes(snapshot, "assignments", "appointment", ADDITIONAL, 0)
    person = history.rows_of_people("assignments")
    place = history.rows_of_positions("assignments", "position_id")
    holds = (kind == ADDITIONAL["additional"]) & (start < day) & (end >= day)
    holds &= (place >= 0) & (person >= 0)
    holds[holds] = in_service(view)[person[holds]]
    return Beside(person[holds], place[holds], end[holds])


def _take(beside: Beside, kept: Flags) -> Beside:
    return Beside(beside.person[kept], beside.position[kept], beside.until[kept])


def _as_recorded(history: History) -> Supposed:
    """Return what supposes nothing."""
    posts, people = len(history.positions.seats), len(history.people_ids)
    nobody, none = np.zeros(people, np.bool_), np.zeros(posts, np.int32)
    return Supposed({}, np.ones(posts), nobody, none)


def _measure_need(
    history: History, work: Work, effective_minutes: float, supposed: Supposed
) -> tuple[Codes, Floats]:
    """Return the people needed a position, and the minutes of each row of `work`."""
    weight = weigh_activities(history, work, supposed.activities)
    minutes = work.minutes * weight * supposed.factor[work.place]
    seats = history.positions.seats * supposed.factor
    return round_need(work, minutes, seats, effective_minutes), minutes
