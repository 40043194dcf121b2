"""Figures of groups of posts, and each group as one row of the answer."""

from dataclasses import dataclass

import numpy as np

from matching.matcher import Matcher
from planning.need.answers import Band, NeedFrom, NeedRow, Recorded, Retiring
from planning.need.levels import Groups
from planning.need.posts import Counts
from snapshots.coding import Codes
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats

DIGITS = 6
"""Shares of posts are kept to so many digits, so that 0.1 + 0.2 is told as 0.3."""
BANDS: tuple[tuple[float, Band], ...] = ((1.01, "A"), (0.9, "B"), (0.7, "C"), (0.5, "D"))
"""The least EJ, in hundredths, of each band of Permendagri 12/2008; what is below is E."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Sums:
    """The figures of every row; `recorded` are those without the scenario (None: none asked)."""

    counts: Counts
    recorded: Counts | None
    short: Floats
    over: Floats
    year_from: Codes
    year_to: Codes
    years: tuple[int, ...]
    effective_minutes: float


def read_row(matcher: Matcher, groups: Groups, sums: Sums, row: int) -> NeedRow:
    """Return one row (an index) of a level with all its figures."""
    units, counts = matcher.history.units, sums.counts
    unit, agency = int(groups.unit[row]), int(groups.agency[row])
    need, staff = int(counts.need[row]), _tidy(counts.staff[row])
    minutes, worked_by = float(counts.minutes[row]), float(counts.worked_by[row])
    efficiency = _divide(minutes, worked_by * sums.effective_minutes)
    return NeedRow(
        level=groups.level,
        id=groups.ids[row],
        name=groups.names[row],
        unit_id=None if unit == UNKNOWN else units.unit_id[unit],
        unit=None if unit == UNKNOWN else units.name[unit],
        agency_id=None if agency == UNKNOWN else units.unit_id[agency],
        agency=None if agency == UNKNOWN else units.name[agency],
        licensed=groups.licensed[row],
        positions=int(counts.positions[row]),
        seats=int(counts.seats[row]),
        need=need,
        staff=staff,
        gap=_tidy(staff - need),
        short=_tidy(sums.short[row]),
        over=_tidy(sums.over[row]),
        fill_ratio=_divide(staff, need),
        load=_divide(need, staff),
        minutes_a_head=_divide(minutes, worked_by),
        efficiency=efficiency,
        band=None if efficiency is None else find_band(efficiency),
        need_from=_find_source(counts, row),
        year_from=_read_year(sums.year_from, row),
        year_to=_read_year(sums.year_to, row),
        vacant=int(counts.vacant[row]),
        people=int(counts.people[row]),
        pns=int(counts.people[row] - counts.pppk[row]),
        pppk=int(counts.pppk[row]),
        retiring=tuple(
            Retiring(year, int(people))
            for year, people in zip(sums.years, counts.retiring[row], strict=True)
        ),
        overdue=int(counts.overdue[row]),
        birth_date_unknown=int(counts.birth_date_unknown[row]),
        single_holder=int(counts.single_holder[row]),
        only_acting=int(counts.only_acting[row]),
        long_held=int(counts.long_held[row]),
        recorded=None if sums.recorded is None else _read_recorded(sums.recorded, row),
    )


def find_band(efficiency: float) -> Band:
    """Return the band of an EJ, rounded half up to two digits: A above 1.00, B from 0.90, …

    Permendagri 12/2008 calls A "sangat baik"; it is overload, and is told as such.
    """
    rounded = np.floor(efficiency * 100 + 0.5 + _ROUNDING) / 100
    return next((band for least, band in BANDS if rounded >= least), "E")


def _read_recorded(counts: Counts, row: int) -> Recorded:
    need, staff = int(counts.need[row]), _tidy(counts.staff[row])
    ratio, vacant = _divide(staff, need), int(counts.vacant[row])
    return Recorded(need, staff, _tidy(staff - need), ratio, vacant)


def _find_source(counts: Counts, row: int) -> NeedFrom:
    with_rows = counts.with_rows[row]
    if not with_rows:
        return "seats"
    return "workload" if with_rows == counts.positions[row] else "both"


def _read_year(years: Codes, row: int) -> int | None:
    return None if years[row] == UNKNOWN else int(years[row])


def _divide(part: float, whole: float) -> float | None:
    return _tidy(part / whole) if whole > 0 else None


def _tidy(value: float) -> float:
    """Return a figure to `DIGITS`; 0.0 instead of -0.0."""
    return round(float(value), DIGITS) + 0.0
