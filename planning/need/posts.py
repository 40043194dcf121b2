"""What is counted of each post on a day: work, seats, people, and what is coming."""

from dataclasses import dataclass, fields

import numpy as np

from matching.matcher import Dates, Matcher
from matching.staffing import Staffing
from planning.scenarios.applying import apply_scenario
from planning.scenarios.scenario import Scenario
from snapshots.coding import Codes, read_codes, read_days
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days, add_months, day_of, years_of
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Floats
from snapshots.presence import in_service
from snapshots.tables import TABLES
from snapshots.view import View

YEARS = 6
"""Years whose retirements are told: the rest of the running one and the next five."""
ACTING = {"acting": 1}
STATUSES = TABLES["employees"].column("status").choices
_PPPK = [code for code, status in enumerate(STATUSES) if status.startswith("pppk")]


@dataclass(frozen=True)
class Counts:
    """One entry a post, or a group of posts; `retiring` has `YEARS` columns.

    `minutes` and `worked_by` (staff) are of the posts with ABK rows, `with_rows` counts these.
    """

    positions: Floats
    seats: Floats
    need: Floats
    staff: Floats
    vacant: Floats
    people: Floats
    pppk: Floats
    minutes: Floats
    worked_by: Floats
    with_rows: Floats
    overdue: Floats
    birth_date_unknown: Floats
    single_holder: Floats
    only_acting: Floats
    long_held: Floats
    retiring: Floats

    def add_up(self, group: Codes, groups: int) -> "Counts":
        """Return the sums of each group; `group` has one entry a post, -1 for none."""
        chosen = np.flatnonzero(group >= 0)
        summed: dict[str, Floats] = {}
        for field in fields(self):
            values = getattr(self, field.name)
            columns = [
                sum_by(group[chosen], column[chosen], groups) for column in np.atleast_2d(values.T)
            ]
            summed[field.name] = np.array(columns).T if values.ndim > 1 else columns[0]
        return Counts(**summed)


def sum_by(group: Codes, values: Floats, groups: int) -> Floats:
    """Return the sum of `values` of each group; `group` has one entry a value, none below 0."""
    return np.asarray(np.bincount(group, values, groups), np.float64)


def count_posts(matcher: Matcher, dates: Dates, scenario: Scenario | None) -> Counts:
    """Return what is counted of every post as of `dates`, as recorded or under a scenario.

    Whoever a scenario lets leave is counted nowhere; whoever arrives in `staff` alone, for nothing
    else is known of them. Raises what `apply_scenario` raises.
    """
    staffing = apply_scenario(matcher, dates, scenario)
    view = matcher.view(dates.day)
    posted = view.derive(in_service) & (view.position != UNKNOWN)
    for person in scenario.leaving if scenario else ():
        posted[matcher.person_by_id(person)] = False
    has_rows = staffing.work_year != UNKNOWN
    return Counts(
        positions=np.ones(len(staffing.need)),
        seats=staffing.seats.astype(np.float64),
        need=staffing.need.astype(np.float64),
        staff=staffing.staff,
        vacant=staffing.vacant.astype(np.float64),
        minutes=np.where(has_rows, staffing.minutes, 0.0),
        worked_by=np.where(has_rows, staffing.staff, 0.0),
        with_rows=has_rows.astype(np.float64),
        single_holder=(staffing.holders == 1).astype(np.float64),
        only_acting=_find_only_acting(view, staffing, dates.day).astype(np.float64),
        **_count_people(matcher, view, posted, dates.day),
    )


def find_long_held(matcher: Matcher, view: View) -> Flags:
    """Tell who has held the post for longer than the policy's months, as the warning counts them.

    In post since 2020-01-01, 60 months: from 2025-01-02 on (PP 11/2017 Pasal 190 ayat (3)).
    """
    months = matcher.policy.warnings.five_years_in_position.months
    since = view.counted_since
    return np.asarray((since != UNKNOWN_DAY) & (add_months(since, months) < view.day))


def _count_people(matcher: Matcher, view: View, posted: Flags, day: int) -> dict[str, Floats]:
    """Count heads of each post by status, years to retirement and time in post."""
    status = view.history.people.status[view.person]
    retires = matcher.find_retirements(view)
    posts = len(view.history.positions.seats)
    found = {
        "people": posted,
        "pppk": posted & np.isin(status, _PPPK),
        "long_held": posted & find_long_held(matcher, view),
        "birth_date_unknown": posted & (retires == UNKNOWN_DAY),
        "overdue": posted & (retires != UNKNOWN_DAY) & (retires <= day),
    }
    counted = {name: _count_by(view.position, who, posts) for name, who in found.items()}
    years = [
        _count_by(view.position, posted & _retires_in(retires, day, year), posts)
        for year in list_years(day)
    ]
    return counted | {"retiring": np.stack(years, axis=1)}


def list_years(day: int) -> tuple[int, ...]:
    """Return the calendar years whose retirements are told as of a day."""
    first = int(years_of(day))
    return tuple(range(first, first + YEARS))


def _retires_in(retires: Days, day: int, year: int) -> Flags:
    """Tell who retires after `day` and in the year: first of the month after the birthday."""
    first, last = int(day_of(year, 1, 1)), int(day_of(year, 12, 31))
    return np.asarray((retires > day) & (retires >= first) & (retires <= last))


def _count_by(position: Codes, who: Flags, posts: int) -> Floats:
    return np.bincount(position[who], minlength=posts).astype(np.float64)


def _find_only_acting(view: View, staffing: Staffing, day: int) -> Flags:
    """Tell which posts nobody holds but somebody in service who acts in them."""
    history = view.history
    start = read_days(history.snapshot, "assignments", "started_on")
    end = read_days(history.snapshot, "assignments", "ended_on", OPEN_END)
    kind = read_codes(history.snapshot, "assignments", "appointment", ACTING, 0)
    person = history.rows_of_people("assignments")
    place = history.rows_of_positions("assignments", "position_id")
    holds = (kind == ACTING["acting"]) & (start < day) & (end >= day) & (place >= 0)
    holds &= view.derive(in_service)[person]
    acting = np.zeros(len(staffing.need), np.bool_)
    acting[place[holds]] = True
    return np.asarray(acting & (staffing.holders + staffing.additional == 0))
